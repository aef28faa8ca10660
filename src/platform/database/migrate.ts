import { Client } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';

export type Migrations = readonly (new () => MigrationInterface)[];

/** One migration at a time, whoever starts it. */
const migrationLock = 4_711_001;

/** Brings the database up to date as its owner; answers the names of what was done now. */
export async function migrate(ownerUrl: string, migrations: Migrations): Promise<string[]> {
  return await alone(ownerUrl, migrations, async (source) => {
    const done = await source.runMigrations({ transaction: 'each' });
    return done.map(({ name }) => name);
  });
}

/** Undoes all of them, newest first; answers the names. For tests and for the way back from a failed release. */
export async function migrateDown(ownerUrl: string, migrations: Migrations, steps = Infinity): Promise<string[]> {
  return await alone(ownerUrl, migrations, async (source) => {
    const undone: string[] = [];
    for (let name = await newest(source); name !== undefined && undone.length < steps; name = await newest(source)) {
      await source.undoLastMigration({ transaction: 'each' });
      undone.push(name);
    }
    return undone;
  });
}

async function newest(source: DataSource): Promise<string | undefined> {
  const [row] = await source.query<{ name: string }[]>(`select name from migrations order by id desc limit 1`);
  return row?.name;
}

async function alone<T>(url: string, migrations: Migrations, work: (source: DataSource) => Promise<T>): Promise<T> {
  const guard = new Client({ connectionString: url, application_name: 'brama-migrate' });
  await guard.connect();
  // A server that goes away in between fails the migration itself, with a better sentence.
  guard.on('error', () => undefined);
  const source = new DataSource({
    type: 'postgres',
    url,
    migrations: [...migrations],
    applicationName: 'brama-migrate',
    poolSize: 1,
    synchronize: false,
  });
  try {
    await guard.query('select pg_advisory_lock($1)', [migrationLock]);
    await source.initialize();
    return await work(source);
  } finally {
    if (source.isInitialized) await source.destroy();
    await guard.end();
  }
}
