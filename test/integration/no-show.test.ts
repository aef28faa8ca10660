import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NoShows } from '../../src/modules/booking-life/no-shows.js';
import { LivingWorkshop, hour, minute } from '../support/booking-life.js';
import { addBooking, addClosure } from '../support/builders.js';
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
  await life.db.query('delete from closure');
  life.forgetGates();
  anna = await life.member();
  gate = await life.gate();
});

/** From now, unless told otherwise. */
const booked = async (ms = hour, from = life.now(), memberId = anna.id): Promise<string> =>
  await addBooking(life.db, { machineId: gate.machineId, memberId, from, to: from + ms });
const tell = async (sql: string): Promise<void> => void (await life.db.query(sql, [gate.machineId]));

describe('a booking that nobody comes to', () => {
  it('is warned of, then released, with a strike that is told where strikes count', async () => {
    await life.setting('strikes', { max: 3 }, gate.machineId);
    const id = await booked();
    const before = await life.version(gate.machineId);
    await life.pass(5 * minute - 10_000);
    expect(await life.toldTo(anna.id)).toEqual([]);
    await life.pass(10_000);
    expect(await life.toldTo(anna.id)).toEqual(['no-show-warning']);
    await life.pass(5 * minute - 10_000);
    expect(await life.stateOf(id)).toBe('confirmed');
    await life.pass(10_000);
    expect(await life.stateOf(id)).toBe('released: no-show');
    expect(await life.strikesOf(anna.id)).toEqual(['no-show']);
    expect(await life.toldTo(anna.id)).toEqual(['no-show-warning', 'no-show-released', 'strike-no-show']);
    expect(await life.version(gate.machineId)).toBe(before + 1);
    await life.pass(minute);
    expect(await life.toldTo(anna.id)).toHaveLength(3);
  });

  it('takes along what was booked along with it', async () => {
    const extractor = await life.gate();
    const id = await booked();
    const from = life.now();
    const along = await addBooking(life.db, {
      machineId: extractor.machineId,
      memberId: anna.id,
      from,
      to: from + hour,
    });
    await life.db.query('update booking set bundle_id = $2 where id = $1', [along, id]);
    await life.pass(10 * minute);
    expect([await life.stateOf(id), await life.stateOf(along)]).toEqual(['released: no-show', 'released: no-show']);
    expect(await life.strikesOf(anna.id)).toEqual(['no-show']);
  });

  it('has been come to when what was booked along with it is in use', async () => {
    const extractor = await life.gate();
    const id = await booked();
    const from = life.now();
    const along = await addBooking(life.db, {
      machineId: extractor.machineId,
      memberId: anna.id,
      from,
      to: from + hour,
    });
    await life.db.query('update booking set bundle_id = $2 where id = $1', [along, id]);
    expect((await extractor.tap(anna.card)).answer.code).toBe('ok');
    await life.pass(11 * minute);
    expect([await life.stateOf(id), await life.stateOf(along)]).toEqual(['confirmed', 'in_use']);
  });

  it('waits for nobody in other numbers than are set, or not at all', async () => {
    await life.setting('check-in', { graceMinutes: 2, warnMinutes: 1 }, gate.machineId);
    const id = await booked();
    await life.pass(2 * minute);
    expect(await life.stateOf(id)).toBe('released: no-show');
    await life.setting('check-in', { watched: false }, gate.machineId);
    const other = await booked();
    await life.pass(20 * minute);
    expect(await life.stateOf(other)).toBe('confirmed');
    await life.pass(41 * minute);
    expect(await life.stateOf(other)).toBe('done: over');
  });

  it('is released without a strike when it is over before its grace', async () => {
    const id = await booked(6 * minute);
    await life.pass(7 * minute);
    expect(await life.stateOf(id)).toBe('released: no-show');
    expect(await life.strikesOf(anna.id)).toEqual([]);
  });

  it('waits for the session before it to end', async () => {
    const piotr = await life.member();
    await booked(hour, life.now() - 58 * minute, piotr.id);
    await gate.tap(piotr.card);
    const id = await booked(hour, life.now() + 2 * minute);
    await life.pass(6 * minute);
    await gate.sessionCloses();
    await life.pass(9 * minute);
    expect(await life.stateOf(id)).toBe('confirmed');
    await life.pass(minute);
    expect(await life.stateOf(id)).toBe('released: no-show');
  });
});

