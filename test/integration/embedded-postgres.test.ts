import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../../src/platform/clock/clock.js';
import { AlreadyRunning, takeDataDir } from '../../src/platform/embedded/owner-lock.js';
import { EmbeddedPostgres } from '../../src/platform/embedded/postgres.js';
import { choosePostgresAccount, invocation, otherAccount } from '../../src/platform/embedded/postgres-account.js';
import { clearDataDir, databaseOf, kill, postmasterOf, processesIn } from '../support/data-dir.js';
import { repositoryRoot } from '../support/root.js';
import { until } from '../support/wait.js';

const root = fileURLToPath(repositoryRoot);
const isRoot = process.getuid?.() === 0;

/** What a test has made: ended and removed after it, whatever became of it. */
const folders: string[] = [];

/** Below a directory that only its owner may enter. */
function newDataDir(): string {
  const home = mkdtempSync(join(tmpdir(), 'brama-embedded-'));
  chmodSync(home, 0o700);
  folders.push(home);
  const dataDir = join(home, 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  return dataDir;
}

async function removeAll(): Promise<void> {
  for (const folder of folders.splice(0)) {
    await clearDataDir(join(folder, 'data'));
    rmSync(folder, { recursive: true, force: true });
  }
}

const start = async (dataDir: string): Promise<EmbeddedPostgres> =>
  await EmbeddedPostgres.start({ dataDir, secretsDir: join(dataDir, 'secrets'), clock: new SystemClock() });

async function query<T>(url: string, sql: string, values: readonly unknown[] = []): Promise<T[]> {
  const client = new Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql, [...values])).rows as T[];
  } finally {
    await client.end();
  }
}

async function gone(pid: number): Promise<boolean> {
  return await until(() => !existsSync(`/proc/${pid}`), { deadlineMs: 15_000, what: `process ${pid} to end` });
}

/** A launcher's part as a process of its own, called in some way that `spawn` knows. */
class Owner {
  private said = '';

  constructor(private readonly child: ChildProcess) {
    for (const output of [child.stdout, child.stderr])
      output?.on('data', (chunk: Buffer) => (this.said += chunk.toString('utf8')));
  }

  static start(dataDir: string, options: object = {}, wrap = unwrapped): Owner {
    const [command, ...args] = wrap([process.execPath, join(root, 'test/support/postgres-owner.mjs'), dataDir]);
    return new Owner(spawn(command ?? '', args, { stdio: ['ignore', 'pipe', 'pipe'], ...options }));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async says(words: RegExp): Promise<string> {
    return await until(
      () => {
        const found = words.exec(this.said)?.[0];
        if (found === undefined && this.hasEnded) throw new Error(`the owner ended:\n${this.said}`);
        return found;
      },
      { deadlineMs: 25_000, what: `${words}; the owner said:\n${this.said}` },
    );
  }

  /** The database, once it serves. */
  async url(): Promise<string> {
    return await this.says(/^postgres:\/\/\S+$/m);
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    await until(() => this.hasEnded, { deadlineMs: 20_000, what: 'the owner to end' });
    return this.child.exitCode;
  }

  private get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }
}

const unwrapped = (words: string[]): string[] => words;

