import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export const testRolePassword = 'brama';

export interface TestDatabase {
  readonly name: string;
  /** As `brama_app`: the service. */
  readonly url: string;
  /** As `brama_owner`: migrations. */
  readonly ownerUrl: string;
  readonly superuserUrl: string;
  /** A copy as of now. Connections are ended, and may be opened again at once. */
  backup(): Promise<Backup>;
  drop(): Promise<void>;
}

export interface Backup {
  /** Puts the copy in the place of the database, whose connections end. Once. */
  restore(): Promise<void>;
}

/** A database of its own, with the migrations already run (see postgres-server.ts). */
export async function testDatabase(name = 'test'): Promise<TestDatabase> {
  const superuserUrl = process.env.TEST_DATABASE_SUPERUSER_URL;
  const template = process.env.TEST_DATABASE_TEMPLATE;
  if (superuserUrl === undefined || template === undefined) {
    throw new Error('no PostgreSQL for tests: run them with "npx vitest run --config test/vitest.config.ts"');
  }
  const database = `${name.replaceAll(/[^a-z0-9]+/g, '_')}_${randomBytes(5).toString('hex')}`;
  await statement(superuserUrl, `create database ${database} template ${template} owner brama_owner`);
  return {
    name: database,
    url: databaseUrl(superuserUrl, database, 'brama_app'),
    ownerUrl: databaseUrl(superuserUrl, database, 'brama_owner'),
    superuserUrl: databaseUrl(superuserUrl, database),
    backup: async () => await backUp(superuserUrl, database),
    drop: async () => {
      await statement(superuserUrl, `drop database if exists ${copyOf(database)} with (force)`);
      await statement(superuserUrl, `drop database ${database} with (force)`);
    },
  };
}

const copyOf = (database: string): string => `${database}_copy`;

async function backUp(superuserUrl: string, database: string): Promise<Backup> {
  // A template may have no connections: the open ones end, and new ones wait until the copy is made.
  await statement(superuserUrl, `alter database ${database} with allow_connections false`);
  await statement(
    superuserUrl,
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${database}'`,
  );
  await statement(superuserUrl, `create database ${copyOf(database)} template ${database} owner brama_owner`);
  await statement(superuserUrl, `alter database ${database} with allow_connections true`);
  return {
    restore: async () => {
      await statement(superuserUrl, `drop database ${database} with (force)`);
      await statement(superuserUrl, `alter database ${copyOf(database)} rename to ${database}`);
    },
  };
}

/** The same server, another database and, when named, another role. */
export function databaseUrl(superuserUrl: string, database: string, role?: 'brama_owner' | 'brama_app'): string {
  const url = new URL(superuserUrl);
  url.pathname = `/${database}`;
  if (role !== undefined) {
    url.username = role;
    url.password = testRolePassword;
  }
  return url.href;
}

async function statement(url: string, sql: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
