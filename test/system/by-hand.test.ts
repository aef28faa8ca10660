import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { downRelay, downUi } from '../../src/contracts/mqtt/index.js';
import { Api } from '../support/api.js';
import { type TestDatabase, testDatabase } from '../support/postgres.js';
import { Service } from '../support/service.js';
import { until } from '../support/wait.js';

/** Plays docs/gate-contract.md as a reader would: the same commands, in one bash, with nothing else. */

const page = readFileSync(new URL('../../docs/gate-contract.md', import.meta.url), 'utf8');
const steps = new Map([...page.matchAll(/^```sh (\S+)\n(.*?)^```/gms)].map(([, name, text]) => [name, text ?? '']));

let database: TestDatabase;
let service: Service;
let api: Api;

beforeAll(async () => {
  database = await testDatabase('by_hand');
  service = await Service.start({ databaseUrl: database.url });
  api = await Api.firstAdmin(service.url, await service.adminToken());
});

afterAll(async () => {
  await service?.stop();
  await database?.drop();
});

class Shell {
  private readonly child = spawn('bash', ['--noprofile', '--norc'], {
    env: { PATH: process.env.PATH, BRAMA: service.url, ACCOUNT: 'ewa@brama.example', TMPDIR: service.dataDir },
  });
  private said = '';
  private complained = '';

  constructor() {
    this.child.stdout.on('data', (chunk: Buffer) => (this.said += chunk.toString('utf8')));
    this.child.stderr.on('data', (chunk: Buffer) => (this.complained += chunk.toString('utf8')));
  }

  /** Enters one step of the page; answers with its output once it has ended. */
  async enter(step: string): Promise<string> {
    const text = steps.get(step);
    if (text === undefined) throw new Error(`the page has no step "${step}"`);
    this.said = '';
    // The reader puts a password in.
    this.child.stdin.write(text.replace(/^SECRET=.*$/m, 'SECRET=bardzo-dlugie-haslo'));
    this.child.stdin.write('printf "\\004"\n');
    await until(() => this.said.endsWith('\u0004'), { deadlineMs: 25_000, what: `step "${step}": ${this.complained}` });
    if (this.complained !== '') throw new Error(`step "${step}" complains: ${this.complained}`);
    return this.said.slice(0, -1).trim();
  }

  async end(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.stdin.end();
    await gone;
  }
}

it('powers a machine, keeps it on and switches it off by the commands of the page', { timeout: 60_000 }, async () => {
  expect([...steps.keys()]).toEqual(['setup', 'gate', 'on', 'renew', 'off', 'answer']);
  const shell = new Shell();
  try {
    const credential: unknown = JSON.parse(
      (await shell.enter('setup'))
        .split('\n')
        .at(-1)
        ?.replace(/^.*\}\{/, '{') ?? '',
    );
    expect(credential).toMatchObject({ username: 'by-hand', provisioning: 'done' });
    const { machineId } = credential as { machineId: string };
    await shell.enter('gate');

    const first = downRelay.parse(JSON.parse(await shell.enter('on')));
    expect(first).toMatchObject({ on: true, seq: 1 });
    await until(async () => (await api.openSessions(machineId))[0]?.state === 'running', {
      deadlineMs: 3_000,
      what: 'the session to run',
    });

    const renewal = downRelay.parse(JSON.parse(await shell.enter('renew')));
    expect(renewal).toMatchObject({ on: true, session: first.on && first.session, boot: first.boot });
    expect(renewal.seq).toBeGreaterThan(first.seq);
    expect(await api.openSessions(machineId)).toMatchObject([{ state: 'running' }]);

    expect(downRelay.parse(JSON.parse(await shell.enter('off')))).toMatchObject({ on: false, boot: first.boot });
    await until(async () => (await api.openSessions(machineId)).length === 0, {
      deadlineMs: 3_000,
      what: 'the session to be closed',
    });
    const { items } = await api.must<{ items: object[] }>('GET', `/sessions?machine=${machineId}`);
    expect(items).toMatchObject([{ state: 'closed', endReason: 'switched-off' }]);

    const answer = downUi.parse(JSON.parse(await shell.enter('answer')));
    expect(answer).toMatchObject({ for: 3, verdict: 'deny', code: 'card-unknown' });
  } finally {
    await shell.end();
  }
});
