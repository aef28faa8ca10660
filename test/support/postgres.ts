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
  drop(): Promise<void>;
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
    drop: async () => await statement(superuserUrl, `drop database ${database} with (force)`),
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
