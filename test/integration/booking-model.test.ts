import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BookingModule } from '../../src/modules/booking/index.js';
import { machineEntities } from '../../src/modules/machines/index.js';
import {
  type Ack,
  atOnceMax,
  dayMinutesMax,
  kinds,
  type Known,
  makeWorld,
  openMax,
  type Operation,
  type World,
} from '../support/booking-world.js';
import { type HttpWorkshop, startHttpWorkshop } from '../support/http-workshop.js';

const operationsWanted = Number(process.env['BRAMA_MODEL_OPERATIONS'] ?? 10_000);
const seed = Number(process.env['BRAMA_MODEL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const batchesOfRun = 20;
const operationsOfBatch = 8;
const runs = Math.ceil(operationsWanted / (batchesOfRun * operationsOfBatch));

let workshop: HttpWorkshop;
/** 06:00 UTC three days ahead: all slots lie within one day of the workshop. */
let day: number;

beforeAll(async () => {
  workshop = await startHttpWorkshop({
    modules: [BookingModule],
    entities: machineEntities,
    poolSize: operationsOfBatch,
  });
  await workshop.database.query('update workshop set member_sessions_max = $1', [atOnceMax]);
  await workshop.database.query(
    `insert into booking_setting (id, rule, settings, changed_at) values (gen_random_uuid(), 'open-limit', $1, to_timestamp(0))`,
    [JSON.stringify({ bookings: openMax })],
  );
  const dayMs = 24 * 60 * 60_000;
  day = (Math.floor(workshop.clock.wallMs() / dayMs) + 3) * dayMs + 6 * 60 * 60_000;
});
afterAll(async () => await workshop.stop());

const operation: fc.Arbitrary<Operation> = fc.record({
  does: fc.constantFrom(...kinds, 'book' as const, 'book' as const, 'cancel' as const),
  member: fc.nat(5),
  machine: fc.nat(4),
  slot: fc.nat(23),
  length: fc.integer({ min: 1, max: 4 }),
  which: fc.nat(1000),
});
const exactly = (length: number) => ({ minLength: length, maxLength: length });
const batch = fc.record({
  atOnce: fc.boolean(),
  operations: fc.array(operation, exactly(operationsOfBatch)),
});

interface Row extends Known {
  readonly machineId: string;
  readonly from: number;
  readonly to: number;
  readonly bundleId: string | null;
}

const rowsOf = async ({ machineIds }: World): Promise<Row[]> =>
  await workshop.database.query<Row>(
    `select id, machine_id as "machineId", member_id as "memberId", state, version, bundle_id as "bundleId",
       (extract(epoch from lower(during)) * 1000)::float8 as "from", (extract(epoch from upper(during)) * 1000)::float8 as "to"
     from booking where machine_id = any ($1) order by id`,
    [machineIds],
  );
const versionsOf = async ({ versioned }: World): Promise<Map<string, number>> => {
  const rows = await workshop.database.query<{ id: string; version: number }>(
    `select id, version from member where id = any ($1) union all select id, version from machine where id = any ($1)
     union all select id, version from exclusive_group where id = any ($1)`,
    [versioned],
  );
  return new Map(rows.map(({ id, version }) => [id, version]));
};

const takesTime = ({ state }: Row): boolean => state === 'held' || state === 'confirmed';
const meet = (a: Row, b: Row): boolean => a.from < b.to && b.from < a.to;
const pairs = <T>(all: readonly T[]): [T, T][] => all.flatMap((a, i) => all.slice(i + 1).map((b): [T, T] => [a, b]));

/** No two on one machine, nor on two that exclude each other; those that are needed go along; no limit is passed. */
function standsWell(rows: readonly Row[], { machineIds, callers }: World): void {
  const live = rows.filter(takesTime);
  const clash = (a: Row, b: Row): boolean =>
    a.machineId === b.machineId ||
    [a, b].every(({ machineId }) => machineId === machineIds[2] || machineId === machineIds[3]);
  expect(pairs(live).filter(([a, b]) => meet(a, b) && clash(a, b))).toEqual([]);
  const mains = live.filter(({ bundleId }) => bundleId === null);
  const along = live.filter(({ bundleId }) => bundleId !== null);
  const needing = mains.filter(({ machineId }) => machineId === machineIds[4]);
  const placeOf = ({ memberId, from, to, state }: Row): unknown => ({ memberId, from, to, state });
  expect(new Map(along.map((one) => [one.bundleId, placeOf(one)]))).toEqual(
    new Map(needing.map((one) => [one.id, placeOf(one)])),
  );
  for (const { memberId } of callers) {
    const own = mains.filter((one) => one.memberId === memberId);
    expect(own.length).toBeLessThanOrEqual(openMax);
    const minutes = own
      .filter(({ machineId }) => machineId === machineIds[1])
      .map(({ from, to }) => [new Date(from).toISOString().slice(0, 10), (to - from) / 60_000] as const);
    for (const date of new Set(minutes.map(([on]) => on))) {
      const sum = minutes.filter(([on]) => on === date).reduce((total, [, more]) => total + more, 0);
      expect(sum).toBeLessThanOrEqual(dayMinutesMax);
    }
    for (const one of own)
      expect(own.filter((other) => other.from <= one.from && one.from < other.to).length).toBeLessThanOrEqual(
        atOnceMax,
      );
  }
}

/** Each change that was answered with success is in the table, once, and nothing else is. */
function nothingLost(rows: readonly Row[], acks: readonly Ack[]): void {
  const mains = rows.filter(({ bundleId }) => bundleId === null);
  const told = new Map<string, Ack[]>();
  for (const ack of acks) told.set(ack.id, [...(told.get(ack.id) ?? []), ack]);
  expect(new Set(mains.map(({ id }) => id))).toEqual(new Set(told.keys()));
  for (const row of mains) {
    const changes = told.get(row.id)!;
    expect(row.version).toBe(changes.length);
    const versions = changes.flatMap(({ is }) => is?.version ?? []);
    expect(new Set(versions).size).toBe(versions.length);
    const last = changes.find(({ is }) => is?.version === row.version);
    const { machineId, from, to, state, version } = row;
    if (last?.is === undefined) expect(state).toBe('cancelled');
    else expect({ machineId, from, to, state, version }).toEqual(pick(last.is));
  }
}
const pick = ({ machineId, from, to, state, version }: NonNullable<Ack['is']>) => ({
  machineId,
  from,
  to,
  state,
  version,
});

it(
  `keeps every booking and every rule through ${runs * batchesOfRun * operationsOfBatch} random changes, seed ${seed}`,
  async () => {
    const done = new Map<string, number>();
    const started = performance.now();
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { ...exactly(batchesOfRun), size: 'max' }), async (batches) => {
        const world = await makeWorld(workshop, day);
        const acks: Ack[] = [];
        let rows: Row[] = [];
        let versions = await versionsOf(world);
        for (const { atOnce, operations } of batches) {
          const known = rows.filter(({ bundleId }) => bundleId === null);
          const run = async (one: Operation): Promise<void> => {
            const answered = await world.run(one, known);
            if (answered.length > 0) done.set(one.does, (done.get(one.does) ?? 0) + 1);
            acks.push(...answered);
          };
          if (atOnce) await Promise.all(operations.map(run));
          else for (const one of operations) await run(one);
          rows = await rowsOf(world);
          standsWell(rows, world);
          nothingLost(rows, acks);
          const now = await versionsOf(world);
          for (const [id, version] of versions) expect(now.get(id)).toBeGreaterThanOrEqual(version);
          versions = now;
        }
      }),
      { seed, numRuns: runs, endOnFailure: true },
    );
    const rate = Math.round((runs * batchesOfRun * operationsOfBatch) / ((performance.now() - started) / 1000));
    console.log(`booking model: seed ${seed}, ${rate} operations a second, done:`, Object.fromEntries(done));
    // Every kind came through now and then: none of them is only ever refused.
    expect([...done.keys()].toSorted()).toEqual([...kinds].toSorted());
  },
  Math.max(300_000, operationsWanted * 60),
);
