import { Pool } from 'pg';
import {
  percentile,
  median,
  pastSizes,
  machines,
  membersPerMachine,
  certifiedPerMachine,
  poolSize,
} from './numbers.js';
import { type HttpCall, pump, type Pumped } from './http-load.js';
import { bringUp, measure, type Measurements, otherDatabase } from './p1.js';
import type { Options, Row } from './report.js';
import { machineId, memberId, seedPast, seedSignIns, signInOf, withClient } from './seed.js';
import type { Place } from './workshop.js';

interface Size {
  readonly past: number;
  readonly ownerUrl: string;
  readonly appUrl: string;
}

interface Round {
  readonly past: number;
  readonly booking: Pumped;
  readonly availability: Pumped;
  readonly week: Pumped;
  readonly tapMs: number;
  /** The bare constraint insert, in the same database at the same moment. */
  readonly bare: Pumped;
}

const hourMs = 60 * 60_000;
const inFlight = 8;
const goals = { growth: 1.3, rate: 0.25 };

/**
 * P9: cost does not grow with history. Databases with as many past bookings (and taps) as `pastSizes`, asked in turns; and
 * booking over HTTP beside the bare insert behind the same constraint.
 */
export async function p9(place: Place, { quick }: Options): Promise<Row[]> {
  const arms = await bringUp(place, pastSizes[0]);
  await arms.service.stop();
  await seedSignIns(arms.ownerUrls.service);
  const sizes: Size[] = [{ past: pastSizes[0], ownerUrl: arms.ownerUrls.service, appUrl: arms.urls.service }];
  for (const past of quick ? pastSizes.slice(1, 2) : pastSizes.slice(1)) {
    process.stdout.write(`P9: ${past.toLocaleString('en')} past bookings\n`);
    sizes.push(await grown(place, arms, sizes.at(-1)!, past));
  }
  const rounds: Round[] = [];
  const count = quick ? 400 : 800;
  for (let round = 0; round < (quick ? 1 : 5); round += 1) {
    for (const size of round % 2 === 0 ? sizes : sizes.toReversed()) {
      process.stdout.write(`P9 round ${round + 1}: ${size.past.toLocaleString('en')} past bookings\n`);
      rounds.push(await roundOf(place, arms, size, count));
    }
  }
  return rowsOf(rounds);
}

/** A copy, filled up. */
async function grown(place: Place, arms: Measurements, smaller: Size, past: number): Promise<Size> {
  const name = `past_${past}`;
  const source = new URL(smaller.ownerUrl).pathname.slice(1);
  await withClient(otherDatabase(place.superuserUrl(arms.server), 'postgres'), async (db) => {
    await db.query(`create database ${name} template ${source} owner brama_owner`);
  });
  const [ownerUrl, appUrl] = [otherDatabase(smaller.ownerUrl, name), otherDatabase(smaller.appUrl, name)];
  await seedPast(ownerUrl, smaller.past, past);
  return { past, ownerUrl, appUrl };
}

/** A service of its own for each: two at one broker would share the taps. */
async function roundOf(
  place: Place,
  arms: Measurements,
  { past, ownerUrl, appUrl }: Size,
  count: number,
): Promise<Round> {
  await clearFuture(ownerUrl);
  const service = await place.service(appUrl, arms.broker);
  const here: Measurements = {
    ...arms,
    service,
    ownerUrls: { ...arms.ownerUrls, service: ownerUrl },
    urls: { ...arms.urls, service: appUrl },
  };
  const tap = await measure(here, 'service', { one: { kind: 'one', count: 200, maxMs: 4_000 } }, true);
  // Measured, it was put to sleep.
  service.child.kill('SIGCONT');
  // Code and plans are warm before anything counts.
  await pump(service.httpPort, bookings(count, 240), inFlight);
  await pump(service.httpPort, calls(count, 'availability'), inFlight);
  await pump(service.httpPort, calls(count / 4, 'week'), inFlight);
  const bare = await bareInserts(appUrl, count);
  const booking = await pump(service.httpPort, bookings(count, 24), inFlight);
  const availability = await pump(service.httpPort, calls(count, 'availability'), 1);
  const week = await pump(service.httpPort, calls(count / 8, 'week'), 1);
  await service.stop();
  return { past, booking, availability, week, bare, tapMs: percentile(tap.phases.one!.relayMs, 0.5) };
}

/** Who has booked which hour: no two of one member at once, all within the horizon. */
function wishes(count: number, firstHour: number): { machine: number; member: number; from: Date; to: Date }[] {
  const start = Math.ceil(Date.now() / hourMs) * hourMs + firstHour * hourMs;
  return Array.from({ length: count }, (_, i) => {
    const hour = Math.floor(i / machines);
    const from = start + hour * hourMs;
    return {
      machine: i % machines,
      member: hour % certifiedPerMachine,
      from: new Date(from),
      to: new Date(from + hourMs),
    };
  });
}

