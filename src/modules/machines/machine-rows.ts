import type { Transaction } from '../../platform/database/database.js';

/**
 * A machine's calendar is written by one at a time: its row is locked first, as a statement of its own, so that nobody
 * waits with half a decision in hand. False: there is no such machine.
 */
export async function lockCalendar(tx: Transaction, machineId: string): Promise<boolean> {
  const rows = await tx.query(`select id from machine where id = $1 and retired_at is null for no key update`, [
    machineId,
  ]);
  return rows.length > 0;
}

/** All calendars, in the order of ids, which is the order in which everybody locks machines. */
export async function lockAllCalendars(tx: Transaction): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(`select id from machine order by id for no key update`);
  return rows.map(({ id }) => id);
}

/** Whoever decided about these machines from older facts has to decide again. */
export async function bumpMachines(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.query(`update machine set version = version + 1 where id = any ($1::uuid[])`, [ids]);
}

/**
 * Nobody may use the machine from now on. It stays out of order since it first was; who says why is heard last. False:
 * there is no such machine.
 */
export async function putOutOfOrder(
  tx: Transaction,
  machineId: string,
  { at, by, reason }: { readonly at: number; readonly by?: string; readonly reason?: string },
): Promise<boolean> {
  const rows = await tx.query(
    `update machine set version = version + 1, out_of_order_at = coalesce(out_of_order_at, $2),
       out_of_order_reason = coalesce($3, out_of_order_reason), out_of_order_by = coalesce($4, out_of_order_by)
     where id = $1 and retired_at is null returning id`,
    [machineId, new Date(at), reason ?? null, by ?? null],
  );
  return rows.length > 0;
}

/** False: there is no such machine. */
export async function putInOrder(tx: Transaction, machineId: string): Promise<boolean> {
  const rows = await tx.query(
    `update machine set version = version + 1, out_of_order_at = null, out_of_order_reason = null, out_of_order_by = null
     where id = $1 and retired_at is null returning id`,
    [machineId],
  );
  return rows.length > 0;
}
