import { Injectable } from '@nestjs/common';
import type { Bilingual, Closure } from '../../contracts/http/index.js';
import type { Interval } from '../../core/interval.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { endDate } from './planned-time.js';

interface ClosureRow {
  readonly id: string;
  readonly from: Date;
  readonly to: Date;
  readonly reason: Bilingual;
}

export interface NewClosure {
  readonly id: string;
  readonly during: Interval;
  readonly reason: Bilingual;
}

const columns = `id, lower(during) as "from", upper(during) as "to", reason`;

@Injectable()
export class ClosuresRepository {
  constructor(private readonly db: Database) {}

  /** Those that touch the time, in order; `to` may be infinite. */
  async list(within: Interval): Promise<Closure[]> {
    const rows = await this.db.query<ClosureRow>(
      `select ${columns} from closure where during && tstzrange($1, $2) order by during, id limit 500`,
      [new Date(within.from), endDate(within)],
    );
    return rows.map(toClosure);
  }

  /** For each of the times that lies wholly within a closure, by its index: that closure. */
  async around(times: readonly Interval[]): Promise<ReadonlyMap<number, string>> {
    const rows = await this.db.query<{ index: number; id: string }>(
      `select distinct on (t.i) (t.i - 1)::int as index, k.id
       from unnest($1::timestamptz[], $2::timestamptz[]) with ordinality t ("from", "to", i)
       join closure k on k.during @> tstzrange(t."from", t."to") order by t.i, k.id`,
      [times.map(({ from }) => new Date(from)), times.map(({ to }) => new Date(to))],
    );
    return new Map(rows.map(({ index, id }) => [index, id]));
  }

  async create(tx: Transaction, closures: readonly NewClosure[], createdAt: Date): Promise<Closure[]> {
    const rows = await tx.query<ClosureRow>(
      `insert into closure (id, during, reason, created_at)
       select c.id, tstzrange(c."from", c."to"), c.reason, $2
       from jsonb_to_recordset($1::jsonb) as c (id uuid, "from" timestamptz, "to" timestamptz, reason jsonb)
       returning ${columns}`,
      [JSON.stringify(closures.map(toInserted)), createdAt],
    );
    return rows.map(toClosure);
  }

  async remove(tx: Transaction, id: string): Promise<Closure | undefined> {
    const [row] = await tx.query<ClosureRow>(`delete from closure where id = $1 returning ${columns}`, [id]);
    return row && toClosure(row);
  }
}

const toInserted = ({ id, during, reason }: NewClosure): object => ({
  id,
  from: new Date(during.from),
  to: new Date(during.to),
  reason,
});

function toClosure({ id, from, to, reason }: ClosureRow): Closure {
  return { id, from: from.toISOString(), to: to.toISOString(), reason };
}