const bookings = (count: number, firstHour: number): HttpCall[] =>
  wishes(count, firstHour).map(({ machine, member, from, to }) => ({
    method: 'POST',
    path: '/api/v1/bookings',
    signIn: signInOf(machine * membersPerMachine + member),
    body: { machineId: machineId(machine), from: from.toISOString(), to: to.toISOString() },
  }));

const calls = (count: number, what: 'availability' | 'week'): HttpCall[] =>
  Array.from({ length: count }, (_, i) => ({
    method: 'GET',
    path: what === 'week' ? '/api/v1/availability/week' : `/api/v1/machines/${machineId(i % machines)}/availability`,
    signIn: signInOf((i % machines) * membersPerMachine),
  }));

/** The floor: the row behind the constraint, and nothing else. */
async function bareInserts(url: string, count: number): Promise<Pumped> {
  const pool = new Pool({ connectionString: url, max: poolSize });
  const rows = wishes(count, 1_000);
  const latenciesMs: number[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let row = rows[next++]; row !== undefined; row = rows[next++]) {
      const started = performance.now();
      await pool.query({
        name: 'bare',
        text: `insert into booking (id, machine_id, member_id, during, state, created_at)
               values (gen_random_uuid(), $1, $2, tstzrange($3, $4), 'confirmed', $3)`,
        values: [machineId(row.machine), memberId(row.machine * membersPerMachine + row.member), row.from, row.to],
      });
      latenciesMs.push(performance.now() - started);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: inFlight }, worker));
  const wholeMs = performance.now() - started;
  await pool.end();
  return { latenciesMs, wholeMs, statuses: { 201: count } };
}

async function clearFuture(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, async (db) => {
    await db.query('delete from booking where lower(during) > $1', [new Date()]);
    await db.query('vacuum analyze booking');
  });
}

const p50 = ({ latenciesMs }: Pumped): number => percentile(latenciesMs, 0.5);
const rate = ({ latenciesMs, wholeMs }: Pumped): number => (latenciesMs.length * 1_000) / wholeMs;

function rowsOf(rounds: readonly Round[]): Row[] {
  const sizes = [...new Set(rounds.map(({ past }) => past))].toSorted((a, b) => a - b);
  const smallest = sizes[0]!;
  const at = (past: number): Round[] => rounds.filter((one) => one.past === past);
  const growth = (name: string, pick: (round: Round) => number): Row[] =>
    sizes.slice(1).map((past) => {
      const [few, many] = [at(smallest), at(past)];
      const ratio = median(many.map((one, i) => pick(one) / pick(few[i]!)));
      return {
        id: 'P9',
        name: `${name}, p50, at ${past.toLocaleString('en')} past bookings against ${smallest.toLocaleString('en')}`,
        unit: 'ms',
        ours: median(many.map(pick)),
        floor: median(few.map(pick)),
        ratio,
        goal: `≤ ${goals.growth} ×`,
        met: ratio <= goals.growth,
      };
    });
  const rates = sizes.map((past): Row => {
    const ratio = median(at(past).map(({ booking, bare }) => rate(booking) / rate(bare)));
    return {
      id: 'P9',
      name: `booking over HTTP against the bare insert, at ${past.toLocaleString('en')}`,
      unit: '1/s',
      ours: median(at(past).map(({ booking }) => rate(booking))),
      floor: median(at(past).map(({ bare }) => rate(bare))),
      ratio,
      goal: `≥ ${goals.rate} ×`,
      met: ratio >= goals.rate,
    };
  });
  const counted = (what: 'booking' | 'availability' | 'week', status: number): Row => {
    const asked = rounds.reduce((sum, one) => sum + one[what].latenciesMs.length, 0);
    const given = rounds.reduce((sum, one) => sum + (one[what].statuses[status] ?? 0), 0);
    const name = `${what}: answered with ${status}, of those asked for`;
    return { id: 'P9', name, unit: '', ours: given, floor: asked, ratio: null, goal: 'equal', met: given === asked };
  };
  return [
    ...growth('booking over HTTP', ({ booking }) => p50(booking)),
    ...growth('availability of a machine', ({ availability }) => p50(availability)),
    ...growth('a week of all machines', ({ week }) => p50(week)),
    ...growth('tap, one in flight', ({ tapMs }) => tapMs),
    ...rates,
    counted('booking', 201),
    counted('availability', 200),
    counted('week', 200),
  ];
}
