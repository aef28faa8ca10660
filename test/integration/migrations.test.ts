import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrations } from '../../migrations/index.js';
import { migrate, migrateDown } from '../../src/platform/database/migrate.js';
import { addBooking, addMachine, addMember } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase('migrations');
});
afterAll(async () => await database.drop());

async function asOwner<T>(work: (db: Client) => Promise<T>): Promise<T> {
  const db = new Client(database.ownerUrl);
  await db.connect();
  try {
    return await work(db);
  } finally {
    await db.end();
  }
}

async function tables(): Promise<string[]> {
  const { rows } = await asOwner((db) =>
    db.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public' order by 1`),
  );
  return rows.map(({ name }) => name).filter((name) => name !== 'migrations');
}

const names = migrations.map(({ name }) => name);

test('every migration goes up, down and up again', async () => {
  const before = await tables();
  expect(before.length).toBeGreaterThan(20);
  expect(await migrateDown(database.ownerUrl, migrations)).toEqual([...names].toReversed());
  expect(await tables()).toEqual([]);
  expect(await migrate(database.ownerUrl, migrations)).toEqual(names);
  expect(await tables()).toEqual(before);
  expect(await migrate(database.ownerUrl, migrations), 'nothing is left to do').toEqual([]);
});

test('two that migrate at once do it once', async () => {
  await migrateDown(database.ownerUrl, migrations);
  const done = await Promise.all([1, 2, 3].map(() => migrate(database.ownerUrl, migrations)));
  expect(done.flat()).toEqual(names);
});

test('bookings that were over before anybody watched who comes are done; those to come stay', async () => {
  await migrate(database.ownerUrl, migrations);
  await migrateDown(database.ownerUrl, migrations, names.length - names.indexOf('Booking1764100000000'));
  const hour = 60 * 60_000;
  await asOwner(async (owner) => {
    const db = {
      query: async <T>(sql: string, params?: readonly unknown[]) =>
        (await owner.query(sql, [...(params ?? [])])).rows as T[],
    };
    const memberId = await addMember(db);
    const machineId = await addMachine(db);
    for (const from of [Date.now() - 2 * hour, Date.now() + hour]) await addBooking(db, { machineId, memberId, from });
  });
  await migrate(database.ownerUrl, migrations);
  const { rows } = await asOwner((db) => db.query<{ state: string }>('select state from booking order by during'));
  expect(rows.map(({ state }) => state)).toEqual(['done', 'confirmed']);
});
