import type { Interval } from '../../core/interval.js';
import type { Bilingual } from '../../core/words/bilingual.js';
import type { Transaction } from '../../platform/database/database.js';
import { endDate } from './planned-time.js';

/** Why nobody can work on a machine: the workshop is closed, or the machine is out of order. */
export interface PlannedTime {
  readonly kind: 'closure' | 'outage';
  readonly id: string;
  readonly during: Interval;
  readonly reason: Bilingual;
  readonly createdAt: number;
}

interface PlannedRow extends Pick<PlannedTime, 'kind' | 'id' | 'reason'> {
  readonly from: Date;
  readonly to: Date;
  readonly created_at: Date;
}

/** Closures, and outages of a machine, that touch the time, in order; `to` may be infinite. */
export async function plannedTimes(
  reads: Pick<Transaction, 'query'>,
  machineId: string,
  within: Interval,
  limit: number,
): Promise<PlannedTime[]> {
  const columns = `id, lower(during) as "from", upper(during) as "to", reason, created_at`;
  const rows = await reads.query<PlannedRow>(
    `select 'closure' as kind, ${columns} from closure where during && tstzrange($2, $3)
     union all
     select 'outage' as kind, ${columns} from outage where machine_id = $1 and during && tstzrange($2, $3)
     order by "from", id limit $4`,
    [machineId, new Date(within.from), endDate(within), limit],
  );
  return rows.map(({ from, to, created_at, ...row }) => ({
    ...row,
    during: { from: from.getTime(), to: to.getTime() },
    createdAt: created_at.getTime(),
  }));
}
