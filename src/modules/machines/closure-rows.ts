import type { Interval } from '../../core/interval.js';
import type { Transaction } from '../../platform/database/database.js';

/** Closures that touch the time, as intervals. For deciders above. */
export async function closuresDuring(reads: Pick<Transaction, 'query'>, { from, to }: Interval): Promise<Interval[]> {
  const rows = await reads.query<{ from: Date; to: Date }>(
    `select lower(during) as "from", upper(during) as "to" from closure where during && tstzrange($1, $2) order by during`,
    [new Date(from), new Date(to)],
  );
  return rows.map((row) => ({ from: row.from.getTime(), to: row.to.getTime() }));
}
