import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appModule, entities } from '../../src/app.module.js';
import { addBooking, addMachine } from '../support/builders.js';
import { type Answer, type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

const hour = 60 * 60_000;
const nobody = '018f0000-0000-7000-8000-000000000000';
let workshop: HttpWorkshop;
let staff: Person;
let ewa: Person;
let anna: Person;
let begin: number;
beforeAll(async () => {
  workshop = await startHttpWorkshop({ build: appModule, entities });
  begin = workshop.clock.wallMs();
  staff = await workshop.person('staff');
  ewa = await workshop.person('instructor');
  anna = await workshop.person('member');
});
afterAll(async () => await workshop.stop());

const call = async (as: Person, method: string, path: string, body?: unknown): Promise<Answer> =>
  await workshop.call(method, `/api/v1${path}`, { as, ...(body === undefined ? {} : { body }) });
const planned = (from: number, to: number, more: object = {}) => ({
  from: new Date(begin + from * hour).toISOString(),
  to: new Date(begin + to * hour).toISOString(),
  ...more,
});
const version = async (id: string): Promise<number> => {
  const [row] = await workshop.database.query<{ version: number }>(`select version from machine where id = $1`, [id]);
  return row!.version;
};
const needsSupervisor = async (machineId: string): Promise<void> => {
  await workshop.database.query(
    `insert into booking_setting (id, rule, machine_id, settings, changed_at)
     values (gen_random_uuid(), 'supervisor-required', $1, '{"needed": true}', $2)`,
    [machineId, new Date(0)],
  );
};

describe('a supervisor', () => {
  it('books in for one machine or for all, and everybody may know', async () => {
    const [machineId, other] = [await addMachine(workshop.database), await addMachine(workshop.database)];
    const before = [await version(machineId), await version(other)];
    const one = await call(ewa, 'POST', '/supervisions', planned(1, 5, { machineId }));
    expect([one.status, one.body]).toMatchObject([201, { memberId: ewa.id, machineId, memberName: 'Anna Próbna' }]);
    expect([await version(machineId), await version(other)]).toEqual([before[0]! + 1, before[1]]);
    const all = await call(staff, 'POST', '/supervisions', planned(2, 3));
    expect([all.status, all.body]).toMatchObject([201, { memberId: staff.id, machineId: null }]);
    expect([await version(machineId), await version(other)]).toEqual([before[0]! + 2, before[1]! + 1]);
    const listed = async (query: string): Promise<string[]> =>
      (await call(anna, 'GET', `/supervisions${query}`)).body.items.map(({ id }: { id: string }) => id);
    expect(await listed(`?machine=${machineId}`)).toEqual([one.body.id, all.body.id]);
    expect(await listed(`?machine=${other}`)).toEqual([all.body.id]);
    expect(await listed(`?from=${planned(3, 4).from}`)).toEqual([one.body.id]);
  });

  it('may be booked in by staff, who then answer for it', async () => {
    const { status, body } = await call(staff, 'POST', '/supervisions', planned(1, 2, { memberId: ewa.id }));
    expect([status, body.memberId]).toEqual([201, ewa.id]);
    const admin = await workshop.person('admin');
    const chain = await call(admin, 'GET', '/audit?limit=1');
    expect(chain.body.items[0]).toMatchObject({ action: 'supervision-planned', actorId: staff.id });
  });

  it.each([
    ['a member', () => anna, () => planned(1, 2), [403, undefined]],
    ['an instructor for another', () => ewa, () => planned(1, 2, { memberId: staff.id }), [403, undefined]],
    ['staff for a member', () => staff, () => planned(1, 2, { memberId: anna.id }), [422, 'memberId']],
    ['staff for nobody', () => staff, () => planned(1, 2, { memberId: nobody }), [422, 'memberId']],
    ['for no machine', () => ewa, () => planned(1, 2, { machineId: nobody }), [422, 'machineId']],
    ['backwards', () => ewa, () => planned(2, 1), [422, 'to']],
    ['too late', () => ewa, () => planned(-2, -1), [422, 'to']],
  ] as const)('is not booked in: %s', async (_name, who, body, expected) => {
    const answer = await call(who(), 'POST', '/supervisions', body());
    expect([answer.status, answer.body.fields?.[0]?.field]).toEqual(expected);
  });

  it('is taken away by whoever it is, or by staff', async () => {
    const { body } = await call(ewa, 'POST', '/supervisions', planned(1, 2));
    const another = await workshop.person('instructor');
    expect((await call(another, 'DELETE', `/supervisions/${body.id}`)).status).toBe(403);
    expect((await call(anna, 'DELETE', `/supervisions/${body.id}`)).status).toBe(403);
    expect((await call(ewa, 'DELETE', `/supervisions/${body.id}`)).status).toBe(204);
    expect((await call(staff, 'DELETE', `/supervisions/${body.id}`)).status).toBe(404);
  });
});

it('nobody is supervised by who may not any more', async () => {
  const machineId = await addMachine(workshop.database);
  await needsSupervisor(machineId);
  const gone = await workshop.person('instructor');
  await call(gone, 'POST', '/supervisions', planned(200, 210, { machineId }));
  await call(gone, 'POST', '/supervisions', planned(220, 230, { machineId }));
  const book = async (from: number): Promise<Answer> =>
    await call(anna, 'POST', '/bookings', { machineId, from: planned(from, 0).from, to: planned(from + 1, 0).from });
  expect((await book(201)).status).toBe(201);
  expect((await book(209.5)).body.refusals).toMatchObject([{ code: 'supervisor-required', override: 'staff' }]);
  await call(staff, 'POST', `/members/${gone.id}/suspend`, { reason: 'Przerwa' });
  expect((await call(anna, 'GET', '/notices')).body.items).toMatchObject([{ kind: 'supervision-gone' }]);
  expect((await book(203)).body.refusals).toMatchObject([{ code: 'supervisor-required' }]);
  const listed = await call(anna, 'GET', `/supervisions?machine=${machineId}&from=${planned(200, 210).from}`);
  expect(listed.body.items).toEqual([]);
  await call(staff, 'POST', `/members/${gone.id}/reinstate`);
  expect((await book(203)).body.refusals).toMatchObject([{ code: 'supervisor-required' }]);
});

it('members are told when the supervisor that their booking needs is gone, and only then', async () => {
  const [needed, free] = [await addMachine(workshop.database), await addMachine(workshop.database)];
  await needsSupervisor(needed);
  const jan = await workshop.person('member');
  const book = async (machineId: string, from: number): Promise<string> =>
    await addBooking(workshop.database, { machineId, memberId: jan.id, from: begin + from * hour });
  const left = await book(needed, 102);
  await book(free, 102);
  await book(needed, 104);
  await book(needed, 108);
  const { body: all } = await call(ewa, 'POST', '/supervisions', planned(100, 106));
  await call(staff, 'POST', '/supervisions', planned(104, 106, { machineId: needed }));
  const told = async (): Promise<unknown[]> => (await call(jan, 'GET', '/notices')).body.items;
  expect(await told()).toEqual([]);
  await call(ewa, 'DELETE', `/supervisions/${all.id}`);
  expect(await told()).toMatchObject([{ kind: 'supervision-gone', subject: { kind: 'booking', id: left } }]);
});
