import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditService } from '../../src/modules/audit/index.js';
import type { CallerIdentity } from '../../src/modules/auth/index.js';
import { AvailabilityService } from '../../src/modules/booking/availability.service.js';
import { BookingFactsRepository } from '../../src/modules/booking/booking-facts.repository.js';
import { BookingRepository } from '../../src/modules/booking/booking.repository.js';
import { BookingService } from '../../src/modules/booking/booking.service.js';
import { BramaEventBus } from '../../src/modules/events.js';
import { MachinesService } from '../../src/modules/machines/index.js';
import { MachinesRepository } from '../../src/modules/machines/machines.repository.js';
import { SystemClock } from '../../src/platform/clock/clock.js';
import { Database } from '../../src/platform/database/database.js';
import { Failure } from '../../src/platform/http/failure.js';
import { IdSource } from '../../src/platform/ids/ids.js';
import { addMachine, addMember } from '../support/builders.js';
import { testDatabase } from '../support/postgres.js';

const clients = 32;
const rounds = 50;
const hour = 60 * 60_000;

let postgres: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;
let bookings: BookingService;
let callers: CallerIdentity[];
const clock = new SystemClock();

beforeAll(async () => {
  postgres = await testDatabase();
  db = await Database.connect({ url: postgres.url, poolSize: clients + 2, entities: [], applicationName: 'hot-slot' });
  const ids = new IdSource(clock);
  const events = new BramaEventBus();
  const audit = new AuditService(db, clock, { cardPepper: randomBytes(32) });
  const repository = new BookingRepository(db);
  const machines = new MachinesService(db, new MachinesRepository(db), clock, ids, audit, events);
  const config = { timeZone: 'Europe/Warsaw' };
  const facts = new BookingFactsRepository(db, config);
  const availability = new AvailabilityService(db, repository, machines, clock);
  bookings = new BookingService(db, repository, availability, facts, clock, ids, audit, events, config);
  callers = await Promise.all(
    Array.from({ length: clients }, async () => ({
      memberId: await addMember(db),
      roles: ['member' as const],
      signInId: null,
      language: 'pl' as const,
    })),
  );
});
afterAll(async () => {
  await db.close();
  await postgres.drop();
});

const wish = (machineId: string, round: number) => {
  const from = clock.wallMs() + (round + 1) * 2 * hour;
  return { machineId, from: new Date(from).toISOString(), to: new Date(from + hour).toISOString() };
};

describe('one slot that everybody wants', () => {
  it(`has one winner of ${clients} in each of ${rounds} rounds, and nobody hears of a deadlock`, async () => {
    const machineId = await addMachine(db);
    for (let round = 0; round < rounds; round += 1) {
      const request = wish(machineId, round);
      const results = await Promise.allSettled(callers.map(async (caller) => await bookings.create(caller, request)));
      const lost = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as Failure);
      expect(results.filter(({ status }) => status === 'fulfilled').length).toBe(1);
      expect(new Set(lost.map(({ code }) => code))).toEqual(new Set(['slot-taken']));
      for (const { extra } of lost) expect(extra.alternatives?.length).toBe(3);
    }
    const [row] = await db.query<{ count: number }>(`select count(*) as count from booking where machine_id = $1`, [
      machineId,
    ]);
    expect(row).toEqual({ count: rounds });
  }, 120_000);
});

describe('the lock of a calendar', () => {
  const waiters = async (): Promise<string[]> => {
    const rows = await db.query<{ query: string }>(
      `select a.query from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where not l.granted and a.datname = current_database()`,
    );
    return rows.map(({ query }) => query);
  };

  it('is taken as a statement of its own, before anything of the calendar is read or written', async () => {
    const machineId = await addMachine(db);
    let booked: Promise<unknown> | undefined;
    await db.transaction(async (tx) => {
      await tx.query(`select id from machine where id = $1 for update`, [machineId]);
      booked = bookings.create(callers[0]!, wish(machineId, 0));
      const waiting = await expect.poll(waiters, { timeout: 5_000 }).toHaveLength(1).then(waiters);
      expect(waiting).toEqual([`select id from machine where id = $1 and retired_at is null for no key update`]);
    });
    await expect(booked).resolves.toMatchObject({ machineId, state: 'confirmed' });
  });

  it('is the machine’s own: another machine is booked meanwhile', async () => {
    const [one, other] = [await addMachine(db), await addMachine(db)];
    await db.transaction(async (tx) => {
      await tx.query(`select id from machine where id = $1 for update`, [one]);
      await expect(bookings.create(callers[0]!, wish(other, 0))).resolves.toMatchObject({ machineId: other });
    });
  });
});
