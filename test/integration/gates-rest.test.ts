import { Module } from '@nestjs/common';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gateCredential } from '../../src/contracts/http/index.js';
import { AuditModule } from '../../src/modules/audit/index.js';
import { BrokerAccess, BrokerModule } from '../../src/modules/broker/index.js';
import { GateRegistryService } from '../../src/modules/gates/gate-registry.service.js';
import { GatesController } from '../../src/modules/gates/gates.controller.js';
import { LeaseLoop } from '../../src/modules/gates/lease-loop.js';
import { gateEntities, GateRepository } from '../../src/modules/gates/index.js';
import { addMachine } from '../support/builders.js';
import { type Answer, type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

/** Sessions are another test's business; here, when they were ended. */
const ended: string[] = [];
const endOfMachine = async (machineId: string): Promise<boolean> => ended.push(machineId) > 0;

@Module({
  imports: [AuditModule, BrokerModule.for(GateRepository)],
  controllers: [GatesController],
  providers: [GateRegistryService, GateRepository, { provide: LeaseLoop, useValue: { endOfMachine } }],
})
class RegistryModule {}

const unknown = '018f0000-0000-7000-8000-000000000000';
let workshop: HttpWorkshop;
let staff: Person;
let anna: Person;
let slugs = 0;
const changed: string[] = [];

beforeAll(async () => {
  workshop = await startHttpWorkshop({
    modules: [RegistryModule],
    entities: gateEntities,
    env: { BRAMA_MQTT_PORT: '0' },
  });
  workshop.events.on('machine-changed', ({ machineId }) => void changed.push(machineId));
  staff = await workshop.person('staff');
  anna = await workshop.person('member', 'instructor');
}, 60_000);
afterAll(async () => await workshop.stop());

const call = async (method: string, path: string, body?: unknown, as = staff): Promise<Answer> =>
  await workshop.call(method, `/api/v1/gates${path}`, { as, ...(body === undefined ? {} : { body }) });

const nextSlug = (): string => `gate-${(slugs += 1)}`;

async function register(): Promise<Answer['body']> {
  const machineId = await addMachine(workshop.database);
  const answer = await call('POST', '', { machineId, slug: nextSlug() });
  expect(answer.status).toBe(201);
  return answer.body;
}

async function version(machineId: string): Promise<number> {
  const [row] = await workshop.database.query<{ version: number }>('select version from machine where id = $1', [
    machineId,
  ]);
  return row!.version;
}

/** Whether the broker lets the gate in. */
async function mayEnter({ mqttUrl, username, password }: Answer['body']): Promise<boolean> {
  try {
    const options = { username, password, clientId: username, protocolVersion: 4, reconnectPeriod: 0 } as const;
    const client = await connectAsync(mqttUrl, options, false);
    await client.endAsync();
    return true;
  } catch {
    return false;
  }
}

describe('gates', () => {
  it('are registered with a credential that opens the broker and is told once', async () => {
    const made = await register();
    expect(gateCredential.parse(made)).toEqual(made);
    expect(made).toMatchObject({
      username: made.slug,
      online: false,
      failSafeClass: 'C',
      drilledAt: null,
      signed: false,
      provisioning: 'done',
    });
    expect(Buffer.from(made.key, 'base64url')).toHaveLength(32);
    expect(await mayEnter(made)).toBe(true);
    expect(await version(made.machineId)).toBe(2);
    expect(changed).toContain(made.machineId);

    const got = await call('GET', `/${made.id}`);
    const { username: _u, password: _p, key: _k, mqttUrl: _m, provisioning: _v, ...resource } = made;
    expect(got.body).toEqual(resource);
    expect((await call('GET', '')).body.items).toContainEqual(resource);
    const rows = await workshop.database.query('select to_jsonb(gate) as row from gate');
    expect(JSON.stringify(rows)).not.toContain(made.password);
  });

  it('have one slug each, for ever, and one machine each', async () => {
    const first = await register();
    const elsewhere = await addMachine(workshop.database);
    const sameSlug = { machineId: elsewhere, slug: first.slug };
    expect((await call('POST', '', sameSlug)).body).toMatchObject({ status: 409, code: 'slug-taken' });
    const sameMachine = { machineId: first.machineId, slug: nextSlug() };
    expect((await call('POST', '', sameMachine)).body).toMatchObject({ status: 409, code: 'machine-has-gate' });
    await call('DELETE', `/${first.id}`);
    expect((await call('POST', '', sameSlug)).body).toMatchObject({ status: 409, code: 'slug-taken' });
    expect((await call('POST', '', sameMachine)).status).toBe(201);
  });

  it.each([
    ['an unknown machine', { machineId: unknown }, 'machineId'],
    ['a slug that is no topic level', { slug: 'a/#' }, 'slug'],
    ['a slug that could be the service', { slug: '_service' }, 'slug'],
    ['a field that is not its own', { credentialVersion: 7 }, ''],
  ])('are not registered with %s', async (_, wrong, field) => {
    const machineId = await addMachine(workshop.database);
    const answer = await call('POST', '', { machineId, slug: nextSlug(), ...wrong });
    expect(answer.body).toMatchObject({ status: 422, code: 'invalid-input', fields: [{ field }] });
  });

  it('get a new credential; the old one is void at once and its client is thrown out', async () => {
    const made = await register();
    const { mqttUrl, username, password } = made;
    const options = { username, password, clientId: username, protocolVersion: 4, reconnectPeriod: 0 } as const;
    const connected = await connectAsync(mqttUrl, options, false);
    connected.on('error', () => undefined);
    const thrownOut = new Promise<void>((resolve) => connected.once('close', () => resolve()));
    const answer = await call('POST', `/${made.id}/credential`);
    expect(answer.status).toBe(201);
    await thrownOut;
    expect(answer.body.password).not.toBe(password);
    expect(answer.body.key).not.toBe(made.key);
    expect(await mayEnter(made)).toBe(false);
    expect(await mayEnter(answer.body)).toBe(true);
    expect(await version(made.machineId)).toBe(3);
  });

  it('count as what their latest drill showed', async () => {
    const made = await register();
    const drilled = await call('POST', `/${made.id}/drills`, { failSafeClass: 'A', note: 'Wyjęto wtyczkę.' });
    expect([drilled.status, drilled.body.failSafeClass]).toEqual([201, 'A']);
    expect(drilled.body.drilledAt).not.toBeNull();
    workshop.clock.forward(1_000);
    await call('POST', `/${made.id}/drills`, { failSafeClass: 'D' });
    expect((await call('GET', `/${made.id}`)).body.failSafeClass).toBe('D');
    expect(await version(made.machineId)).toBe(4);
    expect(changed).toContain(made.machineId);
    expect((await call('POST', `/${made.id}/drills`, { failSafeClass: 'E' })).status).toBe(422);
  });

  it('are online while they are heard', async () => {
    const made = await register();
    const heard = new Date(workshop.clock.wallMs());
    await workshop.database.query('insert into gate_state (gate_id, online, contact_at) values ($1, true, $2)', [
      made.id,
      heard,
    ]);
    expect((await call('GET', `/${made.id}`)).body).toMatchObject({ online: true, contactAt: heard.toISOString() });
    workshop.clock.forward(31_000);
    expect((await call('GET', `/${made.id}`)).body.online).toBe(false);
  });

  it('are retired for good', async () => {
    const made = await register();
    const answer = await call('DELETE', `/${made.id}`);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(ended.at(-1)).toBe(made.machineId);
    expect(await mayEnter(made)).toBe(false);
    expect((await call('GET', `/${made.id}`)).body.retiredAt).not.toBeNull();
    expect((await call('GET', '')).body.items.map(({ id }: { id: string }) => id)).not.toContain(made.id);
    for (const [method, path, body] of [
      ['DELETE', '', undefined],
      ['POST', '/credential', undefined],
      ['POST', '/drills', { failSafeClass: 'A' }],
    ] as const) {
      expect((await call(method, `/${made.id}${path}`, body)).status).toBe(404);
    }
  });

  it('are listed in pages', async () => {
    await register();
    await register();
    const first = await call('GET', '?limit=1');
    expect(first.body.items).toHaveLength(1);
    const second = await call('GET', `?limit=1&after=${first.body.next}`);
    expect(second.body.items[0].id > first.body.items[0].id).toBe(true);
  });

  it('are the business of staff alone', async () => {
    const made = await register();
    const asked = [
      ['GET', ''],
      ['GET', `/${made.id}`],
      ['POST', ''],
      ['POST', `/${made.id}/credential`],
      ['POST', `/${made.id}/drills`],
      ['DELETE', `/${made.id}`],
    ] as const;
    const statuses: number[] = [];
    for (const [method, path] of asked) {
      statuses.push((await call(method, path, undefined, anna)).status);
      statuses.push((await workshop.call(method, `/api/v1/gates${path}`)).status);
    }
    expect(statuses).toEqual(asked.flatMap(() => [403, 401]));
    expect(await mayEnter(made)).toBe(true);
  });

  it('leave a trace of who did what', async () => {
    const made = await register();
    await call('POST', `/${made.id}/credential`);
    await call('DELETE', `/${made.id}`);
    const rows = await workshop.database.query<{ action: string; actor_id: string; detail: unknown }>(
      `select e.action, d.actor_id, d.detail from audit_entry e join audit_detail d using (ordinal)
       order by ordinal desc limit 3`,
    );
    expect(rows.map(({ action }) => action)).toEqual(['gate-retired', 'gate-credential-rotated', 'gate-registered']);
    expect(new Set(rows.map(({ actor_id: actor }) => actor))).toEqual(new Set([staff.id]));
    expect(JSON.stringify(rows)).not.toContain(made.password);
  });

  it('survive two who rotate at once: one credential is left, the last', async () => {
    const made = await register();
    const answers = await Promise.all([call('POST', `/${made.id}/credential`), call('POST', `/${made.id}/credential`)]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    const open = await Promise.all([made, ...answers.map(({ body }) => body)].map(mayEnter));
    expect(open.filter(Boolean)).toHaveLength(1);
    expect(workshop.app.get(BrokerAccess, { strict: false }).gateUrl).toBe(made.mqttUrl);
  });
});
