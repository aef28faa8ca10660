import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LivingWorkshop, hour, minute } from '../support/booking-life.js';
import { addBooking } from '../support/builders.js';
import type { Person } from '../support/http-workshop.js';
import type { TappedGate } from '../support/tapped-gate.js';

let life: LivingWorkshop;
let anna: Awaited<ReturnType<LivingWorkshop['member']>>;
let gate: TappedGate;

beforeAll(async () => {
  life = await LivingWorkshop.open();
  await life.sweep();
});
afterAll(async () => await life.close());
beforeEach(async () => {
  life.forgetGates();
  anna = await life.member();
  gate = await life.gate();
});

const iso = (at: number): string => new Date(at).toISOString();
const booked = async (from = life.now(), to = from + hour): Promise<string> =>
  await addBooking(life.db, { machineId: gate.machineId, memberId: anna.id, from, to });
const call = async (as: Person, method: string, path: string, body?: unknown) =>
  await life.http.call(method, `/api/v1${path}`, { as, ...(body === undefined ? {} : { body }) });

describe('a machine switched off early', () => {
  it('is free again ten minutes later, from when it was switched off', async () => {
    const id = await booked();
    const { to } = await life.booking(id);
    await gate.tap(anna.card);
    await life.pass(5 * minute);
    const leftAt = life.now();
    await gate.sessionCloses(leftAt);
    await life.pass(9 * minute);
    expect(await life.stateOf(id)).toBe('in_use');
    await life.pass(minute);
    expect(await life.booking(id)).toMatchObject({ state: 'done', end_reason: 'finished-early', to: leftAt });
    expect((await life.booking(id)).planned_to?.getTime()).toBe(to);
    expect(await life.toldTo(anna.id)).toEqual(['rest-freed']);
  });

  it('stays booked when it is switched on again, when that was no wish of the member, or where it is set so', async () => {
    const again = await booked();
    await gate.tap(anna.card);
    await gate.sessionCloses();
    await life.pass(9 * minute);
    expect((await gate.tap(anna.card)).answer.code).toBe('ok');
    await life.pass(5 * minute);
    expect(await life.stateOf(again)).toBe('in_use');
    await gate.sessionCloses(life.now(), 'estop-active');
    await life.pass(15 * minute);
    expect(await life.stateOf(again)).toBe('in_use');
    expect((await gate.tap(anna.card)).answer.code).toBe('ok');
    await life.setting('early-finish', { freed: false }, gate.machineId);
    await gate.sessionCloses();
    await life.pass(15 * minute);
    expect(await life.stateOf(again)).toBe('in_use');
  });

  it('and on again in the very instant: it runs, or it is free, never both', async () => {
    for (let round = 0; round < 8; round += 1) {
      gate = await life.gate();
      const id = await booked();
      await gate.tap(anna.card);
      await gate.sessionCloses();
      await life.pass(10 * minute - 2_000);
      life.http.clock.forward(3_000);
      const [{ answer }] = await Promise.all([gate.tap(anna.card), life.sweep()]);
      expect(await life.stateOf(id)).toBe(answer.code === 'ok' ? 'in_use' : 'done: finished-early');
      await gate.sessionCloses();
    }
  });
});

describe('a hold that runs out', () => {
  const held = async (expiresAt: number, from = life.now() + hour): Promise<string> => {
    const id = await addBooking(life.db, {
      machineId: gate.machineId,
      memberId: anna.id,
      from,
      state: 'held',
      expiresAt,
    });
    await life.db.query(`update booking set held_for = 'approval' where id = $1`, [id]);
    return id;
  };

  it('is released, and its member told once', async () => {
    const id = await held(life.now() + minute);
    await life.pass(50_000);
    expect(await life.stateOf(id)).toBe('held');
    await life.pass(20_000);
    await life.pass(20_000);
    expect(await life.stateOf(id)).toBe('released: not-approved');
    expect(await life.toldTo(anna.id)).toEqual(['booking-not-approved']);
  });

  it('is told of, too, when a booking that wants its time has released it in passing', async () => {
    const from = life.now() + hour;
    const id = await held(life.now() - 1, from);
    const piotr = await life.member();
    const wish = { machineId: gate.machineId, from: iso(from), to: iso(from + hour) };
    expect((await call(piotr, 'POST', '/bookings', wish)).status).toBe(201);
    expect(await life.stateOf(id)).toBe('released: not-approved');
    await life.sweep();
    await life.sweep();
    expect(await life.toldTo(anna.id)).toEqual(['booking-not-approved']);
  });
});

