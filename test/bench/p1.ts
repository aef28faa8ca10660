import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readSecret } from '../../src/platform/config/secrets.js';
import { gatePassword } from '../../src/modules/broker/index.js';
import type { EmbeddedPostgres } from '../../src/platform/embedded/postgres.js';
import type { Mosquitto } from '../support/broker.js';
import { until } from '../support/wait.js';
import { cpuMs, cpuMsOfTree, parentOf } from './cpu.js';
import { floorSchema } from './floor.sql.js';
import { type Arm, ask, type DurableResult, type Phase, type PhaseResult } from './messages.js';
import { machines, median, pastBookings } from './numbers.js';
import type { Options, Row } from './report.js';
import { type Measured, rowsOf } from './p1-rows.js';
import { seedPast, seedWorkshop, withClient } from './seed.js';
import type { Place, RunningService } from './workshop.js';

export interface Measurements {
  readonly server: EmbeddedPostgres;
  readonly broker: Mosquitto;
  readonly load: ChildProcess;
  readonly floor: ChildProcess;
  readonly service: RunningService;
  readonly urls: Record<Arm, string>;
  readonly ownerUrls: Record<Arm, string>;
  readonly postgresPid: number;
}

const plan = (quick: boolean): Record<string, Phase> =>
  quick
    ? {
        one: { kind: 'one', count: 100, maxMs: 2_500 },
        '20/s': { kind: 'rate', perSecond: 20, ms: 2_000 },
        '200/s': { kind: 'rate', perSecond: 200, ms: 1_500 },
        saturated: { kind: 'saturated', ms: 2_500 },
      }
    : {
        one: { kind: 'one', count: 300, maxMs: 6_000 },
        '20/s': { kind: 'rate', perSecond: 20, ms: 8_000 },
        '200/s': { kind: 'rate', perSecond: 200, ms: 5_000 },
        saturated: { kind: 'saturated', ms: 5_000 },
      };

/** P1: tap → relay command, the service against the floor in turns. */
export async function p1(place: Place, { quick }: Options): Promise<Row[]> {
  const arms = await bringUp(place, pastBookings);
  const phases = plan(quick);
  const rounds = quick ? 2 : 5;
  const measured: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Who begins changes, so that neither is always the one that finds the computer warm.
    const order: Arm[] = round % 2 === 0 ? ['floor', 'service'] : ['service', 'floor'];
    for (const arm of order) {
      process.stdout.write(`P1 round ${round + 1} of ${rounds}: ${arm}\n`);
      measured.push({ round, arm, ...(await measure(arms, arm, phases, round === 0)) });
    }
  }
  return rowsOf(measured);
}

/** A workshop with its past, a broker, the service, the floor, and the load that plays all gates. */
export async function bringUp(place: Place, past: number): Promise<Measurements> {
  const server = await place.postgres();
  const pepper = readSecret(place.secretsDir, 'card-pepper');
  await seedWorkshop(server.ownerUrl, pepper);
  await seedPast(server.ownerUrl, 0, past);
  const ownerUrls = { service: server.ownerUrl, floor: otherDatabase(server.ownerUrl, 'floor') };
  const urls = { service: server.appUrl, floor: otherDatabase(server.appUrl, 'floor') };
  const postgresPid = await withClient(otherDatabase(place.superuserUrl(server), 'postgres'), async (db) => {
    await db.query('create database floor template brama owner brama_owner');
    return parentOf((await db.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]!.pid);
  });
  await withClient(ownerUrls.floor, async (db) => {
    for (const statement of [...floorSchema, 'create table floor_commit (n int not null)']) await db.query(statement);
  });
  const broker = await place.broker();
  const login = await place.floorLogin(broker);
  const [load, floor] = [place.process('load'), place.process('floor')];
  await ask(floor, {
    ask: 'start',
    login,
    url: broker.url,
    databaseUrl: urls.floor,
    pepper: pepper.toString('hex'),
  });
  const service = await place.service(urls.service, broker);
  const gates = await gateLogins(place, ownerUrls.service);
  await ask(load, { ask: 'connect', gates, floor: login, url: broker.url });
  return { server, broker, load, floor, service, urls, ownerUrls, postgresPid };
}

