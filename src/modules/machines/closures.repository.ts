import { Injectable } from '@nestjs/common';
import type { Bilingual, Closure } from '../../contracts/http/index.js';
import type { Interval } from '../../core/interval.js';
import { Database, type Transaction } from '../../platform/database/database.js';

interface ClosureRow {
  readonly id: string;
  readonly from: Date;
  readonly to: Date;
  readonly reason: Bilingual;
}

const columns = `id, lower(during) as "from", upper(during) as "to", reason`;

@Injectable()
export class ClosuresRepository {
  constructor(private readonly db: Database) {}

  /** Those that touch the time, in order; `to` may be infinite. */
  async list({ from, to }: Interval): Promise<Closure[]> {
    const rows = await this.db.query<ClosureRow>(
      `select ${columns} from closure where during && tstzrange($1, $2) order by during, id limit 500`,
      [new Date(from), Number.isFinite(to) ? new Date(to) : null],
    );
    return rows.map(toClosure);
  }

  async create(tx: Transaction, id: string, during: Interval, reason: Bilingual, createdAt: Date): Promise<Closure> {
    const [row] = await tx.query<ClosureRow>(
      `insert into closure (id, during, reason, created_at) values ($1, tstzrange($2, $3), $4, $5) returning ${columns}`,
      [id, new Date(during.from), new Date(during.to), reason, createdAt],
    );
    return toClosure(row!);
  }

  async remove(tx: Transaction, id: string): Promise<Closure | undefined> {
    const [row] = await tx.query<ClosureRow>(`delete from closure where id = $1 returning ${columns}`, [id]);
    return row && toClosure(row);
  }
}

/** Closures that touch the time, as intervals. For deciders above. */
export async function closuresDuring(reads: Pick<Transaction, 'query'>, { from, to }: Interval): Promise<Interval[]> {
  const rows = await reads.query<ClosureRow>(
    `select ${columns} from closure where during && tstzrange($1, $2) order by during`,
    [new Date(from), new Date(to)],
  );
  return rows.map((row) => ({ from: row.from.getTime(), to: row.to.getTime() }));
}

function toClosure({ id, from, to, reason }: ClosureRow): Closure {
  return { id, from: from.toISOString(), to: to.toISOString(), reason };
}
