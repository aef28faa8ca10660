import { Pool, types } from 'pg';
import { DataSource, type EntityManager, type EntitySchema, type MixedList } from 'typeorm';

// Counters and versions are far below 2⁵³: plain numbers, not strings.
types.setTypeParser(types.builtins.INT8, Number);

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly entities: MixedList<string | (new () => object) | EntitySchema>;
  readonly applicationName: string;
}

export interface Row {
  [column: string]: unknown;
}

/** What a transaction hands out. There is no repository without one, so nothing can leave it by forgetting an argument. */
export interface Transaction {
  readonly manager: EntityManager;
  query<T = Row>(sql: string, params?: readonly unknown[]): Promise<T[]>;
}

/** A pool behind TypeORM for entities and what is asked now and then, and one for the prepared statements of the hot path. */
export class Database {
  private constructor(
    readonly dataSource: DataSource,
    private readonly pool: Pool,
    private readonly preparedPool: Pool,
  ) {}

  static async connect(options: DatabaseOptions): Promise<Database> {
    const limits = { connectionTimeoutMillis: 3_000, statement_timeout: 10_000, keepAlive: true };
    const dataSource = new DataSource({
      type: 'postgres',
      url: options.url,
      entities: options.entities,
      applicationName: options.applicationName,
      poolSize: options.poolSize,
      synchronize: false,
      logging: false,
      extra: limits,
      // A restarted server closes idle connections: the pool opens new ones by itself.
      poolErrorHandler: () => undefined,
    });
    await dataSource.initialize();
    const driver = dataSource.driver as unknown as { master: Pool };
    const preparedPool = new Pool({
      connectionString: options.url,
      application_name: options.applicationName,
      max: options.poolSize,
      ...limits,
      // Planning takes several times as long as running: once for each connection, which stays open. A plan that is made
      // while tables are small must not be one that reads them whole.
      options: '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off',
      idleTimeoutMillis: 0,
    });
    preparedPool.on('error', () => undefined);
    return new Database(dataSource, driver.master, preparedPool);
  }

  async query<T = Row>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    const result = await this.pool.query(sql, params as unknown[]);
    return result.rows as T[];
  }

  /** A named prepared statement: planned once for each connection. `name` and `sql` belong together for ever. */
  async prepared<T = Row>(name: string, sql: string, params: readonly unknown[]): Promise<T[]> {
    const result = await this.preparedPool.query({ name, text: sql, values: params as unknown[] });
    return result.rows as T[];
  }

  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return await this.dataSource.transaction(async (manager) => {
      return await work({
        manager,
        // Structured: unstructured, TypeORM answers `[rows, count]` to an update or a delete, and `rows` to all else.
        query: async <R>(sql: string, params: readonly unknown[] = []) =>
          (await manager.queryRunner!.query(sql, params as unknown[], true)).records as R[],
      });
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.preparedPool.end(), this.dataSource.destroy()]);
  }
}

/** The name of the constraint that a write ran into, for mapping it to an error that people understand. */
export function violatedConstraint(error: unknown): string | undefined {
  const found = error as { constraint?: unknown; driverError?: { constraint?: unknown } } | null;
  const name = found?.driverError?.constraint ?? found?.constraint;
  return typeof name === 'string' ? name : undefined;
}

/** SQLSTATE of a database error: `23P01`, `40001`, … */
export function sqlState(error: unknown): string | undefined {
  const found = error as { code?: unknown; driverError?: { code?: unknown } } | null;
  const code = found?.driverError?.code ?? found?.code;
  return typeof code === 'string' ? code : undefined;
}
