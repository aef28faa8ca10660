import { type ChildProcess, spawn } from 'node:child_process';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Client } from 'pg';
import type { Clock } from '../clock/clock.js';
import { readSecret } from '../config/secrets.js';
import { freePort } from './free-port.js';
import { choosePostgresAccount, invocation, otherAccount, type PostgresAccount } from './postgres-account.js';
import { binariesIn, installedBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { stopStray } from './postgres-stray.js';

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  readonly secretsDir: string;
  readonly clock: Clock;
}

const startMs = 60_000;
const fastStopMs = 15_000;
const database = 'brama';

/**
 * A real PostgreSQL of this workshop's own: its data stay in `<dataDir>/postgres`, it listens on loopback alone, on whatever
 * port is free, and lives in a process group of its own, so that Ctrl-C in a terminal reaches the launcher only. The caller
 * holds the lock of the data directory (`takeDataDir`): a server that still runs there has lost its launcher.
 */
export class EmbeddedPostgres {
  private constructor(
    private readonly child: ChildProcess,
    private readonly clock: Clock,
    private readonly port: number,
    private readonly passwords: { readonly owner: string; readonly app: string },
  ) {}

  static async start({ dataDir, secretsDir, clock }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    // Data stay where they are, whatever this computer has learnt to do since.
    const account = existsSync(placeFile(resolve(dataDir))) ? otherAccount() : choosePostgresAccount();
    const place = placeFor(account, resolve(dataDir));
    const password = (name: string): string => readSecret(secretsDir, name).toString('base64url');
    await stopStray(place.data, clock, fastStopMs);
    if (!existsSync(join(place.data, 'PG_VERSION'))) await initialise(account, place, password('postgres-password'));
    const port = await freePort();
    const child = serve(account, place, port);
    const url = `postgres://postgres:${password('postgres-password')}@127.0.0.1:${port}`;
    const passwords = { owner: password('database-owner-password'), app: password('database-app-password') };
    const server = new EmbeddedPostgres(child, clock, port, passwords);
    try {
      await server.answering(`${url}/postgres`);
      await prepareRoles(url, passwords);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  get ownerUrl(): string {
    return `postgres://brama_owner:${this.passwords.owner}@127.0.0.1:${this.port}/${database}`;
  }

  get appUrl(): string {
    return `postgres://brama_app:${this.passwords.app}@127.0.0.1:${this.port}/${database}`;
  }

  /** Told when the server ends without being asked to. */
  onEnd(then: () => void): void {
    this.child.once('exit', then);
  }

  /** Fast: open transactions are broken off, everything committed stays. Immediate when that takes too long. */
  async stop(): Promise<void> {
    if (isGone(this.child)) return;
    const exit = new Promise<void>((done) => this.child.once('exit', () => done()));
    this.child.kill('SIGINT');
    const cancel = this.clock.after(fastStopMs, () => void this.child.kill('SIGQUIT'));
    await exit;
    cancel();
  }

  private async answering(url: string): Promise<void> {
    const end = this.clock.monoMs() + startMs;
    for (;;) {
      if (isGone(this.child)) throw new Error(`PostgreSQL stopped while starting: ${lastWords(this.child)}`);
      try {
        await ask(url, 'select 1');
        return;
      } catch (error) {
        if (this.clock.monoMs() > end)
          throw new Error(`PostgreSQL did not start: ${(error as Error).message}`, { cause: error });
      }
      await this.clock.sleep(50);
    }
  }
}

interface Place {
  readonly data: string;
  readonly binaries: PostgresBinaries;
}

/** Where root's data are that another uid serves. */
const placeFile = (dataDir: string): string => join(dataDir, 'postgres-place');

/** Another uid needs a place that it may enter: beside other services' data, when ours lies below a closed home. */
function placeFor(account: PostgresAccount, dataDir: string): Place {
  const installed = installedBinaries();
  if (account.kind !== 'uid') return { data: join(dataDir, 'postgres'), binaries: installed };
  if (existsSync(join(dataDir, 'postgres'))) {
    throw new Error(
      `The database in ${dataDir} was made where root may use user namespaces, and here it may not: allow them, or start Brama as another user than root.`,
    );
  }
  const kept = placeFile(dataDir);
  if (!existsSync(kept)) {
    const base = existsSync('/var/lib') ? '/var/lib' : tmpdir();
    writeFileSync(kept, join(base, `brama-${readSecret(dataDir, 'postgres-place-id').toString('hex').slice(0, 12)}`), {
      mode: 0o600,
    });
  }
  const base = readFileSync(kept, 'utf8').trim();
  mkdirSync(base, { recursive: true, mode: 0o711 });
  const version = join(base, 'native');
  if (!existsSync(version)) {
    cpSync(installed.root, `${version}.new`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${version}.new`, version);
  }
  return { data: join(base, 'data'), binaries: binariesIn(version) };
}

/** Made beside its place and moved there when it is whole: broken off, it is made anew at the next start. */
async function initialise(account: PostgresAccount, { data, binaries }: Place, password: string): Promise<void> {
  const parent = dirname(data);
  for (const name of readdirSync(parent)) {
    if (name.startsWith('initdb-')) rmSync(join(parent, name), { recursive: true, force: true });
  }
  const draft = mkdtempSync(join(parent, 'initdb-'));
  const [made, file] = [join(draft, 'data'), join(draft, 'password')];
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  if (account.kind === 'uid') for (const path of [draft, file]) chownSync(path, account.uid, account.gid);
  // prettier-ignore
  const child = spawnAs(account, binaries.initdb, [
    '-D', made, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${file}`,
    '-E', 'UTF8', '--locale=C', '--no-instructions',
  ], draft);
  await new Promise((done) => child.once('close', done));
  if (child.exitCode === 0) renameSync(made, data);
  rmSync(draft, { recursive: true, force: true });
  if (child.exitCode !== 0) throw new Error(`The database could not be made in ${data}: ${lastWords(child)}`);
}

function serve(account: PostgresAccount, { data, binaries }: Place, port: number): ChildProcess {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 60,
    log_min_messages: 'warning',
    log_timezone: 'UTC',
  };
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  return spawnAs(account, binaries.postgres, args, data);
}

const said = new WeakMap<ChildProcess, string>();
const lastWords = (child: ChildProcess): string => said.get(child)?.trim().split('\n').at(-1) || 'it said nothing';

/** In a process group of its own. */
function spawnAs(account: PostgresAccount, program: string, args: readonly string[], cwd: string): ChildProcess {
  const call = invocation(account, program, args);
  const child = spawn(call.command, call.args, {
    ...call.options,
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    cwd,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr?.on('data', (chunk: Buffer) =>
    said.set(child, ((said.get(child) ?? '') + chunk.toString('utf8')).slice(-2_000)),
  );
  child.once('error', (error) => said.set(child, error.message));
  return child;
}

const isGone = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

async function prepareRoles(url: string, passwords: { readonly owner: string; readonly app: string }): Promise<void> {
  for (const [role, password] of [
    ['brama_owner', passwords.owner],
    ['brama_app', passwords.app],
  ] as const) {
    const exists = await ask(`${url}/postgres`, `select from pg_roles where rolname = '${role}'`);
    await ask(`${url}/postgres`, `${exists === 0 ? 'create' : 'alter'} role ${role} login password '${password}'`);
  }
  const exists = await ask(`${url}/postgres`, `select from pg_database where datname = '${database}'`);
  if (exists === 0) await ask(`${url}/postgres`, `create database ${database} owner brama_owner`);
}

async function ask(url: string, sql: string): Promise<number> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
