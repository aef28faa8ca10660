import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Bridge, startBridge } from '../../firmware-bridge/bridge.js';
import { readBridgeConfig } from '../../firmware-bridge/config.js';
import { DemoModule, demoEmail } from '../../src/modules/demo/index.js';
import { DemoService } from '../../src/modules/demo/demo.service.js';
import { cardDigest } from '../../src/modules/members/index.js';
import { IdSource } from '../../src/platform/ids/ids.js';
import { silentLog } from '../../src/platform/log/log.js';
import type { ServiceConfig } from '../../src/service-config.js';
import { addMember } from '../support/builders.js';
import { cookieOf, type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

const password = 'password-of-the-demo';
const hour = 60 * 60_000;
let dir: string;
let workshop: HttpWorkshop;
let anna: Person;

const start = async (env: Record<string, string>): Promise<HttpWorkshop> =>
  await startHttpWorkshop({ modules: [DemoModule], env: { BRAMA_DATA_DIR: dir, ...env } });

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'demo-'));
  workshop = await start({ BRAMA_DEMO: '1', BRAMA_DEMO_PASSWORD: password, BRAMA_MQTT_PORT: '1' });
});
afterAll(async () => {
  await workshop.stop();
  rmSync(dir, { recursive: true });
});

async function logIn(key: string): Promise<Person> {
  const email = demoEmail(key);
  const answer = await workshop.call('POST', '/api/v1/auth/login', { body: { email, password } });
  expect(answer.status).toBe(200);
  return { id: answer.body.id, email, cookie: cookieOf(answer) };
}

const restart = async (): Promise<void> => await workshop.app.get(DemoService).onModuleInit();
const bridgeConfig = () => readBridgeConfig(readFileSync(join(dir, 'bridge.json'), 'utf8'));
const count = async (table: string): Promise<number> => {
  const [row] = await workshop.database.query<{ count: number }>(`select count(*) as count from ${table}`);
  return row!.count;
};
const atLaserNow = async () =>
  await workshop.database.query<{ email: string; state: string; from: Date; to: Date }>(
    `select p.email, b.state, lower(b.during) as "from", upper(b.during) as "to"
     from booking b join machine m on m.id = b.machine_id join member p on p.id = b.member_id
     where m.slug = 'laser' and b.during @> $1::timestamptz and b.state in ('confirmed', 'in_use')`,
    [new Date(workshop.clock.wallMs())],
  );

