import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BookingModule } from '../../src/modules/booking/index.js';
import { machineEntities } from '../../src/modules/machines/index.js';
import { BookingCalls, codes, day, faults, hour, iso, minute } from '../support/booking-calls.js';
import { addBooking, addClosure, addGate, addMachine } from '../support/builders.js';
import { type Answer, type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

let workshop: HttpWorkshop;
let calls: BookingCalls;
let staff: Person;
let anna: Person;
let piotr: Person;
let noon: number;

beforeAll(async () => {
  workshop = await startHttpWorkshop({ modules: [BookingModule], entities: machineEntities });
  await workshop.database.query('update workshop set member_sessions_max = 100');
  calls = new BookingCalls(workshop);
  ({ noon } = calls);
  staff = await workshop.person('staff');
  anna = await workshop.person('member');
  piotr = await workshop.person('member');
});
afterAll(async () => await workshop.stop());

const machine = async (): Promise<string> => await addMachine(workshop.database);
const lastAudit = async (): Promise<unknown> => {
  const [entry] = await workshop.database.query(
    `select e.action, d.detail from audit_entry e join audit_detail d using (ordinal) order by ordinal desc limit 1`,
  );
  return entry;
};
const notices = async (memberId: string): Promise<unknown[]> =>
  (
    await workshop.database.query<{ kind: string }>(`select kind from notice where member_id = $1 order by id`, [
      memberId,
    ])
  ).map(({ kind }) => kind);
const versions = async (): Promise<unknown[]> =>
  await workshop.database.query(`select id, version from machine union all select id, version from member order by id`);

describe('one booking', () => {
  it('is told with its version as ETag', async () => {
    const { id } = await calls.booked(anna, await machine());
    const { status, headers, body } = await calls.call(anna, 'GET', `/bookings/${id}`);
    expect([status, headers['etag'], body.id, body.version]).toEqual([200, '"1"', id, 1]);
  });

  it('is nobody’s business but of its member and of those who run the place', async () => {
    const { id } = await calls.booked(anna, await machine(), { note: 'Szuflady' });
    expect((await calls.call(piotr, 'GET', `/bookings/${id}`)).status).toBe(404);
    expect((await calls.call(staff, 'GET', `/bookings/${id}`)).body.note).toBe('Szuflady');
  });

  it('says by when to check in, where a gate can tell', async () => {
    const [guarded, free] = [await machine(), await machine()];
    await addGate(workshop.database, { machineId: guarded });
    await calls.setting('check-in', { graceMinutes: 7 }, guarded);
    expect((await calls.booked(anna, guarded)).checkInBy).toBe(iso(noon + 7 * minute));
    expect((await calls.booked(anna, free)).checkInBy).toBeNull();
    await calls.setting('check-in', { watched: false }, guarded);
    const { body } = await calls.call(anna, 'GET', `/bookings?machine=${guarded}`);
    expect(body.items[0].checkInBy).toBeNull();
  });
});

describe('a change', () => {
  it.each([
    ['moves', { from: 2, to: 3 }],
    ['makes longer', { to: 3 }],
    ['makes shorter', { to: 0.5 }],
    ['extends to before and after', { from: -1, to: 2 }],
  ])('%s', async (_name, { from, to }: { from?: number; to?: number }) => {
    const booking = await calls.booked(anna, await machine());
    const wanted = {
      ...(from !== undefined && { from: iso(noon + from * hour) }),
      ...(to !== undefined && { to: iso(noon + to * hour) }),
    };
    const { status, headers, body } = await calls.change(anna, booking, wanted);
    expect([status, headers['etag']]).toEqual([200, '"2"']);
    expect(body).toEqual({ ...booking, ...wanted, version: 2 });
  });

  it('goes to another machine, and frees the first', async () => {
    const [one, other] = [await machine(), await machine()];
    const booking = await calls.booked(anna, one);
    expect((await calls.change(anna, booking, { machineId: other })).body.machineId).toBe(other);
    expect((await calls.book(piotr, one)).status).toBe(201);
    expect((await calls.book(piotr, other)).status).toBe(409);
  });

  it('of the note alone keeps the time', async () => {
    const booking = await calls.booked(anna, await machine(), { note: 'Szuflady' });
    const changed = await calls.change(anna, booking, { note: 'Blat' });
    expect(changed.body).toEqual({ ...booking, note: 'Blat', version: 2 });
    expect((await calls.change(anna, changed.body, { note: null })).body.note).toBeNull();
  });

  it('into somebody else’s time is answered with the nearest free ones, and changes nothing', async () => {
    const machineId = await machine();
    const booking = await calls.booked(anna, machineId);
    await calls.booked(piotr, machineId, { from: iso(noon + hour), to: iso(noon + 2 * hour) });
    const before = [await calls.rows(), await versions()];
    const answer = await calls.change(anna, booking, { to: iso(noon + 1.5 * hour) });
    expect([answer.status, answer.body.code, answer.body.alternatives.length]).toEqual([409, 'slot-taken', 3]);
    expect(answer.body.alternatives[0]).toEqual({ from: iso(noon - 0.5 * hour), to: iso(noon + hour) });
    expect([await calls.rows(), await versions()]).toEqual(before);
  });

  it('asks the rules again', async () => {
    const machineId = await machine();
    const booking = await calls.booked(anna, machineId);
    await addClosure(workshop.database, noon + 40 * day, noon + 41 * day);
    const answer = await calls.change(anna, booking, { from: iso(noon + 40 * day), to: iso(noon + 40 * day + hour) });
    expect([answer.status, codes(answer)]).toEqual([422, ['closed']]);
  });

  it('of a booking in use moves its end alone', async () => {
    const [machineId, other] = [await machine(), await machine()];
    const now = workshop.clock.wallMs();
    const times = { from: now - hour, to: now + hour };
    const id = await addBooking(workshop.database, { machineId, memberId: anna.id, ...times, state: 'in_use' });
    const booking = { id, version: 1 };
    expect(faults(await calls.change(anna, booking, { from: iso(now + minute) }))).toEqual(['from']);
    expect(faults(await calls.change(anna, booking, { machineId: other }))).toEqual(['machineId']);
    const { body } = await calls.change(anna, booking, { to: iso(now + 2 * hour) });
    expect([body.state, body.to]).toEqual(['in_use', iso(now + 2 * hour)]);
  });

  it('by staff is told to the member, and recorded', async () => {
    const booking = await calls.booked(anna, await machine());
    await calls.change(staff, booking, { to: iso(noon + 2 * hour) });
    expect(await lastAudit()).toMatchObject({ action: 'booking-changed', detail: { bookingId: booking.id } });
    expect((await notices(anna.id)).at(-1)).toBe('booking-moved-by-staff');
  });
});

describe('bad input', () => {
  const nobody = '018f0000-0000-7000-8000-000000000000';
  const year9999 = iso(Date.UTC(9999, 0, 1));
  /** Of a booking of Anna's: who changes it how, and what is answered. */
  const cases: readonly [string, () => Promise<Answer>, number, string][] = [
    ['inverted', async () => await patch({ from: iso(noon + hour), to: iso(noon) }), 422, 'to'],
    ['of no length', async () => await patch({ from: iso(noon), to: iso(noon) }), 422, 'to'],
    ['into the year 9999', async () => await patch({ to: year9999 }), 422, 'to'],
    ['longer than a year', async () => await patch({ to: iso(noon + 367 * day) }), 422, 'to'],
    ['far into the past', async () => await patch({ from: iso(0), to: iso(hour) }), 422, 'to'],
    ['no time at all', async () => await patch({ from: 'jutro' }), 422, 'from'],
    ['to an unknown machine', async () => await patch({ machineId: nobody }), 422, 'machineId'],
    ['with an unknown field', async () => await patch({ state: 'done' }), 422, ''],
    ['of an unknown booking', async () => await calls.change(anna, { id: nobody, version: 1 }, {}), 404, 'not-found'],
    ['of somebody else’s booking', async () => await patch({ to: iso(noon + 2 * hour) }, piotr), 404, 'not-found'],
    ['of an old version', async () => await patch({ to: iso(noon + 2 * hour) }, anna, '"7"'), 412, 'stale-version'],
    ['of no version of ours', async () => await patch({}, anna, 'seven'), 412, 'stale-version'],
    ['without a version', async () => await patch({}, anna, undefined), 428, 'if-match-required'],
    ['with an override by a member', async () => await patch({ override: { reason: 'bo tak' } }), 403, 'not-allowed'],
    ['handed to nobody', async () => await handOver({}), 422, 'email'],
    ['handed to two', async () => await handOver({ memberId: piotr.id, email: piotr.email }), 422, 'email'],
    [
      'handed to an unknown address by staff',
      async () => await handOver({ email: 'nikt@brama.example' }, staff),
      422,
      'email',
    ],
    ['handed to oneself', async () => await handOver({ email: anna.email }), 422, 'email'],
    ['handed over by id by a member', async () => await handOver({ memberId: piotr.id }), 403, 'not-allowed'],
    ['handed to an unknown member', async () => await handOver({ memberId: nobody }, staff), 422, 'memberId'],
    ['approved without being held', async () => await calls.post(staff, booking.id, 'approve'), 409, 'conflict'],
    ['restored without being cancelled', async () => await calls.post(anna, booking.id, 'restore'), 409, 'conflict'],
    ['finished before it begins', async () => await calls.post(anna, booking.id, 'finish'), 409, 'conflict'],
    ['cancelled in an old version', async () => await remove('"9"'), 412, 'stale-version'],
    ['made for both a machine and a group', async () => await make({ machineGroupId: nobody }), 422, 'machineId'],
    ['made for neither', async () => await make({ machineId: undefined }), 422, 'machineId'],
    [
      'made in an unknown group',
      async () => await make({ machineId: undefined, machineGroupId: nobody }),
      422,
      'machineGroupId',
    ],
    ['made for somebody else', async () => await make({ memberId: piotr.id }), 403, 'not-allowed'],
    [
      'made with an override by a member',
      async () => await make({ override: { reason: 'bo tak' } }),
      403,
      'not-allowed',
    ],
    [
      'with an override without a reason',
      async () => await make({ override: { reason: ' ' } }),
      422,
      'override.reason',
    ],
    ['with a note that is too long', async () => await make({ note: 'x'.repeat(501) }), 422, 'note'],
  ];
  let booking: { id: string; version: number; machineId: string };
  const patch = async (change: object, as = anna, ifMatch: string | undefined = '"1"'): Promise<Answer> =>
    await calls.call(as, 'PATCH', `/bookings/${booking.id}`, change, ifMatch);
  const remove = async (ifMatch: string): Promise<Answer> =>
    await calls.call(anna, 'DELETE', `/bookings/${booking.id}`, undefined, ifMatch);
  const handOver = async (to: object, as = anna): Promise<Answer> => await calls.post(as, booking.id, 'hand-over', to);
  const make = async (change: Record<string, unknown>): Promise<Answer> =>
    await calls.book(anna, booking.machineId, { from: iso(noon + 5 * hour), to: iso(noon + 6 * hour), ...change });

  beforeAll(async () => {
    booking = await calls.booked(anna, await machine());
  });

  it.each(cases)('%s', async (name, send, status, names) => {
    const before = [await calls.rows(), await versions()];
    const answer =
      name === 'without a version' ? await calls.call(anna, 'PATCH', `/bookings/${booking.id}`, {}) : await send();
    expect([answer.status, faults(answer)[0] ?? answer.body.code]).toEqual([status, names]);
    for (const { text } of [answer.body, ...(answer.body.fields ?? [])]) {
      expect(text).toEqual({ pl: expect.stringMatching(/\S/), en: expect.stringMatching(/\S/) });
    }
    expect([await calls.rows(), await versions()]).toEqual(before);
  });

  it('off the step of a machine is a refusal', async () => {
    const machineId = await machine();
    await calls.setting('off-step', { minutes: 15 }, machineId);
    const answer = await calls.book(anna, machineId, { from: iso(noon + minute) });
    expect([answer.status, codes(answer)]).toEqual([422, ['off-step']]);
  });
});

describe('a cancellation', () => {
  const cancel = async (as: Person, id: string): Promise<number> =>
    (await calls.call(as, 'DELETE', `/bookings/${id}`)).status;

  it('can be taken back for a moment, by whoever made it', async () => {
    const booking = await calls.booked(anna, await machine());
    expect(await cancel(anna, booking.id)).toBe(204);
    expect((await calls.post(staff, booking.id, 'restore')).status).toBe(409);
    expect((await calls.post(anna, booking.id, 'restore')).body).toEqual({ ...booking, version: 3 });
    expect(await calls.row(booking.id)).toMatchObject({ ended_at: null, ended_by: null, end_reason: null });
  });

  it('cannot be taken back later', async () => {
    const { id } = await calls.booked(anna, await machine());
    await cancel(anna, id);
    workshop.clock.forward(15_001);
    const answer = await calls.post(anna, id, 'restore');
    expect([answer.status, answer.body.code]).toEqual([409, 'undo-too-late']);
  });

  it('cannot be taken back when somebody has the time by now', async () => {
    const machineId = await machine();
    const { id } = await calls.booked(anna, machineId);
    await cancel(anna, id);
    await calls.booked(piotr, machineId);
    const answer = await calls.post(anna, id, 'restore');
    expect([answer.status, answer.body.code, answer.body.alternatives.length]).toEqual([409, 'slot-taken', 3]);
  });

  it('cannot be taken back past a limit', async () => {
    const machineId = await machine();
    await calls.setting('open-limit', { bookings: 1 }, machineId);
    const { id } = await calls.booked(anna, machineId);
    await cancel(anna, id);
    await calls.booked(anna, machineId, { from: iso(noon + hour), to: iso(noon + 2 * hour) });
    expect(codes(await calls.post(anna, id, 'restore'))).toEqual(['open-limit']);
  });

  it('keeps when, by whom and what was planned', async () => {
    const { id } = await calls.booked(anna, await machine());
    await cancel(staff, id);
    const row = await calls.row(id);
    expect(row).toMatchObject({ state: 'cancelled', end_reason: 'cancelled', ended_by: staff.id, version: 2 });
    expect((await notices(anna.id)).at(-1)).toBe('booking-cancelled-by-staff');
  });
});

describe('finishing', () => {
  it('frees the rest', async () => {
    const machineId = await machine();
    const now = workshop.clock.wallMs();
    const times = { from: now - hour, to: now + hour };
    const id = await addBooking(workshop.database, { machineId, memberId: anna.id, ...times, state: 'in_use' });
    const { status, body } = await calls.post(anna, id, 'finish');
    expect([status, body.state, body.endReason]).toEqual([200, 'done', 'finished-early']);
    expect(Date.parse(body.to)).toBeLessThan(now + minute);
    expect(await calls.row(id)).toMatchObject({ planned_to: new Date(Math.floor(times.to)) });
    expect((await calls.book(piotr, machineId, { from: iso(now + minute), to: iso(now + hour) })).status).toBe(201);
  });

  it('needs the machine to be off', async () => {
    const machineId = await machine();
    const gateId = await addGate(workshop.database, { machineId });
    const now = workshop.clock.wallMs();
    const times = { from: now - hour, to: now + hour };
    const id = await addBooking(workshop.database, { machineId, memberId: anna.id, ...times, state: 'in_use' });
    await workshop.database.query(
      `insert into session (id, machine_id, gate_id, member_id, booking_id, boot, state, opened_at, tap_up_ms, lease_seq, lease_sent_at)
       values (gen_random_uuid(), $1, $2, $3, $4, 1, 'running', $5, 1, 1, $5)`,
      [machineId, gateId, anna.id, id, new Date(now)],
    );
    for (const [what, body] of [
      ['finish', undefined],
      ['hand-over', { email: piotr.email }],
    ] as const) {
      const answer = await calls.post(anna, id, what, body);
      expect([answer.status, answer.body.code]).toEqual([409, 'machine-still-on']);
    }
  });
});

describe('time that is held for somebody who waited', () => {
  const offered = async (): Promise<{ id: string; version: number }> => {
    const machineId = await machine();
    const { id } = await calls.booked(anna, machineId);
    await workshop.database.query(
      `update booking set state = 'held', held_for = 'claim', expires_at = lower(during) where id = $1`,
      [id],
    );
    return { id, version: 1 };
  };

  it.each([
    ['changed', async (id: string) => await calls.change(anna, { id, version: 1 }, { to: iso(noon + 2 * hour) })],
    ['cancelled', async (id: string) => await calls.call(anna, 'DELETE', `/bookings/${id}`)],
    ['handed over', async (id: string) => await calls.post(anna, id, 'hand-over', { email: piotr.email })],
  ])('is not %s, but claimed or left', async (_name, send) => {
    const { id } = await offered();
    const answer = await send(id);
    expect([answer.status, answer.body.code]).toEqual([409, 'claim-or-leave']);
    expect(await calls.row(id)).toMatchObject({ state: 'held', version: 1 });
  });
});

describe('an override', () => {
  it('is what staff set aside, with the reason, for the member and for those who run the place', async () => {
    const machineId = await machine();
    await addClosure(workshop.database, noon + 50 * day, noon + 51 * day);
    const times = { from: iso(noon + 50 * day), to: iso(noon + 50 * day + hour) };
    const wish = { ...times, memberId: anna.id, override: { reason: 'Warsztaty' } };
    const booking = await calls.booked(staff, machineId, wish);
    expect(booking).toMatchObject({ overrides: ['closed'], overrideReason: 'Warsztaty' });
    expect(await lastAudit()).toMatchObject({
      action: 'booking-made',
      detail: { overrides: ['closed'], reason: 'Warsztaty' },
    });
    expect((await notices(anna.id)).at(-1)).toBe('booking-made-by-staff');
    const shorter = await calls.change(anna, booking, { to: iso(noon + 50 * day + 0.5 * hour) });
    expect(shorter.body).toMatchObject({ overrides: ['closed'], overrideReason: 'Warsztaty' });
    expect(codes(await calls.change(anna, shorter.body, { to: times.to }))).toEqual(['closed']);
    const { body } = await calls.call(piotr, 'GET', `/bookings?machine=${machineId}`);
    expect(body.items[0]).toMatchObject({ memberId: null, overrides: [], overrideReason: null });
  });

  it('sets nothing aside that nobody may', async () => {
    const member = await workshop.person('member');
    await workshop.database.query(`update member set suspended_at = $2 where id = $1`, [
      member.id,
      new Date(noon - day),
    ]);
    const wish = { memberId: member.id, override: { reason: 'Wyjątek' } };
    expect(codes(await calls.book(staff, await machine(), wish))).toEqual(['member-suspended']);
  });
});
