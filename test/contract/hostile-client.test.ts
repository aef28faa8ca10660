import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serviceUsername } from '../../src/contracts/mqtt/index.js';
import { brokerAccessOf } from '../../src/modules/broker/broker-access-provider.js';
import type { GateCredentialFacts } from '../../src/modules/broker/index.js';
import { SystemClock } from '../../src/platform/clock/clock.js';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { IdSource } from '../../src/platform/ids/ids.js';
import { silentLog } from '../../src/platform/log/log.js';
import { type Mosquitto, startMosquitto } from '../support/broker.js';
import { until } from '../support/wait.js';
import { malformedPackets, otherProtocols, someBytes } from './hostile-bytes.js';
import {
  asGate,
  asService,
  connectPacket,
  deadlineMs,
  Ear,
  isClosed,
  isRefused,
  isServed,
  openSocket,
  packet,
  passwordOf,
  publishPacket,
  rawGate,
  type Target,
  tryPublish,
} from './hostile-client.js';

const megabyte = 1_048_576;

/** What a hostile client tries, and what any broker of ours must make of it. The service hears everything meanwhile. */
const checks: Readonly<Record<string, (target: Target, service: Ear) => Promise<void>>> = {
  'a gate says and hears what is its own': async (target, service) => {
    const laser = new Ear(await asGate(target, 'laser'));
    await laser.client.subscribeAsync('brama/v1/gate/laser/down/#', { qos: 1 });
    await laser.client.publishAsync('brama/v1/gate/laser/up/tap', 'tap', { qos: 1 });
    await service.until('tap');
    await service.client.publishAsync('brama/v1/gate/laser/down/relay', 'relay', { qos: 0 });
    await laser.until('relay');
    await laser.client.endAsync();
  },

  'a wrong password, no name and an unknown name are refused': async (target) => {
    expect(await isRefused(asGate(target, 'laser', { password: 'guess' }))).toBe(true);
    expect(await isRefused(asGate(target, 'laser', { password: '' }))).toBe(true);
    expect(await isRefused(asGate(target, 'laser', { username: '', password: '' }))).toBe(true);
    expect(await isRefused(asGate(target, 'laser', { username: 'plotter', clientId: 'plotter' }))).toBe(true);
    expect(await isRefused(asGate(target, 'laser', { username: "x' or 1=1 --", clientId: "x' or 1=1 --" }))).toBe(true);
  },

  'a gate cannot be the service, nor the admin of the broker': async (target) => {
    for (const username of [serviceUsername, '_admin', 'admin']) {
      expect(await isRefused(asGate(target, 'laser', { username, clientId: username }))).toBe(true);
    }
  },

  'another client id is refused, and the one who has it stays': async (target) => {
    const lathe = await asGate(target, 'lathe');
    for (const clientId of ['lathe', `${serviceUsername}-x`, 'laser-2', '']) {
      expect(await isRefused(asGate(target, 'laser', { clientId, clean: true }))).toBe(true);
    }
    expect(lathe.connected).toBe(true);
    await lathe.publishAsync('brama/v1/gate/lathe/up/tap', 'still here', { qos: 1 });
    await lathe.endAsync();
  },

  'publishing outside its own up/ reaches nobody': async (target, service) => {
    const lathe = new Ear(await asGate(target, 'lathe'));
    await lathe.client.subscribeAsync('brama/v1/gate/lathe/down/#');
    const topics = [
      'brama/v1/gate/lathe/up/tap',
      'brama/v1/gate/lathe/down/relay',
      'brama/v1/gate/laser/down/relay',
      'brama/v1/gate/laser/down/ui',
      'brama/v1/gate/laser/up/firmware',
      'brama/v1/gate/laser/up',
      'brama/v1/gate/laser/up/tap/more',
      'brama/v1/gate//up/tap',
      'brama/v1/svc/live',
      'brama/v1/svc/pulse/1',
      'brama/v2/gate/laser/up/tap',
      'elsewhere',
    ];
    for (const topic of topics) {
      const laser = await asGate(target, 'laser');
      await tryPublish(laser, topic, 'outside');
      laser.end(true);
    }
    await service.client.publishAsync('brama/v1/gate/lathe/down/ui', 'the last word', { qos: 1 });
    await lathe.until('the last word');
    expect(await isServed(target, service)).toBe(true);
    expect([...lathe.heard, ...service.heard].filter(({ text }) => text === 'outside')).toEqual([]);
    lathe.client.end(true);
  },

  'wildcards and foreign topics bring nothing': async (target, service) => {
    const laser = new Ear(await asGate(target, 'laser'));
    const filters = [
      '#',
      '+/#',
      'brama/#',
      'brama/v1/#',
      'brama/v1/gate/#',
      'brama/v1/gate/+/down/#',
      'brama/v1/gate/lathe/down/#',
      'brama/v1/gate/lathe/down/relay',
      'brama/v1/gate/lathe/up/tap',
      'brama/v1/gate/laser/up/tap',
      'brama/v1/gate/+/up/state',
      'brama/v1/svc/#',
      '$share/brama/brama/v1/gate/+/up/tap',
      '$SYS/#',
      '$CONTROL/#',
    ];
    for (const filter of filters) await laser.client.subscribeAsync(filter).catch(() => undefined);
    for (const topic of ['gate/lathe/down/relay', 'gate/lathe/down/list', 'svc/live']) {
      await service.client.publishAsync(`brama/v1/${topic}`, 'for others', { qos: 1 });
    }
    expect(await isServed(target, service)).toBe(true);
    await laser.client.subscribeAsync('brama/v1/gate/laser/down/#');
    await service.client.publishAsync('brama/v1/gate/laser/down/ui', 'for the laser', { qos: 1 });
    await laser.until('for the laser');
    expect(laser.heard.map(({ text }) => text)).toEqual(['for the laser']);
    laser.client.end(true);
  },

  'a will on a foreign topic is never sent': async (target, service) => {
    for (const topic of ['brama/v1/gate/lathe/up/state', 'brama/v1/gate/laser/down/relay', 'brama/v1/svc/live']) {
      const will = { topic, payload: Buffer.from('foreign will'), qos: 1 as const, retain: false };
      const laser = await asGate(target, 'laser', { will }).catch(() => undefined);
      laser?.stream.destroy();
    }
    expect(await isServed(target, service)).toBe(true);
    expect(service.heard.filter(({ text }) => text === 'foreign will')).toEqual([]);
  },

  'its own will is sent': async (target, service) => {
    const payload = Buffer.from('own will');
    const will = { topic: 'brama/v1/gate/laser/up/state', payload, qos: 1 as const, retain: true };
    (await asGate(target, 'laser', { will })).stream.destroy();
    await service.until('own will');
  },

  'no command of its own stays behind for later': async (target, service) => {
    const laser = await asGate(target, 'laser');
    await tryPublish(laser, 'brama/v1/gate/laser/down/relay', 'planted', { retain: true });
    laser.end(true);
    const later = new Ear(await asGate(target, 'laser'));
    await later.client.subscribeAsync('brama/v1/gate/laser/down/#', { qos: 1 });
    await service.client.publishAsync('brama/v1/gate/laser/down/ui', 'after the planted', { qos: 1 });
    await later.until('after the planted');
    expect(later.heard.filter(({ text }) => text === 'planted')).toEqual([]);
    later.client.end(true);
  },

  'a tap that stays behind is not kept, or arrives marked as kept': async (target) => {
    const laser = await asGate(target, 'laser');
    await tryPublish(laser, 'brama/v1/gate/laser/up/tap', 'kept tap', { retain: true });
    laser.end(true);
    const late = await asService(target, 'late');
    expect(await isServed(target, late)).toBe(true);
    expect(late.heard.filter(({ text, retained }) => text === 'kept tap' && !retained)).toEqual([]);
    late.client.end(true);
  },

  'the topics of the broker itself are closed': async (target, service) => {
    const command = {
      command: 'createClient',
      username: 'intruder',
      password: 'intruder',
      roles: [{ rolename: 'admin' }],
    };
    for (const topic of ['$CONTROL/dynamic-security/v1', '$SYS/broker/uptime', '$share/x/brama/v1/svc/live']) {
      const laser = await asGate(target, 'laser');
      await tryPublish(laser, topic, JSON.stringify({ commands: [command] }));
      laser.end(true);
    }
    const intruder = { username: 'intruder', clientId: 'intruder', password: 'intruder' };
    expect(await isRefused(asGate(target, 'laser', intruder))).toBe(true);
    expect(await isServed(target, service)).toBe(true);
  },

  'a payload over 64 kB is not carried, and the client is cut': async (target, service) => {
    for (const size of [65_537, 100_000]) {
      const laser = await rawGate(target, 'laser');
      laser.write(publishPacket('brama/v1/gate/laser/up/journal', Buffer.alloc(size, 'x')));
      expect(await isClosed(laser)).toBe(true);
    }
    expect(await isServed(target, service)).toBe(true);
    expect(service.heard.filter(({ text }) => text.length > 60_000)).toEqual([]);
  },

  'a payload of nearly 64 kB is carried': async (target, service) => {
    const laser = await asGate(target, 'laser');
    const text = 'j'.repeat(65_000);
    await laser.publishAsync('brama/v1/gate/laser/up/journal', text, { qos: 1 });
    await service.until(text);
    await laser.endAsync();
  },

  'a packet that only claims to be huge costs nothing': async (target, service) => {
    const before = target.memory();
    const sockets: Socket[] = [];
    for (let n = 0; n < 20; n += 1) {
      const laser = n % 2 === 0 ? await rawGate(target, 'laser') : await openSocket(target);
      laser.write(packet(n % 2 === 0 ? 0x30 : 0x10, Buffer.alloc(1_000), 268_435_455));
      sockets.push(laser);
    }
    for (const socket of sockets) expect(await isClosed(socket)).toBe(true);
    expect(await isServed(target, service)).toBe(true);
    expect(target.memory() - before).toBeLessThan(100 * megabyte);
  },

  'malformed packets close the connection and nothing else': async (target, service) => {
    for (const [name, bytes] of Object.entries({ ...malformedPackets, ...otherProtocols })) {
      const socket = await openSocket(target);
      socket.write(bytes);
      expect(await isClosed(socket), name).toBe(true);
    }
    for (const [name, bytes] of Object.entries(malformedPackets)) {
      const laser = await rawGate(target, 'laser');
      laser.write(bytes);
      expect(await isClosed(laser), `${name}, signed in`).toBe(true);
    }
    expect(await isServed(target, service)).toBe(true);
  },

  'random bytes, before and after the CONNECT, break nothing': async (target, service) => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const socket = seed % 3 === 0 ? await rawGate(target, 'laser') : await openSocket(target);
      if (seed % 3 === 1) socket.write(packet(0x10, someBytes(seed)));
      else socket.write(someBytes(seed));
      socket.end();
      expect(await isClosed(socket)).toBe(true);
    }
    expect(await isServed(target, service)).toBe(true);
  },

  'half a CONNECT that never ends keeps nobody out': async (target, service) => {
    const whole = connectPacket('laser', 'laser', passwordOf(target, 'laser'));
    const sockets = await Promise.all(Array.from({ length: 50 }, async () => await openSocket(target)));
    for (const [n, socket] of sockets.entries()) socket.write(whole.subarray(0, 1 + (n % (whole.length - 1))));
    expect(await isServed(target, service)).toBe(true);
    for (const socket of sockets) socket.destroy();
  },

  'a packet before CONNECT, and a second CONNECT, close the connection': async (target) => {
    const early = await openSocket(target);
    early.write(publishPacket('brama/v1/gate/laser/up/tap', Buffer.from('early')));
    expect(await isClosed(early)).toBe(true);
    const twice = await rawGate(target, 'laser');
    twice.write(connectPacket('laser', 'laser', passwordOf(target, 'laser')));
    expect(await isClosed(twice)).toBe(true);
  },

  'a flood from one gate leaves the others served and the memory flat': async (target, service) => {
    const before = target.memory();
    const laser = await rawGate(target, 'laser');
    const flood = publishPacket('brama/v1/gate/laser/up/power', Buffer.alloc(80, 'f'));
    for (let n = 0; n < 100; n += 1) laser.write(Buffer.concat(Array.from({ length: 100 }, () => flood)));
    expect(await isServed(target, service)).toBe(true);
    laser.destroy();
    expect(target.memory() - before).toBeLessThan(100 * megabyte);
  },

  'a thousand filters bring nothing and keep nobody out': async (target, service) => {
    const laser = await asGate(target, 'laser');
    const filters = Array.from({ length: 1_000 }, (_, n) => `brama/v1/gate/g${n}/up/tap`);
    await Promise.race([
      laser.subscribeAsync(filters).catch(() => undefined),
      new Promise<void>((resolve) => laser.once('close', () => resolve())),
    ]);
    expect(await isServed(target, service)).toBe(true);
    laser.end(true);
  },

  'topics without end are not carried': async (target, service) => {
    for (const topic of [`brama/v1/gate/laser/up/${'x'.repeat(20_000)}`, `${'a/'.repeat(3_000)}a`]) {
      const laser = await rawGate(target, 'laser');
      laser.write(publishPacket(topic, Buffer.from('endless')));
      laser.write(Buffer.from([0xc0, 0]));
      await until(() => laser.destroyed || laser.bytesRead > 4, { deadlineMs, what: 'an answer' }).catch(
        () => undefined,
      );
      laser.destroy();
    }
    expect(await isServed(target, service)).toBe(true);
    expect(service.heard.filter(({ text }) => text === 'endless')).toEqual([]);
  },

  'a gate that does not read holds up nobody': async (target, service) => {
    const before = target.memory();
    const laser = await rawGate(target, 'laser');
    laser.pause();
    laser.write(
      packet(
        0x82,
        Buffer.concat([Buffer.from([0, 1, 0, 26]), Buffer.from('brama/v1/gate/laser/down/#'), Buffer.from([0])]),
      ),
    );
    const text = 'd'.repeat(10_000);
    for (let n = 0; n < 500; n += 1) service.client.publish('brama/v1/gate/laser/down/ui', text, { qos: 0 });
    expect(await isServed(target, service)).toBe(true);
    expect(target.memory() - before).toBeLessThan(100 * megabyte);
    laser.destroy();
  },

  'two clients with one id throw each other out, and only each other': async (target, service) => {
    const lathe = new Ear(await asGate(target, 'lathe'));
    await lathe.client.subscribeAsync('brama/v1/gate/lathe/down/#');
    let former: Socket | undefined;
    for (let n = 0; n < 20; n += 1) {
      const laser = await rawGate(target, 'laser');
      if (former !== undefined) expect(await isClosed(former)).toBe(true);
      former = laser;
    }
    expect(former!.destroyed).toBe(false);
    await service.client.publishAsync('brama/v1/gate/lathe/down/ui', 'after the flapping', { qos: 1 });
    await lathe.until('after the flapping');
    former!.destroy();
    lathe.client.end(true);
  },

  'MQTT 5 is spoken under the same rules, or refused in clear words': async (target, service) => {
    expect(await isRefused(asGate(target, 'laser', { protocolVersion: 5, password: 'guess' }))).toBe(true);
    let said = '';
    const laser = await asGate(target, 'laser', { protocolVersion: 5 }).catch((error: Error) => {
      said = error.message;
      return undefined;
    });
    if (laser === undefined) {
      expect(said).toMatch(/protocol version/i);
      return;
    }
    expect(await laser.publishAsync('brama/v1/gate/lathe/up/tap', 'five', { qos: 1 }).catch(() => 'denied')).toBe(
      'denied',
    );
    laser.end(true);
    expect(await isServed(target, service)).toBe(true);
    expect(service.heard.filter(({ text }) => text === 'five')).toEqual([]);
  },

  'a rotated credential closes the connection and is void': async (target) => {
    const old = passwordOf(target, 'laser');
    const laser = await rawGate(target, 'laser');
    const former = target.gates.get('laser')!;
    const rotated = { ...former, credentialVersion: former.credentialVersion + 1 };
    target.gates.set('laser', rotated);
    expect(await target.access.provision(rotated)).toBe('done');
    expect(await isClosed(laser)).toBe(true);
    expect(await isRefused(asGate(target, 'laser', { password: old }))).toBe(true);
    await (await asGate(target, 'laser')).endAsync();
  },

  'a retired gate is out for good': async (target, service) => {
    const plotter: GateCredentialFacts = { id: 'plotter-id', slug: 'plotter', credentialVersion: 1 };
    target.gates.set('plotter', plotter);
    expect(await target.access.provision(plotter)).toBe('done');
    const password = passwordOf(target, 'plotter');
    const connected = await rawGate(target, 'plotter');
    target.gates.delete('plotter');
    await target.access.revoke('plotter');
    expect(await isClosed(connected)).toBe(true);
    const again = { username: 'plotter', clientId: 'plotter', password };
    expect(await isRefused(asGate(target, 'laser', again))).toBe(true);
    expect(await isServed(target, service)).toBe(true);
  },
};

