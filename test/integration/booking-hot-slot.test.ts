import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Booking } from '../../src/contracts/http/index.js';
import type { CallerIdentity } from '../../src/modules/auth/index.js';
import { BookingChangesService } from '../../src/modules/booking/booking-changes.service.js';
import { BookingService } from '../../src/modules/booking/booking.service.js';
import { BookingDesk, BookingModule } from '../../src/modules/booking/index.js';
import { machineEntities } from '../../src/modules/machines/index.js';
import type { Failure } from '../../src/platform/http/failure.js';
import { addMachine, addMember } from '../support/builders.js';
import { type HttpWorkshop, startHttpWorkshop } from '../support/http-workshop.js';

const clients = 32;
const rounds = 300;
const duels = 30;
const hour = 60 * 60_000;

let workshop: HttpWorkshop;
let bookings: BookingService;
let changes: BookingChangesService;
let desk: BookingDesk;
let callers: CallerIdentity[];

beforeAll(async () => {
  workshop = await startHttpWorkshop({ modules: [BookingModule], entities: machineEntities, poolSize: clients + 2 });
  await workshop.database.query('update workshop set member_sessions_max = 100');
  bookings = workshop.app.get(BookingService);
  changes = workshop.app.get(BookingChangesService);
  desk = workshop.app.get(BookingDesk);
  // As far ahead as the rounds go.
  await workshop.database.query(
    `insert into booking_setting (id, rule, settings, changed_at)
     values (gen_random_uuid(), 'beyond-horizon', '{"days": 1000}', to_timestamp(0))`,
  );
  callers = await Promise.all(
    Array.from({ length: clients }, async () => ({
      memberId: await addMember(workshop.database),
      roles: ['member' as const],
      signInId: null,
      language: 'pl' as const,
    })),
  );
});
afterAll(async () => await workshop.stop());

const iso = (ms: number): string => new Date(ms).toISOString();
const wish = (machineId: string, round: number) => {
  const from = workshop.clock.wallMs() + (round + 1) * 2 * hour;
  return { machineId, from: iso(from), to: iso(from + hour) };
};

const lostOf = (results: readonly PromiseSettledResult<unknown>[]): Failure[] =>
  results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Failure] : []));
const tallyOf = (results: readonly PromiseSettledResult<unknown>[]) => ({
  won: results.filter(({ status }) => status === 'fulfilled').length,
  lost: lostOf(results).map(({ code, extra }) => [code, extra.alternatives?.length]),
});
/** Everybody else hears that it is taken, and what is free instead. */
const oneWinnerOf = (count: number) => ({
  won: 1,
  lost: Array.from({ length: count - 1 }, () => ['slot-taken', 3]),
});
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};

