import { Injectable } from '@nestjs/common';
import type { Supervision } from '../../contracts/http/index.js';
import type { Interval } from '../../core/interval.js';
import { Database, type Transaction, violatedConstraint } from '../../platform/database/database.js';
import { maySupervise } from '../members/index.js';
import { notFitting } from '../not-fitting.js';
import { endDate } from './planned-time.js';

interface SupervisionRow {
  readonly id: string;
  readonly member_id: string;
  readonly member_name: string;
  readonly machine_id: string | null;
  readonly from: Date;
  readonly to: Date;
}

export interface NewSupervision {
  readonly id: string;
  readonly memberId: string;
  readonly machineId: string | null;
  readonly during: Interval;
  readonly createdAt: number;
}

const select = `
  select v.id, v.member_id, p.name as member_name, v.machine_id, lower(v.during) as "from", upper(v.during) as "to"
  from supervision v join member p on p.id = v.member_id`;

@Injectable()
export class SupervisionsRepository {
  constructor(private readonly db: Database) {}

  /** Those that touch the time and still count, in order; of one machine (those of all machines among them), or of any. */
  async list(machineId: string | undefined, within: Interval): Promise<Supervision[]> {
    const rows = await this.db.query<SupervisionRow>(
      `${select} where ${maySupervise('p')} and ($1::uuid is null or v.machine_id is null or v.machine_id = $1) and v.during && tstzrange($2, $3)
       order by v.during, v.id limit 500`,
      [machineId ?? null, new Date(within.from), endDate(within)],
    );
    return rows.map(toSupervision);
  }

  async find(tx: Pick<Transaction, 'query'>, id: string): Promise<Supervision | undefined> {
    const [row] = await tx.query<SupervisionRow>(`${select} where v.id = $1`, [id]);
    return row && toSupervision(row);
  }

  /** Those that are not over, of a member who may not supervise any more. */
  async ofUnfit(memberId: string, now: number): Promise<Supervision[]> {
    const rows = await this.db.query<SupervisionRow>(
      `${select} where v.member_id = $1 and upper(v.during) > $2 and not ${maySupervise('p')} order by v.id`,
      [memberId, new Date(now)],
    );
    return rows.map(toSupervision);
  }

  async create(tx: Transaction, { id, memberId, machineId, during, createdAt }: NewSupervision): Promise<void> {
    try {
      await tx.query(
        `insert into supervision (id, member_id, machine_id, during, created_at) values ($1, $2, $3, tstzrange($4, $5), $6)`,
        [id, memberId, machineId, new Date(during.from), new Date(during.to), new Date(createdAt)],
      );
    } catch (error) {
      throw violatedConstraint(error) === 'supervision_member_id_fkey'
        ? notFitting('memberId', 'unknown-member')
        : error;
    }
  }

  /** False: somebody has removed it before. */
  async remove(tx: Transaction, id: string): Promise<boolean> {
    const rows = await tx.query(`delete from supervision where id = $1 returning id`, [id]);
    return rows.length > 0;
  }
}

function toSupervision(row: SupervisionRow): Supervision {
  return {
    id: row.id,
    memberId: row.member_id,
    memberName: row.member_name,
    machineId: row.machine_id,
    from: row.from.toISOString(),
    to: row.to.toISOString(),
  };
}