describe('nobody is blamed who could not come', () => {
  it.each<[string, () => Promise<void>, () => Promise<void>]>([
    ['the gate is silent', async () => await gate.lost(), async () => await gate.back()],
    [
      'the machine is out of order',
      async () => await tell(`update machine set out_of_order_at = to_timestamp(0) where id = $1`),
      async () => await tell(`update machine set out_of_order_at = null where id = $1`),
    ],
    [
      'there is an outage',
      async () =>
        await tell(`insert into outage (id, machine_id, during, reason, created_at)
          values (gen_random_uuid(), $1, tstzrange(to_timestamp(0), to_timestamp(9999999999)), '{}', to_timestamp(0))`),
      async () => await tell(`delete from outage where machine_id = $1`),
    ],
    [
      'the workshop is closed',
      async () => void (await addClosure(life.db, 0, life.now() + 10 * hour)),
      async () => void (await life.db.query('delete from closure')),
    ],
  ])('%s: the grace begins anew after it', async (_, begin, end) => {
    await life.setting('check-in', { graceMinutes: 4, warnMinutes: 2 }, gate.machineId);
    const id = await booked();
    await life.pass(3 * minute);
    await begin();
    await life.pass(3 * minute);
    await end();
    await life.pass(3 * minute);
    expect(await life.stateOf(id)).toBe('confirmed');
    expect(await life.strikesOf(anna.id)).toEqual([]);
    await life.pass(1.5 * minute);
    expect(await life.stateOf(id)).toBe('released: no-show');
  });

  it('no service runs: after any downtime the grace begins anew, and what is over is over, without a word', async () => {
    const id = await booked();
    const short = await life.gate();
    const from = life.now();
    const over = await addBooking(life.db, {
      machineId: short.machineId,
      memberId: anna.id,
      from,
      to: from + 20 * minute,
    });
    await life.sleep(30 * minute);
    await life.sweep();
    expect([await life.stateOf(id), await life.stateOf(over)]).toEqual(['confirmed', 'done: over']);
    expect(await life.toldTo(anna.id)).toEqual([]);
    await life.pass(9 * minute);
    expect([await life.stateOf(id), await life.strikesOf(anna.id)]).toEqual(['confirmed', []]);
    await life.pass(minute);
    expect([await life.stateOf(id), await life.strikesOf(anna.id)]).toEqual(['released: no-show', ['no-show']]);
  });

  it('there is no gate: nobody can tell who came', async () => {
    await tell(`update gate set retired_at = to_timestamp(0) where machine_id = $1`);
    const id = await booked(30 * minute);
    await life.pass(29 * minute);
    expect(await life.stateOf(id)).toBe('confirmed');
    await life.pass(2 * minute);
    expect(await life.stateOf(id)).toBe('done: over');
  });
});