describe('one slot that everybody wants', () => {
  it(`has one winner of ${clients} in each of ${rounds} rounds, and nobody hears of a deadlock`, async () => {
    const machineId = await addMachine(workshop.database);
    const winnersMs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const request = wish(machineId, round);
      const results = await Promise.allSettled(
        callers.map(async (caller) => await timed(async () => await bookings.create(caller, request))),
      );
      expect(tallyOf(results)).toEqual(oneWinnerOf(clients));
      winnersMs.push(...results.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])));
    }
    const [row] = await workshop.database.query<{ count: number }>(
      `select count(*) as count from booking where machine_id = $1`,
      [machineId],
    );
    expect(row).toEqual({ count: rounds });
    const sorted = winnersMs.toSorted((a, b) => a - b);
    const at = (share: number): string => sorted[Math.floor(sorted.length * share)]!.toFixed(1);
    console.log(`hot slot, ${clients} clients: winner p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
  }, 300_000);

  /** Bookings of an hour each, an hour apart. */
  const row = async (machineId: string, count: number, round: number): Promise<Booking[]> => {
    const first = wish(machineId, round * 2 * (count + 2)).from;
    return await Promise.all(
      callers.slice(0, count).map(async (caller, index) => {
        const from = Date.parse(first) + index * 2 * hour;
        return await bookings.create(caller, { machineId, from: iso(from), to: iso(from + hour) });
      }),
    );
  };
  const change = async (index: number, booking: Booking, times: { from?: string; to?: string }): Promise<unknown> =>
    await changes.change({ by: callers[index]!, id: booking.id, seen: booking.version }, times);

  it('that many move to at once goes to one of them', async () => {
    const machineId = await addMachine(workshop.database);
    for (let round = 0; round < duels; round += 1) {
      const all = await row(machineId, 8, round);
      const from = Date.parse(all.at(-1)!.to) + hour / 2;
      const wanted = { from: iso(from), to: iso(from + hour) };
      const results = await Promise.allSettled(all.map(async (one, index) => await change(index, one, wanted)));
      expect(tallyOf(results)).toEqual(oneWinnerOf(8));
    }
  }, 120_000);

  it('between two bookings is for the one that grows into it first', async () => {
    const machineId = await addMachine(workshop.database);
    for (let round = 0; round < duels; round += 1) {
      const [left, right] = (await row(machineId, 2, round)) as [Booking, Booking];
      const wishes = [change(0, left, { to: right.from }), change(1, right, { from: left.to })];
      expect(tallyOf(await Promise.allSettled(wishes))).toEqual(oneWinnerOf(2));
    }
  }, 120_000);

  it('after a booking is for who makes it longer, or who books it', async () => {
    const machineId = await addMachine(workshop.database);
    for (let round = 0; round < duels; round += 1) {
      const [mine] = (await row(machineId, 1, round)) as [Booking];
      const to = iso(Date.parse(mine.to) + hour);
      const others = callers.slice(1, 8);
      const results = await Promise.allSettled([
        change(0, mine, { to }),
        ...others.map(async (caller) => await bookings.create(caller, { machineId, from: mine.to, to })),
      ]);
      expect(tallyOf(results)).toEqual(oneWinnerOf(8));
    }
  }, 120_000);

  it('that waits for approval is approved once', async () => {
    const machineId = await addMachine(workshop.database);
    await workshop.database.query(
      `insert into booking_setting (id, rule, machine_id, settings, changed_at)
       values (gen_random_uuid(), 'approval', $1, '{"needed": true}', to_timestamp(0))`,
      [machineId],
    );
    const staff = { ...callers[0]!, memberId: await addMember(workshop.database), roles: ['staff' as const] };
    for (let round = 0; round < duels; round += 1) {
      const { id } = await bookings.create(callers[0]!, wish(machineId, round));
      const results = await Promise.allSettled(
        callers.slice(0, 8).map(async () => await changes.approve({ by: staff, id })),
      );
      expect(lostOf(results).map(({ code }) => code)).toEqual(Array.from({ length: 7 }, () => 'conflict'));
    }
  }, 120_000);

  it('that is held for one who waited is offered once, and claimed once', async () => {
    const machineId = await addMachine(workshop.database);
    const nothingElse = async (): Promise<void> => {};
    for (let round = 0; round < duels; round += 1) {
      const from = Date.parse(wish(machineId, round).from);
      const slot = { machineId, during: { from, to: from + hour }, claimBy: from };
      const offers = await Promise.all(
        callers.slice(0, 8).map(async ({ memberId }) => await desk.hold({ ...slot, memberId }, nothingElse)),
      );
      const [held, ...more] = offers.filter((offer) => offer !== undefined);
      expect(more).toEqual([]);
      const claims = await Promise.all(offers.map(async () => await desk.claim(held!.id, nothingElse)));
      expect(claims.filter((claim) => claim?.state === 'confirmed')).toHaveLength(1);
    }
  }, 120_000);
});

describe('many slots of one machine, wanted at once', () => {
  it('are all booked: who loses races too often takes the locks first', async () => {
    const machineId = await addMachine(workshop.database);
    for (let round = 0; round < 5; round += 1) {
      const results = await Promise.allSettled(
        callers.map(async (caller, index) => await bookings.create(caller, wish(machineId, round * clients + index))),
      );
      expect(lostOf(results)).toEqual([]);
    }
  }, 60_000);
});

describe('the lock of a calendar', () => {
  /** Of each backend that waits for another one: the tables of whose rows it stands in line. */
  const waiters = async (): Promise<string[]> =>
    (
      await workshop.database.query<{ rows: string }>(
        `select string_agg(distinct t.relation::regclass::text, ', ') as rows
         from pg_stat_activity a join pg_locks t on t.pid = a.pid and t.locktype = 'tuple'
         where a.datname = current_database() and a.wait_event_type = 'Lock' group by a.pid`,
      )
    ).map(({ rows }) => rows);
  const stuck = async (): Promise<number> =>
    (
      await workshop.database.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
    ).length;

  it('is the row of the machine: there they wait, with nothing written yet, and never at the constraint', async () => {
    const machineId = await addMachine(workshop.database);
    let results: Promise<PromiseSettledResult<unknown>[]> | undefined;
    await workshop.database.transaction(async (tx) => {
      await tx.query(`select id from machine where id = $1 for update`, [machineId]);
      results = Promise.allSettled(
        callers.slice(0, 8).map(async (by) => await bookings.create(by, wish(machineId, 0))),
      );
      await expect.poll(stuck, { timeout: 5_000 }).toBe(8);
      expect(await waiters()).toEqual(Array.from({ length: 8 }, () => 'machine'));
    });
    const lost = (await results!).flatMap((one) => (one.status === 'rejected' ? [(one.reason as Failure).code] : []));
    expect(lost).toEqual(Array.from({ length: 7 }, () => 'slot-taken'));
  });

  it('is the machine’s own: another machine is booked meanwhile', async () => {
    const [one, other] = [await addMachine(workshop.database), await addMachine(workshop.database)];
    await workshop.database.transaction(async (tx) => {
      await tx.query(`select id from machine where id = $1 for update`, [one]);
      await expect(bookings.create(callers[0]!, wish(other, 0))).resolves.toMatchObject({ machineId: other });
    });
  });
});
