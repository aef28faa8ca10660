import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrations } from '../../migrations/index.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { choosePostgresAccount, invocation } from '../../src/platform/embedded/postgres-account.js';
import { binariesIn, installedBinaries } from '../../src/platform/embedded/postgres-binaries.js';
import { databaseUrl, testRolePassword } from './postgres.js';
import { until } from './wait.js';

/**
 * For a whole test run (vitest's globalSetup): a throw-away server with a template database in which the migrations have
 * run, or that template on the server that TEST_DATABASE_SUPERUSER_URL names.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  if (process.env.TEST_DATABASE_TEMPLATE !== undefined) return async () => undefined;
  const given = process.env.TEST_DATABASE_SUPERUSER_URL;
  const server = given === undefined ? await startServer() : { url: given, stop: async () => undefined };
  try {
    const template = await makeTemplate(server.url);
    process.env.TEST_DATABASE_SUPERUSER_URL = server.url;
    process.env.TEST_DATABASE_TEMPLATE = template;
    return async () => {
      if (given !== undefined)
        await asSuperuser(server.url, (db) => db.query(`drop database ${template} with (force)`));
      await server.stop();
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function makeTemplate(superuserUrl: string): Promise<string> {
  const template = `brama_template_${randomBytes(5).toString('hex')}`;
  await asSuperuser(superuserUrl, async (db) => {
    for (const role of ['brama_owner', 'brama_app']) {
      await db.query(`do $$ begin create role ${role}; exception when duplicate_object then null; end $$`);
      await db.query(`alter role ${role} login password '${testRolePassword}'`);
    }
    await db.query(`create database ${template} owner brama_owner`);
  });
  await migrate(databaseUrl(superuserUrl, template, 'brama_owner'), migrations);
  return template;
}

async function asSuperuser<T>(url: string, work: (db: Client) => Promise<T>): Promise<T> {
  const client = new Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** `TEST_DATABASE_FSYNC=1` for what measures or kills; else nothing that is lost with the computer matters. */
async function startServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), 'brama-test-postgres-'));
  const account = choosePostgresAccount();
  let binaries = installedBinaries();
  if (account.kind === 'uid') {
    cpSync(binaries.root, join(dir, 'native'), { recursive: true, verbatimSymlinks: true });
    binaries = binariesIn(join(dir, 'native'));
    chownSync(dir, account.uid, account.gid);
  }
  const data = join(dir, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (account.kind === 'uid') chownSync(data, account.uid, account.gid);
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  const init = invocation(account, binaries.initdb, [
    // prettier-ignore
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
    '--no-instructions',
  ]);
  execFileSync(init.command, init.args, { ...init.options, env, cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] });

  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 300,
    shared_buffers: '128MB',
    fsync: process.env.TEST_DATABASE_FSYNC === '1' ? 'on' : 'off',
  };
  const run = invocation(account, binaries.postgres, [
    '-D',
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  const child = spawn(run.command, run.args, {
    ...run.options,
    env,
    cwd: dir,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-4_000);
  });
  const stop = async (): Promise<void> => {
    process.off('exit', end);
    await ended(child);
    rmSync(dir, { recursive: true, force: true });
  };
  // The run was broken off: leave no server behind.
  const end = (): void => void child.kill('SIGQUIT');
  process.on('exit', end);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  try {
    await until(
      async () => {
        if (child.exitCode !== null) throw new Error(`PostgreSQL for the tests stopped while starting:\n${said}`);
        return await asSuperuser(url, (db) => db.query('select 1')).catch(() => undefined);
      },
      { deadlineMs: 30_000, what: `PostgreSQL for the tests; it said:\n${said}` },
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  // Immediate: nobody needs what is in it.
  child.kill('SIGQUIT');
  await exit;
}
