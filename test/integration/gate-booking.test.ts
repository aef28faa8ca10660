import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decideContinue } from '../../src/core/access/decide-continue.js';
import { AccessModule, AccessRepository, AccessService } from '../../src/modules/access/index.js';
import { machineEntities } from '../../src/modules/machines/index.js';
import { addBooking, addClosure, addMachine, type MachineRow } from '../support/builders.js';
import { type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';
import { cardOf, TappedGate } from '../support/tapped-gate.js';

/** What the rules of bookings mean at the gate: tap, preview and a running session say the same. */

let workshop: HttpWorkshop;
let anna: Person;
let card: Buffer;
const minute = 60_000;
const hour = 60 * minute;

beforeAll(async () => {
  workshop = await startHttpWorkshop({ modules: [AccessModule], entities: machineEntities });
});
afterAll(async () => await workshop.stop());

beforeEach(async () => {
  anna = await workshop.person('member');
  card = await cardOf(workshop.database, anna.id);
});

const now = (): number => workshop.clock.wallMs();
async function gateAt(row: MachineRow): Promise<TappedGate> {
  const { database, clock } = workshop;
  const access = workshop.app.get(AccessService);
  return await TappedGate.at(await addMachine(database, row), { database, access, clock });
}
const preview = async ({ machineId }: TappedGate) =>
  (await workshop.call('GET', `/api/v1/machines/${machineId}/access`, { as: anna })).body;
const setting = async (rule: string, settings: object, machineId: string): Promise<void> => {
  await workshop.database.query(
    `insert into booking_setting (id, rule, machine_id, settings, changed_at) values (gen_random_uuid(), $1, $2, $3, $4)`,
    [rule, machineId, JSON.stringify(settings), new Date(now())],
  );
};
const bookingsOf = async (machineId: string) =>
  await workshop.database.query<{ id: string; from: Date; to: Date; state: string; created_at: Date }>(
    `select id, lower(during) as from, upper(during) as to, state, created_at from booking where machine_id = $1`,
    [machineId],
  );
const versionsOf = async (machineId: string) =>
  await workshop.database.query(
    `select m.version, (select p.version from member p where p.id = $2) as member from machine m where m.id = $1`,
    [machineId, anna.id],
  );
const addOutage = async (machineId: string, from: number, to: number): Promise<void> => {
  await workshop.database.query(
    `insert into outage (id, machine_id, during, reason, created_at) values (gen_random_uuid(), $1, tstzrange($2, $3), '{}', $2)`,
    [machineId, new Date(from), new Date(to)],
  );
};
/** Open for one minute a day, far from now. */
const shut = (): object => {
  const h = new Date(now() + 8 * hour).getUTCHours();
  const each = [{ from: `${String(h).padStart(2, '0')}:00`, to: `${String(h).padStart(2, '0')}:01` }];
  return { hours: { mon: each, tue: each, wed: each, thu: each, fri: each, sat: each, sun: each } };
};

describe('a booking made by a tap', () => {
  it('at a walk-up machine ends where the machine goes out of order, and the preview says so before', async () => {
    const gate = await gateAt({ bookingMode: 'walk-up' });
    const outage = now() + 50 * minute;
    await addOutage(gate.machineId, outage, outage + hour);
    expect(await preview(gate)).toMatchObject({ allow: true, how: 'start' });
    const outcome = await gate.tap(card);
    expect(outcome.answer).toMatchObject({ verdict: 'allow', code: 'ok' });
    const [booking] = await bookingsOf(gate.machineId);
    expect(booking).toMatchObject({ state: 'in_use' });
    expect(booking!.to.getTime()).toBe(Math.floor(outage));
    expect(Math.abs(booking!.created_at.getTime() - now())).toBeLessThan(5_000);
  });

  it('is refused in closing hours and in an outage, in words, by tap and preview alike', async () => {
    const gate = await gateAt({ bookingMode: 'walk-up' });
    await addOutage(gate.machineId, now() - minute, now() + hour);
    await setting('outside-opening-hours', shut(), gate.machineId);
    const { answer } = await gate.tap(card);
    expect(answer.refusals.map(({ code }) => code)).toEqual(['outage', 'outside-opening-hours']);
    const { refusals } = await preview(gate);
    expect(refusals.map(({ text }: { text: { pl: string } }) => text.pl.replaceAll('\u00a0', ' '))).toEqual([
      expect.stringMatching(/^Maszyna nieczynna do \d+ \w+ 20\d\d, \d\d:\d\d$/u),
      expect.stringMatching(/^Poza godzinami otwarcia\. Otwarcie: /),
    ]);
    expect(await bookingsOf(gate.machineId)).toEqual([]);
  });

  it('on offer is as long as the preview said, by two taps', async () => {
    const gate = await gateAt({ bookingMode: 'required' });
    const closes = Math.floor(now()) + 40 * minute;
    await addClosure(workshop.database, closes, closes + minute);
    const seen = await preview(gate);
    expect(seen).toMatchObject({ allow: true, how: 'book-and-start' });
    expect((await gate.tap(card)).answer).toMatchObject({ code: 'book-and-start' });
    workshop.clock.forward(3_000);
    await gate.heard();
    expect((await gate.tap(card)).answer).toMatchObject({ code: 'ok' });
    const [booking] = await bookingsOf(gate.machineId);
    expect([booking!.to.getTime(), Date.parse(seen.until)]).toEqual([closes, closes]);
    await workshop.database.query('delete from closure');
  });

  it('bumps the versions of machine and member when it is made, and when it is made longer', async () => {
    const gate = await gateAt({ bookingMode: 'required' });
    await addBooking(workshop.database, {
      machineId: gate.machineId,
      memberId: anna.id,
      from: now() - hour,
      to: now() + 4 * minute,
    });
    const before = await versionsOf(gate.machineId);
    await gate.tap(card);
    await workshop.database.query(`update session set state = 'running' where machine_id = $1`, [gate.machineId]);
    workshop.clock.forward(3_000);
    const { answer } = await gate.tap(card);
    expect(answer.code).toBe('extended');
    expect(await versionsOf(gate.machineId)).toEqual(
      before.map(({ version, member }) => ({ version: Number(version) + 2, member: Number(member) + 2 })),
    );
  });
});

describe('what staff set aside for a booking', () => {
  it('is no refusal at the gate', async () => {
    const gate = await gateAt({ bookingMode: 'required' });
    await addOutage(gate.machineId, now() - minute, now() + hour);
    const id = await addBooking(workshop.database, {
      machineId: gate.machineId,
      memberId: anna.id,
      from: now() - minute,
    });
    expect(await preview(gate)).toMatchObject({ allow: false, refusals: [{ code: 'outage' }] });
    await workshop.database.query(`update booking set overrides = '{outage}', overrides_at = $2 where id = $1`, [
      id,
      new Date(now()),
    ]);
    expect(await preview(gate)).toMatchObject({ allow: true });
    expect((await gate.tap(card)).answer.code).toBe('ok');
  });
});

describe('a slot that is held for somebody who waited', () => {
  const held = async (gate: TappedGate, memberId: string, for_: string): Promise<string> => {
    const id = await addBooking(workshop.database, {
      machineId: gate.machineId,
      memberId,
      from: now() - minute,
      state: 'held',
      expiresAt: now() + 3 * minute,
    });
    await workshop.database.query(`update booking set held_for = $2 where id = $1`, [id, for_]);
    return id;
  };

  it('is claimed by the tap that starts the machine', async () => {
    const gate = await gateAt({});
    const id = await held(gate, anna.id, 'claim');
    await workshop.database.query(
      `insert into wait_entry (id, member_id, machine_id, within, minutes, state, booking_id, offered_at, created_at)
       values (gen_random_uuid(), $1, $2, tstzrange($3, $4), 30, 'offered', $5, $3, $3)`,
      [anna.id, gate.machineId, new Date(now()), new Date(now() + hour), id],
    );
    expect((await gate.tap(card)).answer.code).toBe('ok');
    expect(await bookingsOf(gate.machineId)).toMatchObject([{ id, state: 'in_use' }]);
    const entries = await workshop.database.query(`select state from wait_entry where booking_id = $1`, [id]);
    expect(entries).toEqual([{ state: 'served' }]);
  });

  it('waits for approval where that is asked for: no tap powers what nobody approved', async () => {
    const gate = await gateAt({});
    await setting('approval', { needed: true }, gate.machineId);
    const id = await held(gate, anna.id, 'claim');
    expect((await gate.tap(card)).answer.code).toBe('booking-required');
    expect(await bookingsOf(gate.machineId)).toMatchObject([{ id, state: 'held' }]);
  });

  it('is claimed with all that is held along with it', async () => {
    const [gate, extractor] = [await gateAt({}), await gateAt({})];
    const id = await held(gate, anna.id, 'claim');
    const along = await held(extractor, anna.id, 'claim');
    await workshop.database.query(`update booking set bundle_id = $1 where id = $2`, [id, along]);
    expect((await gate.tap(card)).answer.code).toBe('ok');
    expect(await bookingsOf(extractor.machineId)).toMatchObject([{ id: along, state: 'confirmed' }]);
    const [row] = await workshop.database.query(`select held_for, expires_at from booking where id = $1`, [along]);
    expect(row).toEqual({ held_for: null, expires_at: null });
  });

  it('is nobody else’s, and one that waits for approval is nobody’s yet', async () => {
    const piotr = await workshop.addMember(['member']);
    const gate = await gateAt({});
    await held(gate, piotr.id, 'claim');
    expect((await gate.tap(card)).answer.code).toBe('booked-by-other');
    const other = await gateAt({});
    await held(other, anna.id, 'approval');
    expect((await other.tap(card)).answer.code).toBe('booking-required');
  });
});

describe('a machine that asks for a supervisor', () => {
  it.each(['required', 'open'] as const)('gives power while one is booked in (%s)', async (bookingMode) => {
    const gate = await gateAt({ bookingMode });
    await setting('supervisor-required', { needed: true }, gate.machineId);
    await addBooking(workshop.database, { machineId: gate.machineId, memberId: anna.id, from: now() - minute });
    expect((await gate.tap(card)).answer.refusals).toMatchObject([{ code: 'supervisor-required', override: 'staff' }]);
    expect((await preview(gate)).refusals).toMatchObject([{ code: 'supervisor-required' }]);
    const instructor = await workshop.addMember(['instructor']);
    await workshop.database.query(
      `insert into supervision (id, member_id, machine_id, during, created_at) values (gen_random_uuid(), $1, $2, tstzrange($3, $4), $3)`,
      [instructor.id, gate.machineId, new Date(now() - minute), new Date(now() + minute)],
    );
    workshop.clock.forward(3_000);
    await gate.heard();
    expect((await gate.tap(card)).answer.code).toBe('ok');
    const snapshotted = async (at: number) =>
      (await workshop.app.get(AccessRepository).loadSessionFacts(at)).find(
        ({ machineId }) => machineId === gate.machineId,
      )?.facts.supervisorMissing;
    expect([await snapshotted(now()), await snapshotted(now() + minute)]).toEqual([false, true]);
  });
});

describe('what is booked along with a machine', () => {
  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('runs beside it, where a member may run one machine at a time, started %s it', async (_, first) => {
    const gates = [await gateAt({}), await gateAt({})] as const;
    const [main, extractor] = first === 0 ? [gates[1], gates[0]] : gates;
    const from = now() - minute;
    const id = await addBooking(workshop.database, { machineId: main.machineId, memberId: anna.id, from });
    const along = await addBooking(workshop.database, { machineId: extractor.machineId, memberId: anna.id, from });
    await workshop.database.query(`update booking set bundle_id = $1 where id = $2`, [id, along]);
    for (const gate of gates) expect((await gate.tap(card)).answer.code).toBe('ok');
  });
});

describe('a session that runs into a closure', () => {
  it('ends with it: the member is told at the start, and the loop that warns knows', async () => {
    const gate = await gateAt({});
    await addBooking(workshop.database, { machineId: gate.machineId, memberId: anna.id, from: now() - minute });
    const closes = Math.floor(now()) + 12 * minute;
    await addClosure(workshop.database, closes, closes + hour);
    expect((await gate.tap(card)).answer).toMatchObject({ code: 'ok', params: { until: closes } });
    const snapshots = await workshop.app.get(AccessRepository).loadSessionFacts(now());
    const found = snapshots.find(({ machineId }) => machineId === gate.machineId)!;
    const session = { ...found, warned: false, withdrawn: undefined };
    expect(decideContinue(found.facts, session)).toEqual({ go: 'on', until: closes, closing: 'closed' });
    await workshop.database.query('delete from closure');
  });
});

describe('a running session', () => {
  it('has a grace when its booking is cut short at once, and none when that was known in time', async () => {
    const gate = await gateAt({ hazard: 'medium' });
    const staff = await workshop.person('staff');
    const from = Math.floor(now()) - minute;
    const id = await addBooking(workshop.database, { machineId: gate.machineId, memberId: anna.id, from });
    await gate.tap(card);
    const decided = async (at = now()) => {
      const snapshots = await workshop.app.get(AccessRepository).loadSessionFacts(at);
      const { facts, ...session } = snapshots.find(({ machineId }) => machineId === gate.machineId)!;
      return decideContinue(facts, { ...session, warned: false, withdrawn: undefined });
    };
    const endAt = async (to: number): Promise<void> => {
      const path = `/api/v1/bookings/${id}`;
      const { version } = (await workshop.call('GET', path, { as: staff })).body;
      const body = { to: new Date(to).toISOString() };
      const answer = await workshop.call('PATCH', path, { as: staff, body, headers: { 'if-match': `"${version}"` } });
      expect(answer.status).toBe(200);
    };
    const late = Math.floor(now()) + 3 * hour;
    await endAt(late);
    expect(await decided()).toEqual({ go: 'on', until: late });
    const soon = Math.floor(now()) + 90 * minute;
    await endAt(soon);
    expect(await decided(soon)).toEqual({ go: 'off', reason: 'booking-ended' });
    const atOnce = Math.floor(now()) + 1_000;
    await endAt(atOnce);
    expect(await decided(atOnce)).toMatchObject({ go: 'out', code: 'booking-ends', until: atOnce + minute });
  });
});

describe('the end of a booking at a machine that works', () => {
  it('moves for the session and not for the booking, never into the next one', async () => {
    const gate = await gateAt({});
    await workshop.database.query(`update machine set busy_from_w = 100 where id = $1`, [gate.machineId]);
    const end = now() + 20_000;
    const booked = { machineId: gate.machineId, memberId: anna.id, from: end - hour, to: end };
    await addBooking(workshop.database, booked);
    await gate.tap(card);
    const hardEnd = async (): Promise<number | undefined> => {
      const snapshots = await workshop.app.get(AccessRepository).loadSessionFacts(now());
      return snapshots.find(({ machineId }) => machineId === gate.machineId)?.hardEnd;
    };
    expect(await hardEnd()).toBe(end);
    await gate.meter(500);
    expect(await hardEnd()).toBe(end + 5 * minute);
    await setting('overrun', { minutes: 2 }, gate.machineId);
    expect(await hardEnd()).toBe(end + 2 * minute);
    const piotr = await workshop.addMember(['member']);
    await addBooking(workshop.database, { machineId: gate.machineId, memberId: piotr.id, from: end + minute });
    expect(await hardEnd()).toBe(end + minute);
    await gate.meter(5);
    expect(await hardEnd()).toBe(end);
    expect((await bookingsOf(gate.machineId)).map(({ to }) => to.getTime())).toContain(end);
  });
});