describe('a cancellation that comes late', () => {
  const cancelled = async (inMs: number, by: Person = anna): Promise<string> => {
    const id = await booked(life.now() + inMs);
    expect((await call(by, 'DELETE', `/bookings/${id}`)).status).toBe(204);
    return id;
  };
  beforeEach(async () => {
    await life.setting('late-cancellation', { minutes: 60 }, gate.machineId);
    await life.setting('strikes', { max: 3 }, gate.machineId);
  });

  it('earns a strike, once it can no longer be taken back', async () => {
    await cancelled(59 * minute);
    await life.pass(9_000);
    expect(await life.strikesOf(anna.id)).toEqual([]);
    await life.pass(10_000);
    expect(await life.strikesOf(anna.id)).toEqual(['late-cancellation']);
    expect(await life.toldTo(anna.id)).toEqual(['strike-late-cancellation']);
    await life.pass(2 * minute);
    expect(await life.strikesOf(anna.id)).toHaveLength(1);
  });

  it('earns one after any downtime', async () => {
    await cancelled(59 * minute);
    await life.sleep(20 * minute);
    await life.sweep();
    expect(await life.strikesOf(anna.id)).toEqual(['late-cancellation']);
  });

  it.each([
    ['a later time earns one', 59 * minute, 3 * hour, ['late-cancellation']],
    ['a later time earns none when it is early enough', 61 * minute, 3 * hour, []],
    ['an earlier time earns none', 59 * minute, 30 * minute, []],
  ])('moved to %s', async (_, inMs, toMs, strikes) => {
    const id = await booked(life.now() + inMs);
    const from = life.now() + toMs;
    const moved = await life.http.call('PATCH', `/api/v1/bookings/${id}`, {
      as: anna,
      body: { from: iso(from), to: iso(from + hour) },
      headers: { 'if-match': '"1"' },
    });
    expect(moved.status).toBe(200);
    await life.pass(20_000);
    expect(await life.strikesOf(anna.id)).toEqual(strikes);
  });

  const change = async (id: string, body: object): Promise<void> => {
    const { version } = (await call(anna, 'GET', `/bookings/${id}`)).body;
    const headers = { 'if-match': `"${version}"` };
    const answer = await life.http.call('PATCH', `/api/v1/bookings/${id}`, { as: anna, body, headers });
    expect(answer.status).toBe(200);
  };

  it('is not had for free by moving it far away first, nor by leaving almost nothing of it', async () => {
    const id = await booked(life.now() + 10 * minute);
    const later = life.now() + 48 * hour;
    await change(id, { from: iso(later), to: iso(later + hour) });
    expect((await call(anna, 'DELETE', `/bookings/${id}`)).status).toBe(204);
    await life.pass(20_000);
    expect(await life.strikesOf(anna.id)).toEqual(['late-cancellation']);

    const other = await booked(life.now() + 10 * minute);
    const { from } = await life.booking(other);
    await change(other, { to: iso(from + 30 * minute) });
    await change(other, { to: iso(from + 9 * minute) });
    await life.pass(20_000);
    expect(await life.strikesOf(anna.id)).toEqual(['late-cancellation', 'late-cancellation']);
  });

  it('is none when what was moved is put back', async () => {
    const id = await booked(life.now() + 10 * minute);
    const { from, to } = await life.booking(id);
    await change(id, { from: iso(from + 24 * hour), to: iso(to + 24 * hour) });
    await life.pass(5_000);
    await change(id, { from: iso(from), to: iso(to) });
    await life.pass(30_000);
    expect(await life.strikesOf(anna.id)).toEqual([]);
  });

  it('after the warning is no way around a no-show', async () => {
    const id = await booked();
    await life.pass(6 * minute);
    expect((await call(anna, 'DELETE', `/bookings/${id}`)).status).toBe(204);
    await life.pass(20_000);
    expect(await life.strikesOf(anna.id)).toEqual(['no-show']);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['it is early enough', async () => await cancelled(61 * minute)],
    [
      'it is taken back',
      async () => {
        const id = await cancelled(59 * minute);
        expect((await call(anna, 'POST', `/bookings/${id}/restore`)).status).toBe(200);
      },
    ],
    ['staff does it', async () => await cancelled(59 * minute, await life.http.person('staff'))],
    [
      'nobody minds',
      async () => {
        await life.setting('late-cancellation', {}, gate.machineId);
        await cancelled(minute);
      },
    ],
    [
      'the machine cannot be had then',
      async () => {
        await life.db.query(
          `insert into outage (id, machine_id, during, reason, created_at) values (gen_random_uuid(), $1, tstzrange($2, null), '{}', $2)`,
          [gate.machineId, new Date(life.now())],
        );
        await cancelled(59 * minute);
      },
    ],
  ])('earns none when %s', async (_, act) => {
    await act();
    await life.pass(40_000);
    expect(await life.strikesOf(anna.id)).toEqual([]);
  });
});