beforeAll(() => {
  const script = "import('./.scripts/prepare.mjs').then(({ prepare }) => prepare({ web: false }))";
  const built = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the service could not be built: ${built.stdout}${built.stderr}`);
});

describe('an embedded PostgreSQL', () => {
  let dataDir: string;
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    dataDir = newDataDir();
    server = await start(dataDir);
  });

  afterAll(async () => {
    await server.stop();
    await removeAll();
  });

  it('serves below a directory that only its owner may enter, to the two roles alone', async () => {
    const [as] = await query<{ version: string; role: string }>(
      server.appUrl,
      `select current_setting('server_version') as version, current_user as role`,
    );
    expect(as?.version).toMatch(/^18\./);
    expect(as?.role).toBe('brama_app');
    const [owner] = await query<{ role: string }>(server.ownerUrl, 'select current_user as role');
    expect(owner?.role).toBe('brama_owner');
    const stranger = new URL(server.appUrl);
    stranger.password = 'guessed';
    await expect(query(stranger.href, 'select 1')).rejects.toThrow('password authentication failed');
  });

  it('keeps every committed row when it is stopped under load', async () => {
    await query(server.ownerUrl, 'create table load (n int primary key); grant insert, select on load to brama_app');
    const acknowledged: number[] = [];
    let next = 0;
    const writers = Array.from({ length: 20 }, async () => {
      const client = new Client(server.appUrl);
      client.on('error', () => undefined);
      await client.connect();
      for (;;) {
        const n = next++;
        await client.query('insert into load values ($1)', [n]);
        acknowledged.push(n);
      }
    });
    const broken = Promise.allSettled(writers);
    await until(() => acknowledged.length >= 500, { deadlineMs: 20_000, what: '500 rows' });
    await server.stop();
    expect((await broken).map(({ status }) => status)).toEqual(writers.map(() => 'rejected'));
    expect(existsSync(join(databaseOf(dataDir), 'postmaster.pid'))).toBe(false);
    expect(await processesIn(dataDir)).toEqual([]);

    server = await start(dataDir);
    const kept = await query<{ n: number }>(server.appUrl, 'select n from load');
    const known = new Set(kept.map(({ n }) => n));
    expect(acknowledged.filter((n) => !known.has(n))).toEqual([]);
  });

  it('tells when it ends unasked, and starts again on its data', async () => {
    const told = new Promise<void>((done) => server.onEnd(done));
    process.kill(postmasterOf(dataDir), 'SIGKILL');
    await told;
    server = await start(dataDir);
    expect(await query(server.appUrl, 'select from load limit 1')).toHaveLength(1);
  });

  it('never ends another PostgreSQL that has the number of its own by now', async () => {
    await server.stop();
    const elsewhere = mkdtempSync(join(tmpdir(), 'brama-other-'));
    folders.push(elsewhere);
    symlinkSync('/bin/sleep', join(elsewhere, 'postgres'));
    const other = spawn(join(elsewhere, 'postgres'), ['600'], { cwd: elsewhere, stdio: 'ignore' });
    writeFileSync(join(databaseOf(dataDir), 'postmaster.pid'), `${other.pid}\n${databaseOf(dataDir)}\n`);
    server = await start(dataDir);
    expect(await query(server.appUrl, 'select from load limit 1')).toHaveLength(1);
    expect([other.exitCode, other.signalCode]).toEqual([null, null]);
    other.kill();
  });

  it('is taken over from an owner that was killed: stopped, and started again with its data', async () => {
    await server.stop();
    const owner = Owner.start(dataDir);
    const url = await owner.url();
    const orphan = postmasterOf(dataDir);
    await owner.end('SIGKILL');
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);

    const taken = takeDataDir(dataDir);
    expect(taken.wasLeft).toBe(true);
    server = await start(dataDir);
    expect(await gone(orphan)).toBe(true);
    expect(postmasterOf(dataDir)).not.toBe(orphan);
    expect(await query(server.appUrl, 'select from load limit 1')).toHaveLength(1);
    taken.giveBack();
  });
});

describe('the owner of a data directory', () => {
  afterEach(removeAll);

  it('keeps it as long as it lives', async () => {
    const dataDir = newDataDir();
    const owner = Owner.start(dataDir);
    const url = await owner.url();
    expect(() => takeDataDir(dataDir)).toThrow(new AlreadyRunning(dataDir, owner.pid));
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(await owner.end('SIGTERM')).toBe(0);
    const taken = takeDataDir(dataDir);
    expect(taken.wasLeft).toBe(false);
    taken.giveBack();
    expect(readdirSync(dataDir).filter((name) => name.includes('lock'))).toEqual([]);
  });

  it('may be broken off while it makes the database', async () => {
    const dataDir = newDataDir();
    const owner = Owner.start(dataDir);
    const underWay = (): boolean => {
      const place = dirname(databaseOf(dataDir));
      const names = existsSync(place) ? readdirSync(place) : [];
      return names.some((name) => name.startsWith('initdb') && existsSync(join(place, name, 'data', 'PG_VERSION')));
    };
    await until(underWay, { deadlineMs: 20_000, what: 'initdb to be under way' });
    // As when the power fails: initdb ends, too.
    await owner.end('SIGKILL');
    for (const { pid } of await processesIn(dataDir)) kill(pid);
    const server = await start(dataDir);
    expect(await query(server.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(underWay()).toBe(false);
    await server.stop();
  });

  it('is not one that has ended and whose parent looks away', async () => {
    const dataDir = newDataDir();
    // The shell becomes another program, which never asks what became of the child it does not know.
    const parent = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec sleep 600'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const pid = await new Promise<number>((done) => parent.stdout.once('data', (text: Buffer) => done(Number(text))));
    await until(() => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '), {
      deadlineMs: 5_000,
      what: 'a process that has ended and is not buried',
    });
    const started = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19];
    writeFileSync(join(dataDir, 'launcher.lock'), `${pid} ${started}\n`);
    const taken = takeDataDir(dataDir);
    expect(taken.wasLeft).toBe(true);
    taken.giveBack();
    parent.kill();
  });

  it('may be a plain user', async () => {
    const dataDir = newDataDir();
    const { options, wrap } = plainUser(dataDir);
    const owner = Owner.start(dataDir, options, wrap);
    expect(await query(await owner.url(), 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(databaseOf(dataDir), 'PG_VERSION'))).toBe(true);
    expect(await owner.end('SIGTERM')).toBe(0);
    expect(await processesIn(dataDir)).toEqual([]);
  });

  it.runIf(isRoot)(
    'may be root without user namespaces: its server runs under another uid, at the same place again',
    async () => {
      const dataDir = newDataDir();
      // Where there is no unshare.
      const first = Owner.start(dataDir, { env: { PATH: '/nowhere' } });
      const url = await first.url();
      const [server] = (await processesIn(dataDir)).filter(({ command }) => command.includes('/bin/postgres'));
      expect(uidOf(server?.pid ?? 0)).toBe((otherAccount() as { uid: number }).uid);
      expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect(await first.end('SIGTERM')).toBe(0);
      // Allowed again, the data are still where they were.
      const second = await start(dataDir);
      expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
      await second.stop();
    },
  );
});

const uidOf = (pid: number): number => Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

/** Somebody who is not root: oneself, or nobody where they may read this repository, else in a user namespace. */
function plainUser(dataDir: string): { options: object; wrap: (words: string[]) => string[] } {
  if (!isRoot) return { options: {}, wrap: unwrapped };
  const nobody = { uid: 65_534, gid: 65_534 };
  const script = join(root, 'test/support/postgres-owner.mjs');
  if (spawnSync('test', ['-r', script], { ...nobody, cwd: '/' }).status === 0) {
    for (const path of [dataDir, join(dataDir, '..')]) chownSync(path, nobody.uid, nobody.gid);
    return { options: { ...nobody, cwd: '/' }, wrap: unwrapped };
  }
  const account = choosePostgresAccount();
  return {
    options: {},
    wrap: ([command = '', ...args]) => {
      const call = invocation(account, command, args);
      return [call.command, ...call.args];
    },
  };
}
