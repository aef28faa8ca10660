import { Injectable } from '@nestjs/common';
import type { Bilingual, Outage } from '../../contracts/http/index.js';
import type { Interval } from '../../core/interval.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { endDate } from './planned-time.js';

interface OutageRow {
  readonly id: string;
  readonly machine_id: string;
  readonly from: Date;
  readonly to: Date;
  readonly reason: Bilingual;
}

export interface NewOutage {
  readonly id: string;
  readonly machineId: string;
  readonly during: Interval;
  readonly reason: Bilingual;
  readonly createdBy: string;
  readonly createdAt: number;
}

const columns = `id, machine_id, lower(during) as "from", upper(during) as "to", reason`;

@Injectable()
export class OutagesRepository {
  constructor(private readonly db: Database) {}

  /** Those that touch the time, in order. */
  async list(machineId: string, within: Interval): Promise<Outage[]> {
    const rows = await this.db.query<OutageRow>(
      `select ${columns} from outage where machine_id = $1 and during && tstzrange($2, $3) order by during, id limit 500`,
      [machineId, new Date(within.from), endDate(within)],
    );
    return rows.map(toOutage);
  }

  async find(tx: Transaction, id: string): Promise<Outage | undefined> {
    const [row] = await tx.query<OutageRow>(`select ${columns} from outage where id = $1`, [id]);
    return row && toOutage(row);
  }

  async create(tx: Transaction, { id, machineId, during, reason, createdBy, createdAt }: NewOutage): Promise<Outage> {
    const [row] = await tx.query<OutageRow>(
      `insert into outage (id, machine_id, during, reason, created_by, created_at)
       values ($1, $2, tstzrange($3, $4), $5, $6, $7) returning ${columns}`,
      [id, machineId, new Date(during.from), new Date(during.to), reason, createdBy, new Date(createdAt)],
    );
    return toOutage(row!);
  }

  /** False: somebody has removed it before. */
  async remove(tx: Transaction, id: string): Promise<boolean> {
    const rows = await tx.query(`delete from outage where id = $1 returning id`, [id]);
    return rows.length > 0;
  }
}

const toOutage = ({ id, machine_id: machineId, from, to, reason }: OutageRow): Outage => ({
  id,
  machineId,
  from: from.toISOString(),
  to: to.toISOString(),
  reason,
});
