import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BookingModule } from '../../src/modules/booking/index.js';
import { machineEntities } from '../../src/modules/machines/index.js';
import { BookingCalls, codes, day, faults, hour, iso, minute } from '../support/booking-calls.js';
import { addBooking, addMachine, both } from '../support/builders.js';
import { type Answer, type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

let workshop: HttpWorkshop;
let calls: BookingCalls;
let anna: Person;
let piotr: Person;
let noon: number;

beforeAll(async () => {
  workshop = await startHttpWorkshop({ modules: [BookingModule], entities: machineEntities });
  await workshop.database.query('update workshop set member_sessions_max = 100');
  calls = new BookingCalls(workshop);
  ({ noon } = calls);
  anna = await workshop.person('member');
  piotr = await workshop.person('member');
});
afterAll(async () => await workshop.stop());

const machine = async (): Promise<string> => await addMachine(workshop.database);
const outage = async (machineId: string, from: number, to: number): Promise<void> => {
  await workshop.database.query(
    `insert into outage (id, machine_id, during, reason, created_at)
     values (gen_random_uuid(), $1, tstzrange($2, $3), $4, to_timestamp(0))`,
    [machineId, new Date(from), new Date(to), both('Wymiana lustra')],
  );
};
const openDaily = (from: string, to: string): object => ({
  hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((name) => [name, [{ from, to }]])),
});
const at = (hours: number): string => iso(noon + hours * hour);

describe('alternatives far from the wish', () => {
  it('are found behind nights, and behind a week in which the member has used up all', async () => {
    const machineId = await machine();
    await calls.setting('outside-opening-hours', openDaily('08:00', '20:00'), machineId);
    await calls.setting('week-limit', { bookings: 1 }, machineId);
    const monday = Math.ceil((noon - 4 * day - 12 * hour) / (7 * day)) * 7 * day + 4 * day + 7 * day;
    const member = await workshop.person('member');
    for (const week of [0, 1])
      await addBooking(workshop.database, {
        machineId,
        memberId: member.id,
        from: monday + (7 * week + 4) * day + 9 * hour,
      });
    const from = monday + 9 * hour;
    await addBooking(workshop.database, { machineId, memberId: piotr.id, from });
    const query = `machine=${machineId}&from=${iso(from)}&to=${iso(from + hour)}`;
    const { body } = await calls.call(member, 'GET', `/bookings/preview?${query}`);
    expect(codes({ body } as Answer)).toEqual(['week-limit']);
    expect(body.alternatives).toHaveLength(3);
    const weeks = new Set(
      body.alternatives.map((slot: { from: string }) => Math.floor((Date.parse(slot.from) - monday) / (7 * day))),
    );
    expect([...weeks].filter((week) => week === 0 || week === 1)).toEqual([]);
  });
});

describe('free times', () => {
  const free = async (as: Person, machineId: string, query: string): Promise<Answer> =>
    await calls.call(as, 'GET', `/machines/${machineId}/free-times?${query}`);

  it('are those that may be booked, from the first start to the last end', async () => {
    const machineId = await machine();
    await calls.booked(piotr, machineId);
    await outage(machineId, noon + 3 * hour, noon + 4 * hour);
    const { body } = await free(anna, machineId, `minutes=60&from=${at(-2)}&to=${at(6)}`);
    expect(body).toEqual({
      machineId,
      minutes: 60,
      items: [
        { from: at(-2), to: at(0) },
        { from: at(1), to: at(3) },
        { from: at(4), to: at(6) },
      ],
    });
    expect((await free(anna, machineId, `minutes=150&from=${at(-2)}&to=${at(6)}`)).body.items).toEqual([]);
  });

  it('ask the rules for the caller', async () => {
    const machineId = await machine();
    await calls.setting('minimum-notice', { minutes: 24 * 60 }, machineId);
    const now = workshop.clock.wallMs();
    const { body } = await free(anna, machineId, `minutes=30&from=${iso(now)}&to=${iso(now + 2 * day)}`);
    expect(Date.parse(body.items[0].from)).toBeGreaterThanOrEqual(now + day);
    expect(Date.parse(body.items[0].from)).toBeLessThan(now + day + 16 * minute);
    await calls.setting('too-long', { minutes: 15 }, machineId);
    expect((await free(anna, machineId, 'minutes=30')).body.items).toEqual([]);
  });

  it('are searched for so often a minute, and no more', async () => {
    const [machineId, member] = [await machine(), await workshop.person('member')];
    const ask = async (): Promise<number> =>
      (await free(member, machineId, `minutes=60&from=${at(0)}&to=${at(1)}&limit=1`)).status;
    const answers = await Promise.all(Array.from({ length: 121 }, ask));
    expect(answers.filter((status) => status === 429)).toHaveLength(1);
    const preview = `/bookings/preview?machine=${machineId}&from=${at(0)}&to=${at(1)}`;
    expect((await calls.call(member, 'GET', preview)).status).toBe(429);
    workshop.clock.forward(minute);
    expect(await ask()).toBe(200);
  });

  it('are of a machine that exists, and of a length that makes sense', async () => {
    expect((await free(anna, '018f0000-0000-7000-8000-000000000000', 'minutes=30')).status).toBe(404);
    expect(faults(await free(anna, await machine(), 'minutes=0'))).toEqual(['minutes']);
  });
});