describe('the whole grace is for who has the booking now', () => {
  it('from when a begun booking was handed over', async () => {
    const id = await booked();
    await life.pass(8 * minute);
    const piotr = await life.member();
    const path = `/api/v1/bookings/${id}/hand-over`;
    const staff = await life.http.person('staff');
    const answer = await life.http.call('POST', path, { as: staff, body: { memberId: piotr.id } });
    expect(answer.status).toBe(200);
    await life.pass(9 * minute);
    expect([await life.stateOf(id), await life.strikesOf(piotr.id)]).toEqual(['confirmed', []]);
    await life.pass(2 * minute);
    expect([await life.stateOf(id), await life.strikesOf(piotr.id)]).toEqual(['released: no-show', ['no-show']]);
  });

  it('and who came stays so when a cancellation is taken back', async () => {
    const id = await booked();
    await gate.tap(anna.card);
    await life.pass(9 * minute + 50_000);
    expect((await life.http.call('DELETE', `/api/v1/bookings/${id}`, { as: anna })).status).toBe(204);
    expect((await life.http.call('POST', `/api/v1/bookings/${id}/restore`, { as: anna })).body.state).toBe('in_use');
    await life.pass(minute);
    expect([await life.stateOf(id), await life.strikesOf(anna.id)]).toEqual(['in_use', []]);
  });

  it('and does not begin anew by moving what has begun', async () => {
    const id = await booked();
    await life.pass(9 * minute);
    const body = { from: new Date(life.now()).toISOString() };
    const { status } = await life.http.call('PATCH', `/api/v1/bookings/${id}`, {
      as: anna,
      body,
      headers: {
        'if-match': `"${(await life.http.call('GET', `/api/v1/bookings/${id}`, { as: anna })).body.version}"`,
      },
    });
    expect(status).toBe(422);
  });
});

describe('nobody is blamed who came and was refused', () => {
  it('for a reason of the machine: the grace begins anew after it', async () => {
    const id = await booked();
    await life.db.query(`update gate_state set estop = true where gate_id = $1`, [gate.gateId]);
    await life.pass(11 * minute);
    expect(await life.stateOf(id)).toBe('confirmed');
    await life.db.query(`update gate_state set estop = false where gate_id = $1`, [gate.gateId]);
    await life.pass(10 * minute + 20_000);
    expect([await life.stateOf(id), await life.strikesOf(anna.id)]).toEqual(['released: no-show', ['no-show']]);
  });

  it('for one that is over: a tap that was refused is a sign of coming', async () => {
    const id = await booked();
    const suspend = async (at: string): Promise<void> =>
      void (await life.db.query(`update member set suspended_at = ${at}, version = version + 1 where id = $1`, [
        anna.id,
      ]));
    await life.pass(2 * minute);
    await suspend('to_timestamp(0)');
    expect((await gate.tap(anna.card)).answer.code).toBe('member-suspended');
    await suspend('null');
    await life.pass(9 * minute);
    expect([await life.stateOf(id), await life.strikesOf(anna.id)]).toEqual(['released: no-show', []]);
  });
});

describe('a tap is the check-in', () => {
  it('and its booking is never released, nor its member warned', async () => {
    const id = await booked();
    await life.pass(4 * minute);
    expect((await gate.tap(anna.card)).answer.code).toBe('ok');
    await life.pass(30 * minute);
    expect(await life.stateOf(id)).toBe('in_use');
    expect(await life.toldTo(anna.id)).toEqual([]);
  });

  it('in the very instant of the release: the one or the other, never both', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      gate = await life.gate();
      const member = await life.member();
      const id = await booked(hour, life.now(), member.id);
      await life.pass(9 * minute + 59_000);
      life.http.clock.forward(1_500);
      const [{ answer }] = await Promise.all([gate.tap(member.card), life.sweep()]);
      const came = answer.code === 'ok';
      outcomes.add(answer.code);
      expect(came ? ['in_use'] : ['released: no-show']).toContain(await life.stateOf(id));
      expect(await life.strikesOf(member.id)).toEqual(came ? [] : ['no-show']);
    }
    expect([...outcomes].filter((code) => code !== 'ok' && code !== 'book-and-start')).toEqual([]);
  });
});

it('replicas that sweep at once do each thing once', async () => {
  await life.setting('strikes', { max: 3 }, gate.machineId);
  const id = await booked();
  await life.pass(9 * minute + 59_000);
  life.http.clock.forward(1_500);
  const noShows = life.http.app.get(NoShows);
  await Promise.all([1, 2, 3].map(async () => await noShows.sweep(life.now())));
  await Promise.all([1, 2, 3].map(async () => await life.sweep()));
  expect(await life.stateOf(id)).toBe('released: no-show');
  expect(await life.strikesOf(anna.id)).toEqual(['no-show']);
  expect(await life.toldTo(anna.id)).toEqual(['no-show-warning', 'no-show-released', 'strike-no-show']);
});
