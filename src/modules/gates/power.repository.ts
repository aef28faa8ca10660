import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../platform/database/database.js';

/** Locking machines. Each write moves the machine's version, so that a tap decided before it is decided again. */
@Injectable()
export class PowerRepository {
  constructor(private readonly db: Database) {}

  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return await this.db.transaction(work);
  }

  /** False: no such machine. */
  async lock(tx: Transaction, machineId: string, byMemberId: string, reason: string, now: number): Promise<boolean> {
    const rows = await tx.query<{ id: string }>(
      `with locked as (
         update machine set version = version + 1, out_of_order_at = coalesce(out_of_order_at, $3), out_of_order_reason = $4,
           out_of_order_by = $2 where id = $1 and retired_at is null returning id) select id from locked`,
      [machineId, byMemberId, new Date(now), reason],
    );
    return rows.length > 0;
  }

  /** Takes a lock away, and a stuck relay's fault with it. */
  async unlock(tx: Transaction, machineId: string): Promise<boolean> {
    const rows = await tx.query<{ id: string }>(
      `with unlocked as (
         update machine set version = version + 1, out_of_order_at = null, out_of_order_reason = null, out_of_order_by = null
         where id = $1 and retired_at is null returning id),
       cleared as (
         update gate_state gs set fault = null, fault_at = null, unexpected_on_since = null from gate g, unlocked
         where g.machine_id = unlocked.id and g.id = gs.gate_id and gs.fault = 'relay-stuck')
       select id from unlocked`,
      [machineId],
    );
    return rows.length > 0;
  }
}
