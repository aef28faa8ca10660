import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallerIdentity } from '../../src/modules/auth/index.js';
import { BookingService } from '../../src/modules/booking/booking.service.js';
import { BookingModule } from '../../src/modules/booking/index.js';
import { machineEntities } from '../../src/modules/machines/index.js';
import type { Failure } from '../../src/platform/http/failure.js';
import { addMachine, addMember } from '../support/builders.js';
import { type HttpWorkshop, startHttpWorkshop } from '../support/http-workshop.js';

const clients = 32;
const rounds = 50;
const hour = 60 * 60_000;

let workshop: HttpWorkshop;
let bookings: BookingService;
let callers: CallerIdentity[];

beforeAll(async () => {
  workshop = await startHttpWorkshop({ modules: [BookingModule], entities: machineEntities, poolSize: clients + 2 });
  await workshop.database.query('update workshop set member_sessions_max = 100');
  bookings = workshop.app.get(BookingService);
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

const wish = (machineId: string, round: number) => {
  const from = workshop.clock.wallMs() + (round + 1) * 2 * hour;
  return { machineId, from: new Date(from).toISOString(), to: new Date(from + hour).toISOString() };
};

describe('one slot that everybody wants', () => {
  it(`has one winner of ${clients} in each of ${rounds} rounds, and nobody hears of a deadlock`, async () => {
    const machineId = await addMachine(workshop.database);
    for (let round = 0; round < rounds; round += 1) {
      const request = wish(machineId, round);
      const results = await Promise.allSettled(callers.map(async (caller) => await bookings.create(caller, request)));
      const lost = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as Failure);
      expect(results.filter(({ status }) => status === 'fulfilled').length).toBe(1);
      expect(new Set(lost.map(({ code }) => code))).toEqual(new Set(['slot-taken']));
      for (const { extra } of lost) expect(extra.alternatives?.length).toBe(3);
    }
    const [row] = await workshop.database.query<{ count: number }>(
      `select count(*) as count from booking where machine_id = $1`,
      [machineId],
    );
    expect(row).toEqual({ count: rounds });
  }, 120_000);
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
