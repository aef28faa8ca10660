import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BookingModule } from '../../src/modules/booking/index.js';
import { machineEntities } from '../../src/modules/machines/index.js';
import { addBooking, addCertificate, addClosure, addCompetency, addMachine, addMember } from '../support/builders.js';
import { type Answer, type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

let workshop: HttpWorkshop;
let staff: Person;
let anna: Person;
let piotr: Person;
const changed: string[] = [];
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Noon in two days, so that offers before and after are free. */
let noon: number;

beforeAll(async () => {
  workshop = await startHttpWorkshop({ modules: [BookingModule], entities: machineEntities });
  // Each test has a machine of its own, and all are booked for the same noon.
  await workshop.database.query('update workshop set member_sessions_max = 100');
  workshop.events.on('machine-changed', ({ machineId }) => void changed.push(machineId));
  staff = await workshop.person('staff');
  anna = await workshop.person('member');
  piotr = await workshop.person('member');
  noon = Math.floor(workshop.clock.wallMs() / day) * day + 2 * day + 12 * hour;
});
afterAll(async () => await workshop.stop());

const iso = (ms: number): string => new Date(ms).toISOString();
const book = async (as: Person, machineId: string, from = noon, to = from + hour, memberId?: string): Promise<Answer> =>
  await workshop.call('POST', '/api/v1/bookings', { as, body: { machineId, from: iso(from), to: iso(to), memberId } });
const cancel = async (as: Person, id: string): Promise<number> =>
  (await workshop.call('DELETE', `/api/v1/bookings/${id}`, { as })).status;
const versionOf = async (machineId: string): Promise<number> => {
  const [row] = await workshop.database.query<{ version: number }>(`select version from machine where id = $1`, [
    machineId,
  ]);
  return row!.version;
};
const codes = (answer: Answer): string[] => answer.body.refusals.map(({ code }: { code: string }) => code);

describe('a booking', () => {
  it('is answered whole, told, and raises the version of the machine', async () => {
    const machineId = await addMachine(workshop.database);
    const before = await versionOf(machineId);
    const answer = await book(anna, machineId);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      machineId,
      memberId: anna.id,
      from: iso(noon),
      to: iso(noon + hour),
      state: 'confirmed',
    });
    expect(changed).toContain(machineId);
    expect(await versionOf(machineId)).toBe(before + 1);
  });

  it('may touch another one, but not overlap it', async () => {
    const machineId = await addMachine(workshop.database);
    expect((await book(anna, machineId)).status).toBe(201);
    expect((await book(piotr, machineId, noon + hour)).status).toBe(201);
    expect((await book(piotr, machineId, noon - hour)).status).toBe(201);
    expect((await book(piotr, machineId, noon + hour - 1, noon + hour)).status).toBe(409);
  });

  it('of a time that is taken is answered with the three nearest that are free', async () => {
    const machineId = await addMachine(workshop.database);
    const at = (offset: number): number => noon + 7 * day + offset * hour;
    await addBooking(workshop.database, { machineId, memberId: anna.id, from: at(0), to: at(2) });
    await addClosure(workshop.database, at(3), at(4));
    const answer = await book(piotr, machineId, at(1), at(2));
    expect([answer.status, answer.body.code]).toEqual([409, 'slot-taken']);
    const slot = (offset: number) => ({ from: iso(at(offset)), to: iso(at(offset + 1)) });
    expect(answer.body.alternatives).toEqual([slot(2), slot(-1), slot(-2)]);
    for (const { from } of answer.body.alternatives) {
      expect((await book(piotr, machineId, Date.parse(from))).status).toBe(201);
    }
  });

  it('of somebody else is made by staff, and recorded', async () => {
    const machineId = await addMachine(workshop.database);
    expect((await book(anna, machineId, noon, noon + hour, piotr.id)).status).toBe(403);
    const answer = await book(staff, machineId, noon, noon + hour, piotr.id);
    expect([answer.status, answer.body.memberId]).toEqual([201, piotr.id]);
    const [entry] = await workshop.database.query(`select action from audit_entry order by ordinal desc limit 1`);
    expect(entry).toEqual({ action: 'booking-made' });
  });

  it('is refused with all reasons, in both languages', async () => {
    const competencyId = await addCompetency(workshop.database, { pl: 'Laser', en: 'Laser cutter' });
    const machineId = await addMachine(workshop.database, { competencyIds: [competencyId] });
    const memberId = await addMember(workshop.database, { suspendedAt: noon, membershipUntil: noon });
    await addClosure(workshop.database, noon + 20 * day, noon + 21 * day);
    const answer = await book(staff, machineId, noon + 20 * day, noon + 200 * day, memberId);
    expect([answer.status, answer.body.code]).toEqual([422, 'refused']);
    expect(codes(answer)).toEqual([
      'member-suspended',
      'membership-expired',
      'not-certified',
      'beyond-horizon',
      'closed',
    ]);
    expect(answer.body.refusals[2]).toMatchObject({
      text: { pl: 'Najpierw szkolenie: Laser', en: 'Training needed first: Laser cutter' },
      override: 'nobody',
    });
  });

  it('asks for a certificate that lasts to its end', async () => {
    const competencyId = await addCompetency(workshop.database);
    const machineId = await addMachine(workshop.database, { competencyIds: [competencyId] });
    await addCertificate(workshop.database, { memberId: anna.id, competencyId, validUntil: noon + hour });
    expect(codes(await book(anna, machineId, noon, noon + hour + 1))).toEqual(['certificate-expired']);
    expect((await book(anna, machineId)).status).toBe(201);
  });

  it('may start now, also at a machine that is out of order', async () => {
    const machineId = await addMachine(workshop.database, { outOfOrderAt: noon - 9 * day });
    const now = workshop.clock.wallMs();
    expect(codes(await book(anna, machineId, now - hour))).toEqual(['in-the-past']);
    expect((await book(anna, machineId, now - minute, now + hour)).status).toBe(201);
  });

  it.each([
    ['inverted', () => [noon, noon - hour], 'to'],
    ['of no length', () => [noon, noon], 'to'],
    ['into the year 9999', () => [noon, Date.UTC(9999, 0, 1)], 'to'],
  ] as const)('is not %s', async (_name, times, field) => {
    const [from, to] = times();
    const answer = await book(anna, await addMachine(workshop.database), from, to);
    expect([answer.status, answer.body.code, answer.body.fields[0].field]).toEqual([422, 'invalid-input', field]);
  });

  it('names a machine and a member that exist', async () => {
    const nobody = '018f0000-0000-7000-8000-000000000000';
    expect((await book(anna, nobody)).body.fields[0].field).toBe('machineId');
    const machineId = await addMachine(workshop.database);
    expect((await book(staff, machineId, noon, noon + hour, nobody)).body.fields[0].field).toBe('memberId');
  });

  it('takes the time of a hold that nobody claimed in time, and of no other', async () => {
    const machineId = await addMachine(workshop.database);
    const now = workshop.clock.wallMs();
    const held = { machineId, memberId: anna.id, state: 'held' as const };
    const overdue = await addBooking(workshop.database, { ...held, from: noon, expiresAt: now - 1 });
    await addBooking(workshop.database, { ...held, from: noon + hour, expiresAt: now + hour });
    expect((await book(piotr, machineId, noon)).status).toBe(201);
    expect((await book(piotr, machineId, noon + hour)).status).toBe(409);
    const [row] = await workshop.database.query(`select state from booking where id = $1`, [overdue]);
    expect(row).toEqual({ state: 'released' });
  });
});

