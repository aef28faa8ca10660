import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { EmbeddedBroker, PortTaken } from '../../src/platform/embedded/broker.js';
import { brokerLimits, type BrokerLimits } from '../../src/platform/embedded/broker-limits.js';
import type { BrokerRules } from '../../src/platform/embedded/broker.js';
import { SystemClock } from '../../src/platform/clock/clock.js';
import { silentLog } from '../../src/platform/log/log.js';
import { startEmbeddedBroker } from '../support/broker.js';
import { until } from '../support/wait.js';
import {
  connectPacket,
  deadlineMs,
  isClosed,
  isRefused,
  openSocket,
  packet,
  publishPacket,
} from '../contract/hostile-client.js';

type Started = Awaited<ReturnType<typeof startEmbeddedBroker>>;

const rules: BrokerRules = {
  authenticate: async (_, password) => password === 'right',
  mayUseClientId: (username, clientId) => clientId === username || username === 'boss',
  mayPublish: (username, topic, retain) =>
    (username === 'boss' || topic.startsWith(`${username}/`)) && (!retain || topic.endsWith('/state')),
  maySubscribe: (username, filter) => username === 'boss' || filter.startsWith(`${username}/`),
  isTrusted: (username) => username === 'boss',
};

describe('the embedded broker', () => {
  let started: Started;
  const clients: MqttClient[] = [];

  afterEach(async () => {
    for (const client of clients.splice(0)) client.end(true);
    await started.stop();
  });

  async function start(
    limits: Partial<BrokerLimits> = {},
    changed: Partial<BrokerRules> = {},
  ): Promise<EmbeddedBroker> {
    started = await startEmbeddedBroker({ rules: { ...rules, ...changed }, limits: { ...brokerLimits, ...limits } });
    return started.broker;
  }

  async function enter(username: string, options: IClientOptions = {}): Promise<MqttClient> {
    const client = await connectAsync(
      started.url,
      { username, clientId: username, password: 'right', protocolVersion: 4, reconnectPeriod: 0, ...options },
      false,
    );
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  }

  it('says which port is taken', async () => {
    await start();
    const second = new EmbeddedBroker({
      host: '127.0.0.1',
      port: started.port,
      rules,
      clock: new SystemClock(),
      log: silentLog,
    });
    const error = await second.start().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PortTaken);
    expect(error).toMatchObject({ host: '127.0.0.1', port: started.port });
  });

  it('frees its port when it stops, with clients connected', async () => {
    await start();
    const anna = await enter('anna');
    const closed = new Promise<void>((resolve) => anna.once('close', () => resolve()));
    await started.stop();
    await closed;
    const again = new EmbeddedBroker({
      host: '127.0.0.1',
      port: started.port,
      rules,
      clock: new SystemClock(),
      log: silentLog,
    });
    await expect(again.start()).resolves.not.toThrow();
    await again.stop();
  });

  it('cuts whoever sends no CONNECT in time', async () => {
    const broker = await start({ connectWithinMs: 100 });
    const silent = await openSocket(started);
    const dripping = await openSocket(started);
    const whole = connectPacket('anna', 'anna', 'right');
    dripping.write(whole.subarray(0, 5));
    expect(await isClosed(silent)).toBe(true);
    expect(await isClosed(dripping)).toBe(true);
    expect(broker.counts()).toMatchObject({ connections: 0, cut: { 'no-connect': 2 } });
  });

  it('tells whoever waits too long for an answer to come back', async () => {
    const broker = await start(
      { authenticateWithinMs: 50 },
      { authenticate: async () => await new Promise(() => undefined) },
    );
    expect(await isRefused(enter('anna'))).toBe(true);
    expect(broker.counts().refused['no-answer']).toBe(1);
  });

  it('locks out an address that guesses a name, and nobody else', async () => {
    const broker = await start({ failuresPerUsernameAndAddress: 3 });
    for (let n = 0; n < 3; n += 1) expect(await isRefused(enter('anna', { password: `guess ${n}` }))).toBe(true);
    expect(await isRefused(enter('anna'))).toBe(true);
    await enter('piotr');
    expect(broker.counts().refused).toMatchObject({ 'wrong-credentials': 3, 'locked-out': 1 });
  });

  it('locks out an address that guesses names, but not who is trusted', async () => {
    await start({ failuresPerAddress: 3 });
    for (const name of ['a', 'b', 'c']) expect(await isRefused(enter(name, { password: 'guess' }))).toBe(true);
    expect(await isRefused(enter('piotr'))).toBe(true);
    await enter('boss');
  });

  it('has a place for so many connections from one address', async () => {
    const broker = await start({ connectionsPerAddress: 2 });
    const first = await openSocket(started);
    await openSocket(started);
    expect(await isClosed(await openSocket(started))).toBe(true);
    expect(broker.counts().cut['too-many-connections']).toBe(1);
    first.destroy();
    await until(() => broker.counts().connections === 1, { deadlineMs, what: 'the place to be given back' });
    await enter('anna');
  });

  it('has a place for so many clients of one name', async () => {
    const broker = await start({ connectionsPerUsername: 2 });
    await enter('boss', { clientId: 'boss-1' });
    await enter('boss', { clientId: 'boss-2' });
    expect(await isRefused(enter('boss', { clientId: 'boss-3' }))).toBe(true);
    await enter('boss', { clientId: 'boss-2' });
    await until(() => broker.counts().signedIn === 2, { deadlineMs, what: 'the former to be thrown out' });
  });

  it('cuts a flood, but not who is trusted', async () => {
    const broker = await start({ packetBurst: 100, packetsPerSecond: 100 });
    const flood = (name: string) =>
      Buffer.concat([
        connectPacket(name, name, 'right'),
        ...Array.from({ length: 500 }, () => packet(0xc0, Buffer.alloc(0))),
      ]);
    const anna = await openSocket(started);
    anna.write(flood('anna'));
    expect(await isClosed(anna)).toBe(true);
    expect(broker.counts().cut['too-fast']).toBe(1);
    const boss = await enter('boss');
    for (let n = 0; n < 500; n += 1) boss.publish('boss/x', 'y');
    await boss.publishAsync('boss/x', 'last', { qos: 1 });
    expect(boss.connected).toBe(true);
  });

  it('lets nobody in who was revoked while the password was checked', async () => {
    let answer: ((known: boolean) => void) | undefined;
    const broker = await start({}, { authenticate: async () => await new Promise((resolve) => (answer = resolve)) });
    const attempt = isRefused(enter('anna'));
    await until(() => answer !== undefined, { deadlineMs, what: 'the question' });
    broker.kick('anna');
    answer!(true);
    expect(await attempt).toBe(true);
    expect(broker.counts().signedIn).toBe(0);
  });

  it('forgets whoever hung up while the password was checked', async () => {
    let answer: ((known: boolean) => void) | undefined;
    const broker = await start({}, { authenticate: async () => await new Promise((resolve) => (answer = resolve)) });
    const socket = await openSocket(started);
    socket.write(connectPacket('anna', 'anna', 'right'));
    await until(() => answer !== undefined, { deadlineMs, what: 'the question' });
    socket.destroy();
    await until(() => broker.counts().connections === 0, { deadlineMs, what: 'the connection to end' });
    answer!(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(broker.counts().signedIn).toBe(0);
  });

  it('delivers nothing that was said while a client was away, though it asks for a session', async () => {
    await start();
    const session = { clean: false };
    const anna = await enter('anna', session);
    await anna.subscribeAsync('anna/#', { qos: 1 });
    await anna.endAsync();
    const boss = await enter('boss');
    await boss.publishAsync('anna/x', 'unheard', { qos: 1 });
    const heard: string[] = [];
    const back = await enter('anna', session);
    back.on('message', (_, payload) => heard.push(payload.toString()));
    await back.subscribeAsync('anna/#', { qos: 1 });
    await back.publishAsync('anna/x', 'now', { qos: 1 });
    await until(() => heard.length > 0, { deadlineMs, what: 'a message' });
    expect(heard).toEqual(['now']);
  });

  it('keeps what may be retained, in bounds, and forgets what is cleared', async () => {
    const broker = await start({ retainedTopics: 2, retainedBytes: 100 });
    const anna = await enter('anna');
    await anna.publishAsync('anna/1/state', 'x'.repeat(40), { qos: 1, retain: true });
    await anna.publishAsync('anna/2/state', 'x'.repeat(40), { qos: 1, retain: true });
    await anna.publishAsync('anna/1/state', 'x'.repeat(60), { qos: 1, retain: true });
    expect(broker.counts()).toMatchObject({ retainedTopics: 2, retainedBytes: 100 });
    await anna.publishAsync('anna/1/state', '', { qos: 1, retain: true });
    expect(broker.counts()).toMatchObject({ retainedTopics: 1, retainedBytes: 40 });
    await anna.publishAsync('anna/3/state', 'x', { qos: 1, retain: true });
    const cut = new Promise<void>((resolve) => anna.once('close', () => resolve()));
    anna.publish('anna/4/state', 'x', { qos: 1, retain: true });
    await cut;
    expect(broker.counts().cut['publish-denied']).toBe(1);
  });

  it('cuts a client that does not read', async () => {
    const broker = await start({ unsentBytes: 50_000, bytesPerSecond: 1e9, byteBurst: 1e9 });
    const anna = await openSocket(started);
    anna.write(connectPacket('anna', 'anna', 'right'));
    anna.pause();
    anna.write(packet(0x82, Buffer.from('00010006616e6e612f2300', 'hex')));
    await until(() => broker.counts().signedIn === 1, { deadlineMs, what: 'the sign-in' });
    const boss = await enter('boss');
    // The kernel's own buffers take some megabytes before the broker's begin to grow.
    const payload = Buffer.alloc(60_000);
    const flooding = setInterval(() => anna.write(publishPacket('anna/x', payload)), 1);
    try {
      await until(() => broker.counts().cut['slow-consumer'] === 1, {
        deadlineMs: 10_000,
        what: 'the slow one to be cut',
      });
    } finally {
      clearInterval(flooding);
    }
    expect(boss.connected).toBe(true);
  });

  it('counts two clients that take one id from each other', async () => {
    const broker = await start({ takeoversBeforeFlapping: 3 });
    for (let n = 0; n < 5; n += 1) await enter('anna');
    expect(broker.counts()).toMatchObject({ takeovers: 4, flapping: 1 });
  });

  it('knows no username that means something in JavaScript', async () => {
    await start();
    for (const name of ['__proto__', 'constructor', 'toString']) {
      await enter(name);
      const again = await enter(name);
      expect(again.connected, name).toBe(true);
      await again.endAsync();
    }
  });
});
