import { randomBytes } from 'node:crypto';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../support/wait.js';
import { type Seat, Stage, stageKinds } from './stage.js';

const odd: readonly (string | Buffer)[] = [
  '',
  '{',
  'null',
  '[]',
  '"tap"',
  '{"boot":1}',
  '{"boot":"1","n":1,"up_ms":1,"age_ms":0,"tech":"em4100","uid":"0102030405"}',
  '{"boot":-1,"n":1,"up_ms":1,"age_ms":0,"tech":"em4100","uid":"0102030405"}',
  '{"boot":1,"n":0,"up_ms":1,"age_ms":0,"tech":"em4100","uid":"0102030405"}',
  '{"boot":1,"n":1e30,"up_ms":1,"age_ms":0,"tech":"em4100","uid":"0102030405"}',
  '{"boot":1,"n":1,"up_ms":1,"age_ms":-5,"tech":"em4100","uid":"0102030405"}',
  `{"boot":1,"n":1,"up_ms":1,"age_ms":0,"tech":"em4100","uid":"'; drop table tap; --"}`,
  '{"boot":1,"n":1,"up_ms":1,"age_ms":0,"tech":"<script>","uid":"0102030405"}',
  '{"__proto__":{"on":true},"constructor":1}',
  `{"online":true,"boot":1,"seq":1,"on":"yes","session":"x","by":"none","cause":"lease","estop":false,"up_ms":1,"fw":"${'x'.repeat(900)}"}`,
  // A time beyond every calendar, and a string padded with zero bytes: neither can be stored.
  `{"online":true,"boot":1,"seq":0,"on":false,"session":null,"by":"none","cause":"off","estop":false,"up_ms":${Number.MAX_SAFE_INTEGER},"fw":"x","changed_up_ms":0}`,
  '{"online":true,"boot":1,"seq":0,"on":false,"session":null,"by":"none","cause":"off","estop":false,"up_ms":5,"fw":"x\\u0000"}',
  `{"pad":"${'x'.repeat(2_000)}"}`,
  Buffer.from([0xff, 0xfe, 0x00, 0x80]),
  randomBytes(900),
];

describe.each(stageKinds)('bad input, on %s', (kind) => {
  let stage: Stage;
  let seat: Seat;
  beforeAll(async () => {
    stage = await Stage.open(kind, { replicas: 1 });
    seat = await stage.seat({ bookingMode: 'open' });
  });
  afterAll(async () => await stage?.close());

  const metric = async (pattern: RegExp): Promise<number> => {
    const text = await (await fetch(`${stage.service.url}/metrics`)).text();
    return [...text.matchAll(pattern)].reduce((sum, [, count]) => sum + Number(count), 0);
  };
  const dropped =
    /brama_gate_message_total\{reason="(?:tap|state|journal):(?:not-json|shape|too-large|retained)[^"]*"\} (\d+)/g;
  const memory = /process_resident_memory_bytes (\d+)/g;

  it('of every kind is dropped, counted and logged without its content; the process stays up with flat memory', async () => {
    const before = await metric(memory);
    let sent = 0;
    // Round by round: a broker drops what is more than its queue for one client holds.
    for (let round = 0; round < 20; round += 1) {
      for (const payload of odd) {
        for (const topic of ['tap', 'state', 'journal', 'power'] as const) {
          seat.gate.send(topic, payload, false);
          // Power goes at QoS 0, which a broker may drop under load.
          if (topic !== 'power') sent += 1;
        }
      }
      await until(async () => (await metric(dropped)) >= sent, {
        deadlineMs: 5_000,
        what: `${sent} payloads to be dropped`,
      });
    }
    expect(stage.service.running).toBe(true);
    expect((await metric(memory)) - before).toBeLessThan(80_000_000);
    expect(stage.service.output).not.toContain('drop table');
    expect(seat.gate.on).toBe(false);
    expect((await stage.db.query('select from tap')).rowCount).toBe(0);
  });

  it('of a gate is nobody else’s: what it publishes elsewhere changes nothing', async () => {
    const other = await stage.seat({ bookingMode: 'open' });
    const { uid } = await stage.api.member('Ola');
    const intruder = await connectAsync(stage.service.mqttUrl, {
      username: seat.gate.credential.slug,
      clientId: seat.gate.credential.slug,
      password: seat.gate.credential.password,
      reconnectPeriod: 0,
    });
    intruder.on('error', () => undefined);
    const { slug } = other.gate.credential;
    const tap = { boot: other.gate.boot, n: 1, up_ms: other.gate.upMs(), age_ms: 0, tech: 'iso14443a', uid };
    intruder.publish(`brama/v1/gate/${slug}/up/tap`, JSON.stringify(tap), { qos: 0 });
    const answer = await other.gate.ask(uid, { n: 2 });
    expect(answer.verdict).toBe('allow');
    expect(
      (await stage.db.query('select n from tap t join gate g on g.id = t.gate_id where g.slug = $1', [slug])).rows,
    ).toEqual([{ n: '2' }]);
    intruder.end(true);
  });

  it('in names comes back as it was given, and harms nobody', async () => {
    const name = `Robert'); drop table member;-- <script>alert(1)</script> “Ł”`;
    const made = await stage.api.must<{ id: string; name: string }>('POST', '/members', {
      name,
      email: 'robert@brama.example',
      roles: ['member'],
    });
    expect(made.name).toBe(name);
    expect(await stage.api.must('GET', `/members/${made.id}`)).toMatchObject({ name });
  });

  it('of the API names the field, in both languages, and changes nothing', async () => {
    const cases: readonly [string, string, unknown, number][] = [
      [
        'POST',
        '/bookings',
        { machineId: seat.machineId, from: '2027-01-02T10:00:00Z', to: '2027-01-02T09:00:00Z' },
        422,
      ],
      ['POST', '/bookings', { machineId: 'x', from: 1, to: null }, 422],
      ['POST', '/machines', { name: 'x', slug: 'Ź', hazard: 'none' }, 422],
      ['POST', '/members', { name: '', email: 'x', roles: [] }, 422],
      ['POST', `/machines/${seat.machineId}/lock`, {}, 422],
      ['GET', '/machines/nonsense', undefined, 404],
      ['GET', '/nowhere', undefined, 404],
    ];
    for (const [method, path, body, status] of cases) {
      const answer = await stage.api.call(method, path, body);
      expect(answer.status, `${method} ${path}`).toBe(status);
      expect(answer.body).toMatchObject({
        code: expect.any(String),
        text: { pl: expect.any(String), en: expect.any(String) },
      });
      if (status === 422) expect((answer.body as { fields?: unknown[] }).fields?.length, path).toBeGreaterThan(0);
    }
    expect(cases.length).toBe(7);
  });
});