describe('the demo workshop', () => {
  it('has its machines, each with a drilled gate but one', async () => {
    const rows = await workshop.database.query<{ slug: string; hazard: string; class: string | null }>(
      `select g.slug, m.hazard, d.fail_safe_class as class from machine m
       join gate g on g.machine_id = m.id and g.signed left join gate_drill d on d.gate_id = g.id`,
    );
    expect(rows.length).toBe(14);
    expect(rows.filter((row) => row.class !== 'A')).toEqual([{ slug: 'tokarka', hazard: 'high', class: null }]);
  });

  it('has accounts with one password', async () => {
    for (const [key, role] of [
      ['admin', 'admin'],
      ['staff', 'staff'],
      ['instructor', 'instructor'],
    ] as const) {
      const person = await logIn(key);
      const me = await workshop.call('GET', '/api/v1/auth/me', { as: person });
      expect(me.body.roles).toContain(role);
    }
  });

  it('gives the bridge a file that it takes, for its owner alone', async () => {
    expect(statSync(join(dir, 'bridge.json')).mode & 0o777).toBe(0o600);
    const config = bridgeConfig();
    expect(config.mqttUrl).toBe('mqtt://127.0.0.1:1');
    expect(config.gates.length).toBe(14);
    expect(config.gates.every(({ signed, devices: [device] }) => signed && device?.driver.id === 'virtual')).toBe(true);
    expect(config.cards.length).toBe(12);
  });

  it('knows the cards by digest only', async () => {
    const { cardPepper } = workshop.app.get<{ cardPepper: Buffer }>('secrets');
    const known = await workshop.database.query<{ label: string; digest: Buffer }>(`select label, digest from card`);
    expect(known.length).toBe(11);
    for (const { key, uid } of bridgeConfig().cards) {
      expect(uid).toMatch(/^04[0-9a-f]{12}$/);
      const digest = known.find(({ label }) => label === key)?.digest.toString('hex');
      expect(digest).toBe(key === 'obca' ? undefined : cardDigest(cardPepper, 'virtual', uid).toString('hex'));
    }
  });

  it('is not sown twice, and its cards stay the same', async () => {
    const before = [await count('member'), await count('machine'), await count('card'), bridgeConfig()];
    await restart();
    expect([await count('member'), await count('machine'), await count('card'), bridgeConfig()]).toEqual(before);
    expect(await count('member')).toBe(10);
  });

  it('has Anna at the laser whenever it is started', async () => {
    for (const later of [0, 3 * hour, 50 * hour]) {
      workshop.clock.forward(later);
      await restart();
      const [booking, ...more] = await atLaserNow();
      expect([booking?.email, more.length]).toEqual([demoEmail('anna'), 0]);
      expect(booking!.to.getTime() - workshop.clock.wallMs()).toBeGreaterThan(hour);
    }
  });

  it('leaves alone what is in use, and what people booked', async () => {
    await workshop.database.query(
      `update booking set state = 'in_use' where machine_id = (select id from machine where slug = 'laser')
       and during @> $1::timestamptz and state = 'confirmed'`,
      [new Date(workshop.clock.wallMs())],
    );
    const inUse = await atLaserNow();
    const own = {
      machine: `(select id from machine where slug = 'ploter')`,
      member: await addMember(workshop.database),
    };
    await workshop.database.query(
      `insert into booking (id, machine_id, member_id, during, state, created_by)
       values (gen_random_uuid(), ${own.machine}, $1, tstzrange($2, $3), 'confirmed', $1)`,
      [own.member, new Date(workshop.clock.wallMs() + 4 * hour), new Date(workshop.clock.wallMs() + 24 * hour)],
    );
    workshop.clock.forward(2 * hour);
    await restart();
    expect(await atLaserNow()).toEqual(inUse);
    const kept = await workshop.database.query(`select state from booking where created_by = $1`, [own.member]);
    expect(kept).toEqual([{ state: 'confirmed' }]);
  });

  it('runs on loopback only, and nowhere unless asked for', async () => {
    const { app, database, clock } = workshop;
    const config = app.get<ServiceConfig>('config');
    const open = { ...config, http: { ...config.http, host: '0.0.0.0' } };
    const demo = new DemoService(database, clock, new IdSource(clock), open, app.get('secrets'));
    await expect(demo.onModuleInit()).rejects.toThrow(/loopback only/);
    const real = await start({});
    const staff = await real.person('admin');
    expect((await real.call('GET', '/api/v1/demo', { as: staff })).status).toBe(404);
    const [row] = await real.database.query<{ count: number }>(`select count(*) as count from member`);
    expect(row).toEqual({ count: 1 });
    await real.stop();
  });
});

