import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { migrations } from '../../migrations/index.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { databaseUrl, testRolePassword } from '../support/postgres.js';

/** The SQL with which docker-compose.yml sets a new database up, run on a real server, and then the migrations. */

const compose = parse(readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8')) as {
  configs: { database_roles: { content: string } };
};
const superuserUrl = process.env.TEST_DATABASE_SUPERUSER_URL ?? '';
const database = `compose_${randomBytes(5).toString('hex')}`;
const ownerUrl = databaseUrl(superuserUrl, database, 'brama_owner');
const appUrl = databaseUrl(superuserUrl, database, 'brama_app');
let run = 0;

async function as<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** psql's own commands, as far as this script has them. The roles are there, on a server that others use as well. */
async function play(script: string): Promise<void> {
  let url = superuserUrl;
  const passwords = new Set<string>();
  for (const line of script.split('\n').filter((one) => one !== '' && !one.startsWith('--'))) {
    const set = /^\\set (\w+) `cat \/run\/secrets\/\w+`$/.exec(line);
    if (set?.[1] !== undefined) passwords.add(set[1]);
    else if (line.startsWith('\\connect ')) url = databaseUrl(superuserUrl, database);
    else if (!line.startsWith('\\set ON_ERROR_STOP')) {
      const sql = line
        .replace(/^create role/, 'alter role')
        .replaceAll(/:'(\w+)'/g, (_, name: string) => (passwords.has(name) ? `'${testRolePassword}'` : `:'${name}'`))
        .replaceAll(/\bdatabase brama\b/g, `database ${database}`);
      await as(url, (client) => client.query(sql));
      run += 1;
    }
  }
}

beforeAll(async () => {
  await play(compose.configs.database_roles.content);
});

afterAll(async () => {
  await as(superuserUrl, (client) => client.query(`drop database if exists ${database} with (force)`));
});

it('makes a database on which the migrations run as the owner, and the service works as brama_app', async () => {
  expect(run).toBe(7);
  expect(await migrate(ownerUrl, migrations)).toHaveLength(migrations.length);
  const { rows } = await as(appUrl, (client) => client.query('select name from workshop'));
  expect(rows).toHaveLength(1);
});

it('leaves brama_app and strangers nothing more', async () => {
  await expect(as(appUrl, (client) => client.query('create table mine (id int)'))).rejects.toThrow(/permission denied/);
  await expect(as(appUrl, (client) => client.query('drop table workshop'))).rejects.toThrow(/must be owner/);
  const { rows } = await as(superuserUrl, (client) =>
    client.query<{ grantee: string }>(
      `select a.grantee::regrole::text as grantee from pg_database d, aclexplode(d.datacl) a
       where d.datname = $1 and a.privilege_type = 'CONNECT' order by 1`,
      [database],
    ),
  );
  expect(rows.map(({ grantee }) => grantee)).toEqual(['brama_app', 'brama_owner']);
});