const brokers: Readonly<Record<string, () => Promise<Target & { stop(): Promise<void> }>>> = {
  embedded: async () => {
    const { target, start } = prepare({ port: await freePort() }, () => process.memoryUsage().rss);
    await start();
    return { ...target, stop: async () => await target.access.stop() };
  },
  mosquitto: async () => {
    const mosquitto = await startMosquitto();
    const { target, start } = prepare(mosquitto, () => residentBytes(mosquitto.pid));
    await start();
    await settled(target);
    return {
      ...target,
      stop: async () => {
        await target.access.stop();
        await mosquitto.stop();
      },
    };
  },
};

describe.each(Object.keys(brokers))('a hostile client at the %s broker', (name) => {
  let target: Target & { stop(): Promise<void> };
  let service: Ear;
  let done = 0;

  beforeAll(async () => {
    target = await brokers[name]!();
    service = await asService(target, 'ear');
  }, 30_000);

  afterAll(async () => {
    service.client.end(true);
    await target.stop();
  });

  it.each(Object.entries(checks))('%s', { timeout: 30_000 }, async (_, check) => {
    service.heard.length = 0;
    await check(target, service);
    expect(service.client.connected).toBe(true);
    done += 1;
  });

  it('was checked in every way', () => {
    expect(done).toBe(26);
  });
});

