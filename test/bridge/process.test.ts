import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBridgeConfig } from '../../firmware-bridge/config.js';
import { JournalFile } from '../../firmware-bridge/journal-file.js';
import { stallMs } from '../../firmware-bridge/stall-watch.js';
import { SystemClock } from '../../src/platform/clock/clock.js';
import { until } from '../support/wait.js';
import { BridgeProcess } from './bridge-process.js';
import { deadlineMs, session, yes } from './played-service.js';
import { makeConfig, Workshop } from './workshop.js';

let shop: Workshop;
const running: BridgeProcess[] = [];
beforeEach(async () => {
  shop = await Workshop.open();
});
afterEach(async () => {
  for (const bridge of running.splice(0)) await bridge.stop('SIGKILL');
  await shop.close();
});

async function start(options: { killAt?: string; ipc?: boolean } = {}) {
  const bridge = await BridgeProcess.start(shop.url, shop.dataDir, options);
  running.push(bridge);
  return bridge;
}

async function bootOf(before?: number): Promise<number> {
  await until(() => shop.service.all('state').some((state) => state['online'] === true && state['boot'] !== before), {
    deadlineMs,
    what: 'a gate that has powered up',
  });
  return shop.service.latest().boot;
}

const lease = (boot: number, seq: number, extra: object = {}) => ({
  boot,
  seq,
  on: true,
  ttl_ms: 24_000,
  session: session(1),
  by_up_ms: 1_000_000,
  ...extra,
});

describe('kill -9, at any step', () => {
  const steps: [string, 'tap' | 'lease' | 'off' | 'ack', string[]][] = [
    ['before the tap is written', 'tap', ['power-up']],
    ['tap written, not sent', 'tap', ['power-up', 'tap']],
    ['tap sent', 'tap', ['power-up', 'tap']],
    ['start written, relay off', 'lease', ['power-up', 'relay-on']],
    ['relay on, not said', 'lease', ['power-up', 'relay-on']],
    ['relay off, not written', 'off', ['power-up', 'relay-on']],
    ['end written, not said', 'off', ['power-up', 'relay-on', 'relay-off']],
    ['acknowledged, not noted', 'ack', ['power-up']],
  ];
  it.each(steps)(
    '%s: no record is lost, nothing is on',
    async (killAt, upTo, kinds) => {
      const bridge = await start({ killAt });
      const boot = await bootOf();
      if (upTo === 'tap') void shop.ask({ id: 1, do: 'tap', gate: 'laser', card: 'anna' }).catch(() => undefined);
      if (upTo === 'lease' || upTo === 'off') await shop.service.say('laser', 'relay', lease(boot, 1));
      if (upTo === 'off') {
        await shop.service.hears('state', { boot, seq: 1, on: true });
        await shop.service.say('laser', 'relay', { boot, seq: 2, on: false });
      }
      if (upTo === 'ack') await shop.service.say('laser', 'ack', { boot, upto: 1 });
      expect(await bridge.ended()).toBe('SIGKILL');
      await shop.service.hears('state', { online: false, boot });

      shop.service.acknowledgeAll();
      await start();
      const next = await bootOf(boot);
      const told = () => [...shop.service.events()].filter(([key]) => key.startsWith(`${boot}/`));
      await until(() => told().length >= kinds.length && shop.service.events().has(`${next}/1`), {
        deadlineMs,
        what: () => `${kinds.join(', ')}; told: ${[...shop.service.events().keys()].join(', ')}`,
      });
      expect(told().map(([, { kind }]) => kind)).toEqual(kinds);
      expect(told().map(([key]) => key)).toEqual(kinds.map((_, i) => `${boot}/${i + 1}`));
      expect(shop.service.latest()).toMatchObject({ boot: next, on: false, seq: 0, cause: 'power-up' });
      expect(shop.service.misfits).toEqual([]);
    },
    30_000,
  );
});

describe('an outage', () => {
  it('of ten thousand events is told in order of power-up, with live taps in between', async () => {
    const { file } = JournalFile.open(join(shop.dataDir, 'laser.journal'), () => undefined);
    for (let n = 1; n <= 10_000; n++) {
      const boot = n <= 5_000 ? 11 : 12;
      file.append({ boot, event: { n: ((n - 1) % 5_000) + 1, up_ms: n, kind: 'power-up' } }, { durable: false });
    }
    file.close();
    const boot = await shop.start(new SystemClock());
    shop.service.acknowledgeAll();
    const toldOf = (count: number) => ({
      deadlineMs: 60_000,
      what: () => `${count} events; there are ${shop.service.events().size}`,
    });
    await until(() => shop.service.events().size > 500, toldOf(500));
    const before = shop.service.events().size;
    const answer = shop.ask({ id: 1, do: 'tap', gate: 'laser', card: 'anna' });
    const tap = await shop.service.hears('tap', { boot });
    await shop.service.say('laser', 'ui', yes(boot, tap['n'] as number));
    expect(await answer).toMatchObject({ ok: true, answer: { verdict: 'allow' } });
    expect(before).toBeLessThan(10_000);
    await until(() => shop.service.events().size >= 10_001, toldOf(10_001));
    expect(shop.service.events().size).toBe(10_001);
    expect(shop.service.misfits).toEqual([]);
  });
});

