import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brokerAccessOf } from '../../src/modules/broker/broker-access-provider.js';
import type { BrokerAccess, GateCredentialFacts } from '../../src/modules/broker/index.js';
import { SystemClock } from '../../src/platform/clock/clock.js';
import { IdSource } from '../../src/platform/ids/ids.js';
import { silentLog } from '../../src/platform/log/log.js';
import { DynamicSecurity } from '../../src/platform/mqtt/dynamic-security.js';
import { asGate, asService, isRefused, passwordOf, type Target } from '../contract/hostile-client.js';
import { type Mosquitto, startMosquitto } from '../support/broker.js';
import { until } from '../support/wait.js';

const clock = new SystemClock();
const ids = new IdSource(clock);
const laser: GateCredentialFacts = { id: 'laser-id', slug: 'laser', credentialVersion: 1 };
const lathe: GateCredentialFacts = { id: 'lathe-id', slug: 'lathe', credentialVersion: 1 };

describe('a mosquitto that the service provisions', { timeout: 30_000 }, () => {
  let mosquitto: Mosquitto;
  let target: Target;
  let access: BrokerAccess;
  const others: { stop(): Promise<void> }[] = [];

  beforeEach(async () => {
    mosquitto = await startMosquitto();
    const gates = new Map([laser, lathe].map((gate) => [gate.slug, gate]));
    const master = randomBytes(32);
    access = accessWith(gates, master, mosquitto.admin);
    target = { access, port: mosquitto.port, master, gates, memory: () => 0 };
    await access.start();
    await isIn('lathe');
  });

  afterEach(async () => {
    await access.stop();
    for (const other of others.splice(0)) await other.stop();
    await mosquitto.stop();
  });

  function accessWith(gates: Map<string, GateCredentialFacts>, master: Buffer, admin: Mosquitto['admin'] | undefined) {
    return brokerAccessOf({
      mqtt: {
        url: mosquitto.url,
        embedded: { host: '127.0.0.1', port: 0 },
        publicUrl: 'mqtts://brama.example:8883',
        admin,
      },
      secrets: { gateMaster: master, mqttPassword: master.toString('hex') },
      gates: { credential: async (slug) => gates.get(slug), credentials: async () => [...gates.values()] },
      clock,
      ids,
      log: silentLog,
    });
  }

  async function isIn(slug: string): Promise<void> {
    await until(async () => !(await isRefused(asGate(target, slug))), {
      deadlineMs: 15_000,
      what: `${slug} to be let in`,
    });
  }

  async function administer(): Promise<DynamicSecurity> {
    const security = new DynamicSecurity({ url: mosquitto.url, ...mosquitto.admin }, clock, ids, silentLog);
    others.push(security);
    const connected = new Promise<void>((resolve) => security.onConnected(resolve));
    security.start();
    await connected;
    return security;
  }

  it('knows the service and each gate, and nobody else', async () => {
    const security = await administer();
    const clients = await until(
      async () => {
        const found = await security.clients();
        return found.length === 4 && found;
      },
      { deadlineMs: 5_000, what: 'four clients' },
    );
    expect(clients.map(({ username }) => username).toSorted()).toEqual(['_admin', '_service', 'laser', 'lathe']);
    expect(JSON.stringify(clients)).not.toContain(passwordOf(target, 'laser'));
  });

  it('is whole again after it lost its data', async () => {
    await mosquitto.restart({ empty: true });
    await isIn('laser');
    await isIn('lathe');
    const service = await asService(target, 'again');
    expect(service.client.connected).toBe(true);
    service.client.end(true);
  });

  it('is left alone where it is right: nobody is disconnected', async () => {
    const gate = await asGate(target, 'laser');
    const service = await asService(target, 'ear');
    await access.provisionAll();
    await access.provisionAll();
    await gate.publishAsync('brama/v1/gate/laser/up/tap', 'still here', { qos: 1 });
    await service.until('still here');
    expect(gate.connected && service.client.connected).toBe(true);
    gate.end(true);
    service.client.end(true);
  });

  it('learns of what changed while it was away', async () => {
    const plotter: GateCredentialFacts = { id: 'plotter-id', slug: 'plotter', credentialVersion: 1 };
    const old = passwordOf(target, 'lathe');
    const retired = passwordOf(target, 'laser');
    await mosquitto.kill();
    await until(async () => (await access.provision(lathe)) === 'pending', {
      deadlineMs: 10_000,
      what: 'the loss to be noticed',
    });
    target.gates.set('plotter', plotter);
    target.gates.set('lathe', { ...lathe, credentialVersion: 2 });
    target.gates.delete('laser');
    await access.revoke('laser');
    await mosquitto.restart();
    await isIn('plotter');
    await isIn('lathe');
    const refused = (slug: string, password: string) =>
      isRefused(asGate(target, 'lathe', { username: slug, clientId: slug, password }));
    await until(async () => await refused('laser', retired), { deadlineMs: 5_000, what: 'the retired gate to be out' });
    expect(await refused('lathe', old)).toBe(true);
  });

  it('keeps what others made, though a gate should have its name', async () => {
    const security = await administer();
    await security.ensureRole({ name: 'printer', acls: [] });
    await security.ensureClient({ username: 'printer', password: 'theirs', role: 'printer', mark: '' });
    const printer: GateCredentialFacts = { id: 'printer-id', slug: 'printer', credentialVersion: 1 };
    target.gates.set('printer', printer);
    expect(await access.provision(printer)).toBe('pending');
    await access.provisionAll();
    await access.revoke('printer');
    expect(await security.client('printer')).toMatchObject({ roles: ['printer'], disabled: false });
    const theirs = { username: 'printer', password: 'theirs', clientId: 'theirs' };
    expect(await isRefused(asGate(target, 'printer', theirs))).toBe(false);
  });

  it('is put right where somebody changed it by hand', async () => {
    const security = await administer();
    await security.disable('lathe');
    await security.ensureClient({ username: 'laser', password: 'x', role: 'brama-gate-lathe', mark: 'by hand' });
    expect(await isRefused(asGate(target, 'lathe'))).toBe(true);
    await access.provisionAll();
    await isIn('lathe');
    const service = await asService(target, 'ear');
    const gate = await asGate(target, 'laser');
    await gate.publishAsync('brama/v1/gate/laser/up/tap', 'heard again', { qos: 1 });
    await service.until('heard again');
    gate.end(true);
    service.client.end(true);
  });

  it('keeps clients that are none of ours', async () => {
    const security = await administer();
    await security.ensureRole({ name: 'grafana', acls: [] });
    await security.ensureClient({ username: 'grafana', password: 'x', role: 'grafana', mark: 'made by hand' });
    await access.provisionAll();
    expect((await security.clients()).map(({ username }) => username)).toContain('grafana');
  });

  it('has the later of two rotations at once', async () => {
    const rotate = async (credentialVersion: number) => {
      target.gates.set('laser', { ...laser, credentialVersion });
      return await access.provision({ ...laser, credentialVersion });
    };
    expect(await Promise.all([rotate(2), rotate(3)])).toEqual(['done', 'done']);
    await isIn('laser');
  });

  it('without its admin is provisioned by hand, which the answer says', async () => {
    const byHand = accessWith(target.gates, target.master, undefined);
    await byHand.start();
    expect(await byHand.provision(laser)).toBe('by-hand');
    expect(byHand.connection).toMatchObject({ username: '_service', protocolVersion: 5 });
    expect(byHand.gateUrl).toBe('mqtts://brama.example:8883');
    await byHand.stop();
  });

  it('serves a workshop of 150 gates', async () => {
    for (let n = 0; n < 150; n += 1) {
      const slug = `g${String(n).padStart(3, '0')}`;
      target.gates.set(slug, { id: slug, slug, credentialVersion: 1 });
    }
    await access.provisionAll();
    await isIn('g149');
    await access.provisionAll();
    expect(await (await administer()).clients()).toHaveLength(154);
  });
});