/** The service's own way to a broker, over gates that are kept in memory. */
function prepare(
  broker: { readonly port: number } & Partial<Pick<Mosquitto, 'url' | 'admin'>>,
  memory: () => number,
): { readonly target: Target; readonly start: () => Promise<void> } {
  const master = randomBytes(32);
  const gates = new Map<string, GateCredentialFacts>(
    ['laser', 'lathe'].map((slug) => [slug, { id: `${slug}-id`, slug, credentialVersion: 1 }]),
  );
  const clock = new SystemClock();
  const access = brokerAccessOf({
    mqtt: {
      url: broker.url,
      embedded: { host: '127.0.0.1', port: broker.port },
      publicUrl: `mqtt://127.0.0.1:${broker.port}`,
      admin: broker.admin,
    },
    secrets: { gateMaster: master, mqttPassword: master.toString('hex') },
    gates: {
      credential: async (slug) => gates.get(slug),
      credentials: async () => [...gates.values()],
    },
    clock,
    ids: new IdSource(clock),
    log: silentLog,
  });
  return { target: { access, port: broker.port, master, gates, memory }, start: async () => await access.start() };
}

/** Waits until the broker knows the last of the gates. */
async function settled(target: Target): Promise<void> {
  await until(async () => !(await isRefused(asGate(target, 'lathe'))), {
    deadlineMs: 10_000,
    what: 'mosquitto to be provisioned',
  });
}

function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}
