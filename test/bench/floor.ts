import { createHmac } from 'node:crypto';
import type { Socket } from 'node:net';
import { connectAsync, type MqttClient } from 'mqtt';
import { Pool, types } from 'pg';
import { SystemClock } from '../../src/platform/clock/clock.js';
import { IdSource } from '../../src/platform/ids/ids.js';
import { answer, type FloorAsk } from './messages.js';
import { floorRoot, percentile, poolSize } from './numbers.js';

/** The floor of P1: a responder by hand, with one SQL function a tap. Reports that come together are written together. */
interface Tap {
  readonly boot: number;
  readonly n: number;
  readonly up_ms: number;
  readonly tech: string;
  readonly uid: string;
}

interface State {
  readonly boot: number;
  readonly seq: number;
  readonly on: boolean;
  readonly session: string | null;
  readonly up_ms: number;
}

types.setTypeParser(types.builtins.INT8, Number);
const lanes = new Map<string, Promise<void>>();
const waiting: { slug: string; state: State; done: () => void }[] = [];
let writing = false;
let pool: Pool;
let client: MqttClient;
let pepper: Buffer;
const ids = new IdSource(new SystemClock());

async function start(ask: Extract<FloorAsk, { ask: 'start' }>): Promise<void> {
  pepper = Buffer.from(ask.pepper, 'hex');
  pool = new Pool({ connectionString: ask.databaseUrl, max: poolSize, application_name: 'bench-floor' });
  await Promise.all(Array.from({ length: poolSize }, async () => await pool.query('select pg_sleep(0.01)')));
  client = await connectAsync(ask.url, { ...ask.login, clientId: 'floor', protocolVersion: 4, keepalive: 60 });
  (client.stream as unknown as Socket).setNoDelay(true);
  client.on('message', hear);
  for (const kind of ['tap', 'state', 'echo']) await client.subscribeAsync(`${floorRoot}/+/up/${kind}`, { qos: 1 });
}

function hear(topic: string, payload: Buffer): void {
  const [, , slug = '', , kind] = topic.split('/');
  if (kind === 'echo') return void client.publish(`${floorRoot}/${slug}/down/echo`, payload, { qos: 0 });
  const message = JSON.parse(payload.toString()) as Tap & State;
  const work = kind === 'tap' ? async () => await tap(slug, message) : async () => await report(slug, message);
  const lane = (lanes.get(slug) ?? Promise.resolve()).then(work, work);
  lane.catch((error: unknown) => process.stderr.write(`floor: ${(error as Error).message}\n`));
  lanes.set(slug, lane);
}

async function tap(slug: string, { boot, n, up_ms, tech, uid }: Tap): Promise<void> {
  const digest = createHmac('sha256', pepper).update(`${tech}:${uid}`).digest();
  const { rows } = await pool.query<{ does: string; seq: number; session: string }>({
    name: 'tap',
    text: 'select * from floor_tap($1, $2, $3, $4, $5, $6, $7, $8)',
    values: [slug, digest, boot, n, up_ms, new Date(), ids.next(), ids.next()],
  });
  const { does, seq, session } = rows[0]!;
  const say = (kind: string, message: object): void => {
    client.publish(`${floorRoot}/${slug}/down/${kind}`, JSON.stringify(message), { qos: 0 });
  };
  if (does === 'start') say('relay', { boot, seq, on: true, ttl_ms: 24_000, session, by_up_ms: up_ms + 5_000 });
  else if (does === 'stop') say('relay', { boot, seq, on: false });
  else say('ui', { boot, for: n, verdict: 'deny', code: 'not-certified' });
}

async function report(slug: string, state: State): Promise<void> {
  await new Promise<void>((done) => {
    waiting.push({ slug, state, done });
    void write();
  });
}

async function write(): Promise<void> {
  if (writing) return;
  writing = true;
  while (waiting.length > 0) {
    const batch = waiting.splice(0, 200);
    const column = <T>(pick: (one: State) => T): T[] => batch.map(({ state }) => pick(state));
    await pool
      .query({
        name: 'states',
        text: 'select floor_states($1, $2, $3, $4, $5, $6, $7)',
        values: [
          batch.map(({ slug }) => slug),
          column(({ boot }) => boot),
          column(({ up_ms }) => up_ms),
          column(({ on }) => on),
          column(({ session }) => session),
          column(({ seq }) => seq),
          new Date(),
        ],
      })
      .catch((error: unknown) => process.stderr.write(`floor: ${(error as Error).message}\n`));
    for (const { done } of batch) done();
  }
  writing = false;
}

/** A one-row commit by this pool, the median in ms. */
async function commit(count: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const from = performance.now();
    await pool.query({ name: 'commit', text: 'insert into floor_commit (n) values ($1)', values: [i] });
    times.push(performance.now() - from);
  }
  return percentile(times, 0.5);
}

answer(async (ask: FloorAsk) => (ask.ask === 'start' ? await start(ask) : await commit(ask.count)));