describe('the list of bookings', () => {
  it('tells members when, and staff who', async () => {
    const machineId = await addMachine(workshop.database);
    await book(anna, machineId, noon);
    await book(piotr, machineId, noon + hour);
    const who = async (as: Person): Promise<unknown[]> => {
      const { body } = await workshop.call('GET', `/api/v1/bookings?machine=${machineId}`, { as });
      return body.items.map(({ memberId }: { memberId: string | null }) => memberId);
    };
    expect(await who(anna)).toEqual([anna.id, null]);
    expect(await who(staff)).toEqual([anna.id, piotr.id]);
    const others = await workshop.call('GET', `/api/v1/bookings?member=${piotr.id}`, { as: anna });
    expect(others.status).toBe(403);
  });

  it('is cut to the time that is asked for, page by page', async () => {
    const machineId = await addMachine(workshop.database);
    for (const offset of [0, 1, 2, 3]) await book(anna, machineId, noon + offset * hour);
    const path = `/api/v1/bookings?machine=${machineId}&from=${iso(noon + hour)}&to=${iso(noon + 3 * hour)}&limit=1`;
    const first = await workshop.call('GET', path, { as: anna });
    const second = await workshop.call('GET', `${path}&after=${first.body.next}`, { as: anna });
    const froms = [first, second].flatMap(({ body }) => body.items.map(({ from }: { from: string }) => from));
    expect(froms).toEqual([iso(noon + hour), iso(noon + 2 * hour)]);
    expect(second.body.next).toBeNull();
  });
});

describe('a cancellation', () => {
  it('frees the time, raises the version, and is made once', async () => {
    const machineId = await addMachine(workshop.database);
    const { body } = await book(anna, machineId);
    const before = await versionOf(machineId);
    changed.length = 0;
    expect(await cancel(anna, body.id)).toBe(204);
    expect(await versionOf(machineId)).toBe(before + 1);
    expect(changed).toEqual([machineId]);
    expect(await cancel(anna, body.id)).toBe(409);
    expect((await book(piotr, machineId)).status).toBe(201);
  });

  it('of somebody else’s is for staff; to members it does not exist', async () => {
    const machineId = await addMachine(workshop.database);
    const { body } = await book(anna, machineId);
    expect(await cancel(piotr, body.id)).toBe(404);
    expect(await cancel(staff, body.id)).toBe(204);
    expect(await cancel(staff, '018f0000-0000-7000-8000-000000000000')).toBe(404);
  });

  it('comes too late for what is over', async () => {
    const machineId = await addMachine(workshop.database);
    const from = workshop.clock.wallMs() - 2 * hour;
    const id = await addBooking(workshop.database, { machineId, memberId: anna.id, from });
    expect(await cancel(anna, id)).toBe(409);
  });
});

describe('availability', () => {
  it('is what bookings and closures leave, and says nothing about who', async () => {
    const machineId = await addMachine(workshop.database);
    await book(anna, machineId, noon + 30 * day, noon + 30 * day + hour);
    await addClosure(workshop.database, noon + 30 * day + 2 * hour, noon + 30 * day + 9 * hour);
    const at = (offset: number): string => iso(noon + 30 * day + offset * hour);
    const { body } = await workshop.call(
      'GET',
      `/api/v1/machines/${machineId}/availability?from=${at(-1)}&to=${at(4)}`,
      { as: piotr },
    );
    expect(body).toEqual({
      machineId,
      from: at(-1),
      to: at(4),
      free: [
        { from: at(-1), to: at(0) },
        { from: at(1), to: at(2) },
      ],
      busy: [
        { from: at(0), to: at(1) },
        { from: at(2), to: at(4) },
      ],
    });
  });

  it('is of a machine that exists', async () => {
    const path = '/api/v1/machines/018f0000-0000-7000-8000-000000000000/availability';
    expect((await workshop.call('GET', path, { as: anna })).status).toBe(404);
  });
});