export const otherDatabase = (url: string, database: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
};

async function gateLogins(place: Place, url: string) {
  const master = readSecret(place.secretsDir, 'gate-master');
  const { rows } = await withClient(
    url,
    async (db) => await db.query<{ id: string; slug: string }>('select id, slug from gate order by slug'),
  );
  return rows.map(({ id, slug }) => ({ slug, username: slug, password: gatePassword(master, id, 1) }));
}

export async function measure(
  arms: Measurements,
  arm: Arm,
  phases: Record<string, Phase>,
  first: boolean,
): Promise<Omit<Measured, 'round' | 'arm'>> {
  const { load, floor, service, postgresPid } = arms;
  const boot = randomInt(1, 2 ** 31);
  if (arm === 'service') service.child.kill('SIGCONT');
  await fresh(arms.ownerUrls[arm]);
  await ask(load, { ask: 'power-up', arm, boot });
  await until(async () => (await heard(arms.ownerUrls[arm], boot)) || (await again(load)), {
    deadlineMs: 30_000,
    what: `all gates to be heard by the ${arm}`,
  });
  const all: PhaseResult[] = [];
  const results: Measured['phases'] = {};
  // Code and plans are warm before anything counts.
  const run = async (phase: Phase): Promise<PhaseResult> => {
    const result = await ask<PhaseResult>(load, { ask: 'run', phase });
    all.push(result);
    return result;
  };
  await run({ kind: 'saturated', ms: first ? 2_500 : 700 });
  for (const [name, phase] of Object.entries(phases)) {
    const before = [cpuMs((arm === 'service' ? service.child : floor).pid!), cpuMsOfTree(postgresPid)] as const;
    const result = await run(phase);
    const after = [cpuMs((arm === 'service' ? service.child : floor).pid!), cpuMsOfTree(postgresPid)] as const;
    const perTap = (i: 0 | 1): number => ((after[i] - before[i]) * 1_000) / result.answered;
    results[name] = { ...result, cpuUs: perTap(0), postgresUs: perTap(1) };
  }
  const base =
    arm === 'floor'
      ? {
          echoMs: median(await ask<number[]>(load, { ask: 'echo', count: 300 })),
          commitMs: await ask<number>(floor, { ask: 'commit', count: 300 }),
        }
      : undefined;
  const durable = await ask<DurableResult>(load, { ask: 'durable', databaseUrl: arms.ownerUrls[arm], count: 40 });
  const sent = all.reduce((sum, { sent: one }) => sum + one, 0) + durable.looked;
  const recorded = await countTaps(arms.ownerUrls[arm], boot);
  if (arm === 'service') service.child.kill('SIGSTOP');
  return { phases: results, base, durable, sent, recorded };
}

async function again(load: ChildProcess): Promise<false> {
  await ask(load, { ask: 'report' });
  await new Promise((resolve) => setTimeout(resolve, 300));
  return false;
}

/** Nothing runs: what was open in the round before is over. */
async function fresh(url: string): Promise<void> {
  await withClient(url, async (db) => {
    await db.query(
      `update session set state = 'closed', closed_at = clock_timestamp(), end_reason = coalesce(end_reason, 'bench'), version = version + 1
       where closed_at is null`,
    );
  });
}

async function heard(url: string, boot: number): Promise<boolean> {
  return await withClient(url, async (db) => {
    const { rows } = await db.query<{ count: string }>(
      'select count(*) from gate_state where boot = $1 and reported_at is not null',
      [boot],
    );
    return Number(rows[0]!.count) === machines;
  });
}

async function countTaps(url: string, boot: number): Promise<number> {
  return await withClient(url, async (db) =>
    Number((await db.query<{ count: string }>('select count(*) from tap where boot = $1', [boot])).rows[0]!.count),
  );
}
