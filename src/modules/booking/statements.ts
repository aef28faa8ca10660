import type { Database, Transaction } from '../../platform/database/database.js';

interface Statement {
  readonly name: string;
  readonly sql: string;
}

/** Where statements run: each on its own, or all in one transaction. */
export type Statements = <T>(statement: Statement, params: readonly unknown[]) => Promise<T[]>;

export const eachAlone =
  (db: Database): Statements =>
  async ({ name, sql }, params) =>
    await db.prepared(name, sql, params);

export const allIn =
  (tx: Transaction): Statements =>
  async ({ sql }, params) =>
    await tx.query(sql, params);