describe('the virtual gates', () => {
  let bridge: Bridge | undefined;
  let double: Server | undefined;
  // The clock went on by days: her first sign-in is over.
  beforeAll(async () => {
    anna = await logIn('anna');
  });
  afterEach(async () => {
    await bridge?.stop();
    await new Promise((resolve) => (double === undefined ? resolve(undefined) : double.close(resolve)));
    bridge = undefined;
    double = undefined;
  });

  /** Answers one line as the bridge would. */
  async function answerWith(answer: object): Promise<unknown[]> {
    const heard: unknown[] = [];
    double = createServer((socket) => {
      socket.once('data', (line: Buffer) => {
        heard.push(JSON.parse(line.toString()));
        socket.write(`${JSON.stringify({ id: 1, ...answer })}\n`);
      });
    });
    rmSync(join(dir, 'bridge.sock'), { force: true });
    await new Promise<void>((resolve) => double!.listen(join(dir, 'bridge.sock'), resolve));
    return heard;
  }

  it('are those of the bridge, and do what it is told', async () => {
    bridge = await startBridge(bridgeConfig(), workshop.clock, silentLog);
    const body = { gate: 'laser', action: 'estop-press' };
    expect((await workshop.call('POST', '/api/v1/demo/gates', { as: anna, body })).status).toBe(204);
    const view = await workshop.call('GET', '/api/v1/demo', { as: anna });
    expect(view.status).toBe(200);
    expect(view.body.gates.length).toBe(14);
    const laser = view.body.gates.find(({ slug }: { slug: string }) => slug === 'laser');
    expect(laser).toMatchObject({ powered: true, cable: 'in', estop: true, stuck: false, relay: false });
    expect(view.body.cards.find(({ key }: { key: string }) => key === 'anna').memberName).toBe('Anna Kowalska');
    expect(JSON.stringify(view.body)).not.toContain(bridgeConfig().cards[0]!.uid);
  });

  it('answer a tap with what the reader showed and every refusal, in both languages', async () => {
    const boot = 7;
    await workshop.database.query(
      `insert into tap (id, gate_id, boot, n, received_at, up_ms, age_ms, verdict, code, refusals)
       select gen_random_uuid(), id, $1, 3, $2, 0, 0, 'deny', 'not-certified', $3 from gate where slug = 'laser'`,
      [
        boot,
        new Date(workshop.clock.wallMs()),
        JSON.stringify([
          {
            code: 'not-certified',
            params: { competencyPl: 'Laser CNC', competencyEn: 'CNC laser' },
            override: 'nobody',
          },
          { code: 'booking-required', params: {}, override: 'staff' },
        ]),
      ],
    );
    const shown = { verdict: 'deny', code: 'not-certified', light: 'red', sound: 'no', text: 'Najpierw szkolenie' };
    const heard = await answerWith({ ok: true, answer: shown, boot, n: 3 });
    const answer = await workshop.call('POST', '/api/v1/demo/taps', {
      as: anna,
      body: { gate: 'laser', card: 'piotr' },
    });
    expect(heard).toEqual([{ id: 1, do: 'tap', gate: 'laser', card: 'piotr' }]);
    expect(answer.body).toMatchObject({ answered: true, verdict: 'deny', code: 'not-certified', light: 'red' });
    expect(answer.body.refusals.map(({ code }: { code: string }) => code)).toEqual([
      'not-certified',
      'booking-required',
    ]);
    expect(answer.body.refusals[0].text).toEqual({
      pl: 'Najpierw szkolenie: Laser CNC',
      en: 'Training needed first: CNC laser',
    });
  });

  it('say so when the reader did not answer, or took no card', async () => {
    const silent = { answered: false, verdict: null, code: null, light: null, text: null, refusals: [] };
    const tap = async () =>
      await workshop.call('POST', '/api/v1/demo/taps', { as: anna, body: { gate: 'laser', card: 'anna' } });
    await answerWith({ ok: true, answer: null, boot: 7, n: 99 });
    expect((await tap()).body).toEqual(silent);
    await new Promise((resolve) => double!.close(resolve));
    await answerWith({ ok: false, error: 'The gate "laser" has no power.' });
    expect((await tap()).body).toEqual(silent);
  });

  it('are not there without a bridge, and unknown ones never', async () => {
    rmSync(join(dir, 'bridge.sock'), { force: true });
    const away = await workshop.call('GET', '/api/v1/demo', { as: anna });
    expect([away.status, away.body.code]).toEqual([503, 'bridge-unreachable']);
    for (const body of [
      { gate: 'laser', card: 'nobody' },
      { gate: 'nowhere', card: 'anna' },
    ]) {
      expect((await workshop.call('POST', '/api/v1/demo/taps', { as: anna, body })).status).toBe(404);
    }
    expect((await workshop.call('GET', '/api/v1/demo')).status).toBe(401);
  });
});
