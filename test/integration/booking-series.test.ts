import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BookingModule } from '../../src/modules/booking/index.js';
import { machineEntities } from '../../src/modules/machines/index.js';
import { BookingCalls, codes, faults } from '../support/booking-calls.js';
import { addBooking, addMachine, addMember } from '../support/builders.js';
import { type Answer, type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

let workshop: HttpWorkshop;
let calls: BookingCalls;
let staff: Person;
let anna: Person;

/** A Monday in winter, so that both days on which clocks change lie ahead. */
const monday = Date.UTC(2027, 0, 4, 9);

beforeAll(async () => {
  workshop = await startHttpWorkshop({ modules: [BookingModule], entities: machineEntities });
  workshop.clock.forward(monday - workshop.clock.wallMs());
  await workshop.database.query('update workshop set member_sessions_max = 100');
  calls = new BookingCalls(workshop);
  await calls.setting('beyond-horizon', { days: 1000 });
  staff = await workshop.person('staff');
  anna = await workshop.person('member');
});
afterAll(async () => await workshop.stop());

const machine = async (): Promise<string> => await addMachine(workshop.database);
const tuesdays = { firstDay: '2027-02-01', until: '2027-02-28', from: '18:00', to: '20:00', weekdays: ['tue'] };
const series = async (as: Person, machineId: string, change: object = {}): Promise<Answer> =>
  await calls.call(as, 'POST', '/bookings/series', { machineId, ...tuesdays, ...change });
const occurrences = ({ body }: Answer, ...fields: string[]): unknown[] =>
  body.occurrences.map((one: Record<string, unknown>) => fields.map((field) => one[field]));
const count = async (machineId: string): Promise<number> =>
  (await workshop.database.query(`select from booking where machine_id = $1 and state = 'confirmed'`, [machineId]))
    .length;
const somebodyOn = async (machineId: string, day: string): Promise<void> => {
  const from = Date.parse(`${day}T17:30:00Z`);
  await addBooking(workshop.database, { machineId, memberId: await addMember(workshop.database), from });
};

describe('a weekly pattern', () => {
  it('is booked by the clock on the wall, each a booking of its own', async () => {
    const machineId = await machine();
    const answer = await series(anna, machineId, { note: 'Kurs' });
    expect([answer.status, answer.body.made]).toEqual([201, 4]);
    expect(occurrences(answer, 'day', 'from', 'outcome', 'clock')).toEqual(
      ['02', '09', '16', '23'].map((day) => [`2027-02-${day}`, `2027-02-${day}T17:00:00.000Z`, 'made', 'usual']),
    );
    const { bookingId } = answer.body.occurrences[1];
    const { body } = await calls.call(anna, 'GET', `/bookings/${bookingId}`);
    expect(body).toMatchObject({ seriesId: answer.body.seriesId, note: 'Kurs', state: 'confirmed', version: 1 });
  });

  it.each([
    ['2027-03-28', '01:30', '03:30', '2027-03-28T00:30:00.000Z', '2027-03-28T01:30:00.000Z', 'usual'],
    ['2027-03-28', '02:30', '04:00', '2027-03-28T01:30:00.000Z', '2027-03-28T02:00:00.000Z', 'missing'],
    ['2027-03-28', '18:00', '20:00', '2027-03-28T16:00:00.000Z', '2027-03-28T18:00:00.000Z', 'usual'],
    ['2027-10-31', '02:30', '03:30', '2027-10-31T00:30:00.000Z', '2027-10-31T02:30:00.000Z', 'twice'],
    ['2027-10-31', '18:00', '20:00', '2027-10-31T17:00:00.000Z', '2027-10-31T19:00:00.000Z', 'usual'],
  ])('on %s from %s to %s by the wall', async (day, from, to, start, end, clock) => {
    const answer = await series(anna, await machine(), { firstDay: day, until: day, from, to, weekdays: ['sun'] });
    expect(occurrences(answer, 'from', 'to', 'clock', 'outcome')).toEqual([[start, end, clock, 'made']]);
  });

  it('takes the later of two, where asked', async () => {
    const day = '2027-10-31';
    const pattern = { firstDay: day, until: day, from: '02:30', to: '03:30', weekdays: ['sun'], twice: 'later' };
    expect(occurrences(await series(anna, await machine(), pattern), 'from')).toEqual([['2027-10-31T01:30:00.000Z']]);
  });

  it('over both days on which clocks change keeps its time on the wall', async () => {
    const answer = await series(anna, await machine(), {
      firstDay: '2027-03-22',
      until: '2027-11-07',
      weekdays: ['sun'],
    });
    const hours = new Set(answer.body.occurrences.map(({ from }: { from: string }) => from.slice(11, 16)));
    expect([answer.body.made, [...hours]]).toEqual([33, ['16:00', '17:00']]);
  });
});

describe('conflicts', () => {
  it('are told with other times, and the rest is made', async () => {
    const machineId = await machine();
    await somebodyOn(machineId, '2027-02-09');
    const answer = await series(anna, machineId);
    expect(occurrences(answer, 'outcome')).toEqual([['made'], ['taken'], ['made'], ['made']]);
    const [, taken] = answer.body.occurrences;
    expect(taken.bookingId).toBeNull();
    expect(taken.alternatives.slice(0, 2)).toEqual([
      { from: '2027-02-09T15:30:00.000Z', to: '2027-02-09T17:30:00.000Z' },
      { from: '2027-02-09T18:30:00.000Z', to: '2027-02-09T20:30:00.000Z' },
    ]);
  });

  it('stop all of it, where asked', async () => {
    const machineId = await machine();
    await somebodyOn(machineId, '2027-02-09');
    const before = await calls.rows();
    const answer = await series(anna, machineId, { conflicts: 'all-or-none' });
    expect([answer.status, answer.body.seriesId, answer.body.made]).toEqual([201, null, 0]);
    expect(occurrences(answer, 'outcome')).toEqual([['possible'], ['taken'], ['possible'], ['possible']]);
    expect(await calls.rows()).toEqual(before);
  });

  it('are only told in a dry run', async () => {
    const machineId = await machine();
    const before = await calls.rows();
    const answer = await series(anna, machineId, { dryRun: true });
    expect([answer.body.seriesId, answer.body.made, new Set(occurrences(answer, 'outcome').flat())]).toEqual([
      null,
      0,
      new Set(['possible']),
    ]);
    expect(await calls.rows()).toEqual(before);
  });

  it('count those of the series that come before', async () => {
    const machineId = await machine();
    await calls.setting('open-limit', { bookings: 2 }, machineId);
    const answer = await series(anna, machineId);
    expect(occurrences(answer, 'outcome')).toEqual([['made'], ['made'], ['refused'], ['refused']]);
    expect(codes({ ...answer, body: answer.body.occurrences[2] })).toEqual(['open-limit']);
    expect(await count(machineId)).toBe(2);
  });

  it('of two who book the same pattern at once are none that both were given', async () => {
    const machineId = await machine();
    const piotr = await workshop.person('member');
    const answers = await Promise.all([anna, piotr].map(async (as) => await series(as, machineId)));
    expect(answers.map(({ body }) => body.made).reduce((sum: number, made: number) => sum + made)).toBe(4);
    expect(await count(machineId)).toBe(4);
  });
});

describe('a pattern that does not fit', () => {
  it.each([
    ['ends before it begins', { until: '2027-01-31' }, ['until']],
    ['has too many dates', { until: '2030-12-31', weekdays: ['mon', 'tue', 'wed'] }, ['until']],
    ['has a day twice', { weekdays: ['tue', 'tue'] }, ['weekdays']],
    ['has no day at all', { weekdays: [] }, ['weekdays']],
    ['has none of its days in that time', { until: '2027-02-01' }, ['weekdays']],
    ['has a time that there is not', { from: '25:00' }, ['from']],
    ['has a day that there is not', { firstDay: '2027-02-30' }, ['firstDay']],
    ['is in the year 9999', { firstDay: '9999-01-01', until: '9999-02-01' }, ['firstDay', 'until']],
    ['is at an unknown machine', { machineId: '018f0000-0000-7000-8000-000000000000' }, ['machineId']],
  ])('%s', async (_name, change, fields) => {
    const before = await calls.rows();
    const answer = await series(anna, await machine(), change);
    expect([answer.status, faults(answer)]).toEqual([422, fields]);
    expect(await calls.rows()).toEqual(before);
  });

  it('is for somebody else', async () => {
    expect((await series(anna, await machine(), { memberId: staff.id })).status).toBe(403);
  });
});

describe('the rest of a series', () => {
  const cancel = async (as: Person, id: string, query = ''): Promise<Answer> =>
    await calls.call(as, 'DELETE', `/bookings/series/${id}${query}`);

  it('is cancelled from a time on, once', async () => {
    const machineId = await machine();
    const { body } = await series(anna, machineId);
    const answer = await cancel(anna, body.seriesId, '?from=2027-02-16T00:00:00Z');
    expect([answer.status, answer.body]).toEqual([200, { cancelled: 2 }]);
    expect(await count(machineId)).toBe(2);
    expect((await cancel(anna, body.seriesId, '?from=2027-02-16T00:00:00Z')).body).toEqual({ cancelled: 0 });
    expect((await cancel(anna, body.seriesId)).body).toEqual({ cancelled: 2 });
  });

  it('has with it what was booked along, also since one of it was moved', async () => {
    const [laser, lathe, extractor] = [await machine(), await machine(), await machine()];
    await workshop.database.query(`insert into machine_need (machine_id, needs_id) values ($1, $2)`, [
      lathe,
      extractor,
    ]);
    const { body } = await series(anna, laser);
    const { bookingId: id, from } = body.occurrences[0];
    await calls.change(anna, { id, version: 1 }, { machineId: lathe });
    expect(await count(extractor)).toBe(1);
    const { body: along } = await calls.call(anna, 'GET', `/bookings?machine=${extractor}`);
    expect(along.items).toMatchObject([{ from, bundleId: id, seriesId: body.seriesId }]);
    // As those were that were moved before a series was kept with them.
    await workshop.database.query(`update booking set series_id = null where machine_id = $1`, [extractor]);
    expect((await cancel(anna, body.seriesId)).body).toEqual({ cancelled: 4 });
    expect(await count(extractor)).toBe(0);
  });

  it('is told to each whose bookings are cancelled', async () => {
    const { body } = await series(anna, await machine());
    const ola = await workshop.person('member');
    await calls.post(staff, body.occurrences[2].bookingId, 'hand-over', { memberId: ola.id });
    expect((await cancel(staff, body.seriesId)).body).toEqual({ cancelled: 4 });
    const told = await workshop.database.query(
      `select member_id, params ->> 'count' as count from notice
       where kind = 'series-cancelled-by-staff' and member_id = any ($1) order by id desc limit 2`,
      [[anna.id, ola.id]],
    );
    expect(told).toEqual(
      expect.arrayContaining([
        { member_id: anna.id, count: '3' },
        { member_id: ola.id, count: '1' },
      ]),
    );
  });

  it('is nobody else’s but staff’s, who leave word', async () => {
    const { body } = await series(anna, await machine());
    const piotr = await workshop.person('member');
    expect((await cancel(piotr, body.seriesId)).status).toBe(404);
    expect((await cancel(staff, body.seriesId)).body).toEqual({ cancelled: 4 });
    const [notice] = await workshop.database.query(
      `select kind, params from notice where member_id = $1 order by id desc limit 1`,
      [anna.id],
    );
    expect(notice).toMatchObject({ kind: 'series-cancelled-by-staff', params: { count: 4 } });
  });
});
