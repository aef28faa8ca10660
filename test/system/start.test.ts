import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { databaseOf, postmasterOf, processesIn } from '../support/data-dir.js';
import { Launched, type NewPlace, newPlace } from '../support/launched.js';
import { repositoryRoot } from '../support/root.js';
import { until } from '../support/wait.js';

const root = fileURLToPath(repositoryRoot);

async function processIn(dataDir: string, words: string): Promise<number> {
  return await until(async () => (await processesIn(dataDir)).find(({ command }) => command.includes(words))?.pid, {
    deadlineMs: 15_000,
    what: `a process "${words}"`,
  });
}

const serviceOf = async (dataDir: string): Promise<number> => await processIn(dataDir, '/dist/src/main.js');
const launcherOf = async (dataDir: string): Promise<number> => await processIn(dataDir, 'dist/src/launch.js');

async function isReady(brama: Launched): Promise<boolean> {
  const answer = await fetch(`${brama.url}/health/ready`).catch(() => undefined);
  return answer?.ok === true;
}

/** Waits until nothing runs any more; answers the files that would tell the next start that something does. */
async function leftIn(dataDir: string): Promise<string[]> {
  await until(async () => (await processesIn(dataDir)).length === 0, {
    deadlineMs: 15_000,
    what: `the end of ${JSON.stringify(await processesIn(dataDir))}`,
  });
  const names = (await readdir(dataDir)).filter((name) => /lock|\.sock|\.new$|^initdb/.test(name));
  return existsSync(join(databaseOf(dataDir), 'postmaster.pid')) ? [...names, 'postmaster.pid'] : names;
}

/** `npm run tap`, as it is printed. */
async function tap(dataDir: string, ...args: string[]): Promise<{ code: number; said: string }> {
  return await new Promise((resolve) => {
    execFile(process.execPath, ['.scripts/tap.mjs', '--data-dir', dataDir, ...args], { cwd: root }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: out + err }),
    );
  });
}

const printedPassword = ({ output }: Launched): string => /Password: +(\S+)/.exec(output)?.[1] ?? '';
const printedAccounts = ({ output }: Launched): string[] => /Accounts: +(.+)/.exec(output)?.[1]?.split(/\s+/) ?? [];

