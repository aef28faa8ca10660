import type { Bilingual } from '../../contracts/http/index.js';
import type { Transaction } from '../../platform/database/database.js';

/** What settings can be of, beside one machine and the whole workshop: a name that machines or members point to. */
export type NamedScope = 'machine_group' | 'membership_kind';

interface Named {
  readonly id: string;
  readonly name: Bilingual;
}

export async function addScope(tx: Transaction, table: NamedScope, { id, name }: Named, at: number): Promise<void> {
  await tx.query(`insert into ${table} (id, name, created_at) values ($1, $2, $3)`, [id, name, new Date(at)]);
}

/** False: there is no such one. */
export async function renameScope(tx: Transaction, table: NamedScope, { id, name }: Named): Promise<boolean> {
  const rows = await tx.query(`update ${table} set name = $2 where id = $1 returning id`, [id, name]);
  return rows.length > 0;
}

/** Its settings go with it: their codes. Undefined: there is no such one. */
export async function removeScope(
  tx: Transaction,
  table: NamedScope,
  id: string,
): Promise<{ readonly name: Bilingual; readonly settings: string[] } | undefined> {
  const said = await tx.query<{ rule: string }>(`delete from booking_setting where ${table}_id = $1 returning rule`, [
    id,
  ]);
  const [gone] = await tx.query<{ name: Bilingual }>(`delete from ${table} where id = $1 returning name`, [id]);
  return gone && { name: gone.name, settings: said.map(({ rule }) => rule).toSorted() };
}