describe('a strike', () => {
  const struck = async (): Promise<{ id: string; countsUntil: string | null }> => {
    await booked(life.now(), life.now() + hour);
    await life.pass(10 * minute + 10_000);
    return (await call(anna, 'GET', '/strikes')).body.items[0];
  };

  it('counts as long as is set, can be appealed against once, and is taken back by staff', async () => {
    await life.setting('strikes', { max: 1, withinDays: 30 }, gate.machineId);
    const staff = await life.http.person('staff');
    const { id, countsUntil } = await struck();
    expect(Date.parse(countsUntil!) - life.now()).toBeGreaterThan(29 * 24 * hour);
    const wish = { machineId: gate.machineId, from: iso(life.now() + 3 * hour), to: iso(life.now() + 4 * hour) };
    expect((await call(anna, 'POST', '/bookings', wish)).body.refusals[0].code).toBe('strikes');

    const piotr = await life.member();
    expect((await call(piotr, 'POST', `/strikes/${id}/appeal`, { text: 'To nie ja' })).status).toBe(404);
    expect((await call(piotr, 'GET', `/strikes?member=${anna.id}`)).status).toBe(403);
    const appeal = await call(anna, 'POST', `/strikes/${id}/appeal`, { text: 'Pociąg się spóźnił' });
    expect([appeal.status, appeal.body.appeal]).toEqual([200, 'Pociąg się spóźnił']);
    expect((await call(anna, 'POST', `/strikes/${id}/appeal`, { text: 'Jeszcze raz' })).status).toBe(409);
    const appealed = async () =>
      (await call(staff, 'GET', '/strikes?appealed=true')).body.items.map(({ id: one }: { id: string }) => one);
    expect(await appealed()).toEqual([id]);

    const decision = { waive: true, answer: 'Dobrze, bywa.' };
    const decided = await call(staff, 'POST', `/strikes/${id}/decision`, decision);
    expect(decided.body).toMatchObject({ answer: 'Dobrze, bywa.', waivedAt: expect.any(String) });
    expect((await call(staff, 'POST', `/strikes/${id}/decision`, decision)).status).toBe(409);
    expect(await appealed()).toEqual([]);
    expect((await life.toldTo(anna.id)).at(-1)).toBe('strike-waived');
    const [entry] = await life.db.query(`select action from audit_entry order by ordinal desc limit 1`);
    expect(entry).toEqual({ action: 'strike-waived' });
    expect((await call(anna, 'POST', '/bookings', wish)).status).toBe(201);
  });

  it('has no end, and is not told of, where strikes have no consequence; nobody decides about an own one', async () => {
    const { id, countsUntil } = await struck();
    expect(countsUntil).toBeNull();
    expect(await life.toldTo(anna.id)).toEqual(['no-show-warning', 'no-show-released']);
    // Nor has it one later: nobody is blocked by what was never told.
    await life.setting('strikes', { max: 1 }, gate.machineId);
    const wish = { machineId: gate.machineId, from: iso(life.now() + 3 * hour), to: iso(life.now() + 4 * hour) };
    expect((await call(anna, 'POST', '/bookings', wish)).status).toBe(201);
    expect((await call(anna, 'GET', '/strikes')).body.items[0].countsUntil).toBeNull();
    await life.db.query(`update member set roles = '{member,staff}' where id = $1`, [anna.id]);
    expect((await call(anna, 'POST', `/strikes/${id}/decision`, { waive: true, answer: 'Ja' })).status).toBe(403);
  });
});
