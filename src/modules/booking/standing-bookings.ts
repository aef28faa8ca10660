import type { Interval } from '../../core/interval.js';
import type { Bilingual } from '../../core/words/bilingual.js';
import type { Transaction } from '../../platform/database/database.js';
import { takesTime } from './booking.sql.js';

/** A booking that is not over, as far as plans of staff that cross it are concerned. */
export interface StandingBooking {
  readonly id: string;
  readonly memberId: string;
  readonly membershipKindId: string | null;
  readonly machineId: string;
  readonly machineGroupId: string | null;
  readonly machineName: Bilingual;
  readonly during: Interval;
  readonly overrides: readonly string[];
}

interface StandingRow extends Omit<StandingBooking, 'during'> {
  readonly from: Date;
  readonly to: Date;
}

/** Bookings that touch the time and are not over at `now`, in order; of one machine, or (null) of all; `to` may be infinite. */
export async function standingBookings(
  tx: Transaction,
  machineId: string | null,
  { from, to }: Interval,
  now: number,
): Promise<StandingBooking[]> {
  const rows = await tx.query<StandingRow>(
    `select b.id, b.member_id as "memberId", p.membership_kind_id as "membershipKindId", b.machine_id as "machineId",
       m.machine_group_id as "machineGroupId", m.name as "machineName", lower(b.during) as "from", upper(b.during) as "to",
       b.overrides
     from booking b join machine m on m.id = b.machine_id join member p on p.id = b.member_id
     where ($1::uuid is null or b.machine_id = $1) and b.during && tstzrange($2, $3) and upper(b.during) > $4
       and b.state <> 'done' and ${takesTime('b', '$4')}
     order by b.during, b.id`,
    [machineId, new Date(from), Number.isFinite(to) ? new Date(to) : null, new Date(now)],
  );
  return rows.map(({ from: start, to: end, ...row }) => ({
    ...row,
    during: { from: start.getTime(), to: end.getTime() },
  }));
}