async function logIn(brama: Launched, email: string): Promise<{ status: number; cookie: string }> {
  const answer = await fetch(`${brama.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: brama.url },
    body: JSON.stringify({ email, password: printedPassword(brama) }),
  });
  return { status: answer.status, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
}

async function sessionsOf(brama: Launched, query = ''): Promise<{ id: string; state: string }[]> {
  const { cookie } = await logIn(brama, 'staff@brama.example');
  const answer = await fetch(`${brama.url}/api/v1/sessions${query}`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { items: { id: string; state: string }[] }).items;
}

describe('npm start', () => {
  let place: NewPlace;
  let brama: Launched;

  beforeAll(async () => {
    place = await newPlace();
    brama = new Launched(place, '.scripts/start.mjs');
    await brama.welcomes();
  });

  afterAll(async () => {
    await place.remove();
  });

  it('shows how far it is, then where to look and whom to log in as', () => {
    const steps = ['Database …', 'Migrations:', 'Service …', 'Virtual gates …', brama.url, 'Accounts:', 'Password:'];
    const places = steps.map((step) => brama.output.indexOf(step));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('lets everybody in whom it names, with the password it printed', async () => {
    const accounts = printedAccounts(brama);
    expect(accounts).toContain('anna@brama.example');
    for (const account of accounts) {
      const { status, cookie } = await logIn(brama, account);
      expect([account, status]).toEqual([account, 200]);
      expect(cookie).not.toBe('');
    }
  });

  it('keeps every file to its owner, and the secrets in files of their own', async () => {
    const names = await readdir(place.dataDir, { recursive: true });
    const open: string[] = [];
    for (const name of names) {
      const info = await stat(join(place.dataDir, name));
      if (info.isSocket() || (info.mode & 0o077) === 0) continue;
      open.push(name);
    }
    expect(open).toEqual([]);
    const secrets = await readdir(join(place.dataDir, 'secrets'));
    expect(secrets).toContain('card-pepper');
    expect(secrets).toContain('database-app-password');
    for (const name of secrets) {
      const { mode } = await stat(join(place.dataDir, 'secrets', name));
      expect([name, mode & 0o777]).toEqual([name, 0o600]);
    }
    expect((await stat(join(place.dataDir, 'bridge.sock'))).mode & 0o777).toBe(0o600);
  });

  it('powers the laser for a tap by its member, and not for another', async () => {
    const anna = await tap(place.dataDir, '--gate', 'laser', '--card', 'anna');
    expect(anna.said).toContain('green');
    expect(anna.code).toBe(0);
    await until(async () => /^ +laser .*relay ON/m.test((await tap(place.dataDir, '--list')).said), {
      deadlineMs: 10_000,
      what: 'the relay of the laser to be on',
    });
    const piotr = await tap(place.dataDir, '--gate', 'laser', '--card', 'piotr');
    expect(piotr.said).toContain('red');
    expect(piotr.code).toBe(1);
  });

  it('refuses a second start on the same data, and does not disturb the first', async () => {
    const before = await processesIn(place.dataDir);
    const elsewhere = await newPlace();
    const second = new Launched({ ...elsewhere, dataDir: place.dataDir });
    await second.end();
    await elsewhere.remove();
    const launcher = await launcherOf(place.dataDir);
    expect(second.exitCode).toBe(1);
    expect(second.output).toContain(`Brama is already running on this data (${place.dataDir}, process ${launcher})`);
    expect(second.output).toContain('Brama już działa na tych danych');
    expect(second.output).toContain('BRAMA_DATA_DIR');
    const pids = (all: typeof before): number[] =>
      all.filter(({ command }) => /launch|main\.js|bin\/postgres/.test(command)).map(({ pid }) => pid);
    expect(pids(await processesIn(place.dataDir))).toEqual(pids(before));
    expect(await isReady(brama)).toBe(true);
    expect((await tap(place.dataDir, '--list')).said).toMatch(/^ +laser .*relay ON/m);
  });

  it('starts a killed service again by itself', async () => {
    const killed = await serviceOf(place.dataDir);
    process.kill(killed, 'SIGKILL');
    await until(async () => (await serviceOf(place.dataDir)) !== killed && (await isReady(brama)), {
      deadlineMs: 15_000,
      what: `the service to be ready again; the launcher said:\n${brama.output}`,
    });
    expect(brama.output).toContain('starting again');
  });

  it('starts again after its launcher was killed, at once and with all data', async () => {
    const [session] = await sessionsOf(brama);
    process.kill(await launcherOf(place.dataDir), 'SIGKILL');
    await brama.end();
    expect(existsSync(join(place.dataDir, 'launcher.lock'))).toBe(true);
    const again = new Launched(place);
    await again.welcomes();
    expect(printedPassword(again)).toBe(printedPassword(brama));
    expect((await sessionsOf(again)).map(({ id }) => id)).toContain(session?.id);
    expect((await processesIn(place.dataDir)).filter(({ command }) => /bin\/postgres/.test(command))).toHaveLength(1);
    brama = again;
  });

  it('leaves nothing behind after Ctrl-C', async () => {
    brama.signalGroup('SIGINT');
    await brama.end();
    expect(brama.exitCode).toBe(0);
    expect(await leftIn(place.dataDir)).toEqual([]);
  });

  it('leaves nothing behind after SIGTERM', async () => {
    brama = new Launched(place, '.scripts/start.mjs');
    await brama.welcomes();
    brama.signal('SIGTERM');
    await brama.end();
    expect(brama.exitCode).toBe(0);
    expect(await leftIn(place.dataDir)).toEqual([]);
  });

  it('leaves nothing behind when its terminal is closed', async () => {
    brama = new Launched(place, '.scripts/start.mjs');
    await brama.welcomes();
    brama.lookAway();
    brama.signalGroup('SIGHUP');
    await brama.end();
    expect(await leftIn(place.dataDir)).toEqual([]);
  });

  it('leaves nothing behind after Ctrl-C while it starts', async () => {
    brama = new Launched(place);
    await brama.says('Service …');
    brama.signalGroup('SIGINT');
    await brama.end();
    expect(brama.exitCode).toBe(0);
    expect(brama.output).not.toContain('Accounts:');
    expect(await leftIn(place.dataDir)).toEqual([]);
  });

  it('ends as a failure when its database is killed', async () => {
    brama = new Launched(place);
    await brama.welcomes();
    process.kill(postmasterOf(place.dataDir), 'SIGKILL');
    await brama.end();
    expect(brama.exitCode).toBe(1);
    expect(brama.output).toContain('The database has stopped.');
    await until(async () => (await processesIn(place.dataDir)).length === 0, {
      deadlineMs: 15_000,
      what: 'everything to end',
    });
  });
});

describe('a port that is taken', () => {
  let place: NewPlace;
  let other: Server;

  beforeAll(async () => {
    place = await newPlace();
  });

  afterEach(async () => {
    await new Promise((done) => other.close(done));
    await place.remove();
  });

  it.each([
    ['BRAMA_HTTP_PORT', 'httpPort'],
    ['BRAMA_MQTT_PORT', 'mqttPort'],
  ] as const)('is named with the way out: %s', async (variable, which) => {
    const port = place[which];
    other = createServer();
    await new Promise<void>((done) => other.listen(port, '127.0.0.1', done));
    const brama = new Launched(place);
    await brama.end();
    expect(brama.exitCode).toBe(1);
    expect(brama.output).toContain(`Port ${port} (127.0.0.1) is taken by another program. Set ${variable}`);
    expect(brama.output).toContain(`Port ${port} (127.0.0.1) jest zajęty przez inny program. Ustaw ${variable}`);
    expect(await leftIn(place.dataDir)).toEqual([]);
  });
});