describe('the process', () => {
  it('ends with offs, a farewell and 0 when told to', async () => {
    const bridge = await start();
    const boot = await bootOf();
    await shop.service.say('laser', 'relay', lease(boot, 1));
    await shop.service.hears('state', { seq: 1, on: true });
    bridge.child.kill('SIGTERM');
    expect(await bridge.ended()).toBe(0);
    await shop.service.hears('state', { online: false, boot });
    expect(shop.service.all('state').at(-2)).toMatchObject({ on: false, cause: 'off', by: 'gate' });
    expect(existsSync(join(shop.dataDir, 'bridge.sock'))).toBe(false);
  });

  it('ends when the process that started it goes away', async () => {
    const bridge = await start({ ipc: true });
    bridge.child.disconnect();
    expect(await bridge.ended()).toBe(0);
  });

  it('ends by itself when its loop stands still', async () => {
    const bridge = await start({ killAt: 'a loop that stands still' });
    const boot = await bootOf();
    void shop.ask({ id: 1, do: 'tap', gate: 'laser', card: 'anna' }).catch(() => undefined);
    expect(await bridge.ended()).toBe('SIGKILL');
    expect(bridge.output).toContain('The event loop stood still');
    await shop.service.hears('state', { online: false, boot });
  });

  it('ends when it wakes from a pause that was too long', async () => {
    const bridge = await start();
    const boot = await bootOf();
    bridge.child.kill('SIGSTOP');
    const pausedAt = performance.now();
    await until(() => performance.now() - pausedAt > stallMs, { deadlineMs, what: 'the pause to be too long' });
    bridge.child.kill('SIGCONT');
    expect(await bridge.ended()).toBe('SIGKILL');
    await shop.service.hears('state', { online: false, boot });
  });

  it('switches off by the real clock, at the end of its lease, when the cable is pulled', async () => {
    const ttl = 1_500;
    const boot = await shop.start(new SystemClock());
    await shop.service.say('laser', 'relay', lease(boot, 1, { ttl_ms: ttl }));
    await shop.service.hears('state', { seq: 1, on: true });
    shop.service.acknowledgeAll();
    await shop.ask({ id: 1, do: 'gate', gate: 'laser', action: 'cable-out' });
    await until(() => !shop.device().closed, { deadlineMs, what: 'the relay to open' });
    await shop.ask({ id: 2, do: 'gate', gate: 'laser', action: 'cable-in' });
    await shop.service.tells('lease-lapsed');
    const told = [...shop.service.events().values()];
    const at = (kind: string) => told.find((event) => event['kind'] === kind)?.['up_ms'] as number;
    expect(told.map(({ kind }) => kind)).toEqual(['power-up', 'relay-on', 'relay-off', 'lease-lapsed']);
    expect(at('relay-off') - at('relay-on')).toBeGreaterThanOrEqual(ttl);
  });

  it('says what is wrong with its configuration, by path and line, and no secret', async () => {
    const wrong = makeConfig(shop.url, shop.dataDir) as { gates: { slug: string }[] };
    wrong.gates[1]!.slug = 'Table Saw';
    const badSlug = BridgeProcess.spawn(wrong, shop.dataDir);
    expect(await badSlug.ended()).toBe(1);
    expect(badSlug.output).toContain('gates.1.slug: takes 1 to 40');
    const relay = { driver: 'modbus-relay', port: '/dev/ttyUSB0', channel: 0 };
    for (const [devices, words] of [
      [[], 'gates.0.devices: '],
      [[{ driver: 'abacus' }], 'gates.0.devices.0.driver: '],
      [[{ driver: 'rdm6300', port: 'ttyUSB0' }], 'gates.0.devices.0.port: takes a path'],
      [[{ driver: 'waveshare-relay', port: '/dev/ttyUSB0', channel: 8 }], 'the board has no such channel'],
      [
        [relay, { driver: 'rdm6300', port: '/dev/ttyUSB0' }, relay],
        'two devices with the same port, address and channel',
      ],
      [[{ driver: 'virtual', port: '/dev/ttyUSB0' }], 'gates.0.devices.0: Unrecognized key: "port"'],
    ] as const) {
      const [laser] = (makeConfig(shop.url, shop.dataDir) as { gates: object[] }).gates;
      const badDevice = { ...(makeConfig(shop.url, shop.dataDir) as object), gates: [{ ...laser, devices }] };
      expect(() => readBridgeConfig(JSON.stringify(badDevice))).toThrow(words);
    }
    const badJson = BridgeProcess.spawn('{\n  "mqttUrl": "mqtt://x",\n  "password": "hush",,\n}', shop.dataDir);
    expect(await badJson.ended()).toBe(1);
    expect(badJson.output).toContain('see line 3');
    expect(badJson.output).not.toContain('hush');
  });

  it('takes over what a killed bridge left, never what a living one holds', async () => {
    const first = await start();
    const second = BridgeProcess.spawn(makeConfig(shop.url, shop.dataDir), shop.dataDir);
    expect(await second.ended()).toBe(1);
    expect(second.output).toContain('Another bridge is running');
    await first.stop('SIGKILL');
    expect(existsSync(join(shop.dataDir, 'bridge.sock'))).toBe(true);
    await shop.start(new SystemClock());
    expect(await shop.ask({ id: 1, do: 'cards' })).toMatchObject({ ok: true });
  });
});
