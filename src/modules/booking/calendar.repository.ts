import { Injectable } from '@nestjs/common';
import type { Booking } from '../../contracts/http/index.js';
import type { StoredSetting } from '../../core/booking/settings.js';
import type { Interval } from '../../core/interval.js';
import type { Bilingual } from '../../core/words/bilingual.js';
import { Database } from '../../platform/database/database.js';
import { settingsOf } from './booking-settings.sql.js';
import { takesTime } from './booking.sql.js';

export interface CalendarMachine {
  readonly id: string;
  readonly outOfOrder: boolean;
  /** What is said of opening hours for it. */
  readonly stored: readonly StoredSetting[];
}
export interface CalendarBooking extends Interval {
  readonly id: string;
  readonly machineId: string;
  readonly memberId: string;
  readonly memberName: string;
  readonly hidesName: boolean;
  readonly state: Booking['state'];
  readonly version: number;
}
/** Of one machine, or (null) of the whole workshop. */
export interface CalendarShut extends Interval {
  readonly machineId: string | null;
  readonly reason: Bilingual;
}
export interface CalendarWish {
  readonly within: Interval;
  readonly machineId?: string | undefined;
  readonly machineGroupId?: string | undefined;
}

type Times = { readonly from: Date; readonly to: Date };
const during = ({ from, to }: Times): Interval => ({ from: from.getTime(), to: to.getTime() });

/** Calendars of many machines, each kind of row in one statement however many there are. */
@Injectable()
export class CalendarRepository {
  constructor(private readonly db: Database) {}

  async machines(
    { machineId, machineGroupId }: Omit<CalendarWish, 'within'>,
    viewerId: string,
  ): Promise<CalendarMachine[]> {
    const rows = await this.db.prepared<{ id: string; out_of_order: boolean; settings: StoredSetting[] | null }>(
      'booking_calendar_machines_1',
      `select m.id, m.out_of_order_at is not null as out_of_order, ${settingsOf('outside-opening-hours')} as settings
       from machine m left join member p on p.id = $3::uuid
       where m.retired_at is null and ($1::uuid is null or m.id = $1::uuid)
         and ($2::uuid is null or m.machine_group_id = $2::uuid)
       order by m.slug`,
      [machineId ?? null, machineGroupId ?? null, viewerId],
    );
    return rows.map(({ id, out_of_order: outOfOrder, settings }) => ({ id, outOfOrder, stored: settings ?? [] }));
  }

  async bookings(machineIds: readonly string[], { from, to }: Interval, now: number): Promise<CalendarBooking[]> {
    const rows = await this.db.prepared<Omit<CalendarBooking, 'from' | 'to'> & Times>(
      'booking_calendar_1',
      `select b.id, b.machine_id as "machineId", b.member_id as "memberId", p.name as "memberName",
         p.hides_name as "hidesName", b.state, b.version, lower(b.during) as "from", upper(b.during) as "to"
       from booking b join member p on p.id = b.member_id
       where b.machine_id = any ($1::uuid[]) and b.during && tstzrange($2::timestamptz, $3::timestamptz)
         and ${takesTime('b', '$4::timestamptz')}
       order by b.during`,
      [machineIds, new Date(from), new Date(to), new Date(now)],
    );
    return rows.map((row) => ({ ...row, ...during(row) }));
  }

  /** Closures, and outages of these machines, in order. */
  async shut(machineIds: readonly string[], { from, to }: Interval): Promise<CalendarShut[]> {
    const rows = await this.db.prepared<Omit<CalendarShut, 'from' | 'to'> & Times>(
      'booking_calendar_shut_1',
      `select null::uuid as "machineId", lower(k.during) as "from", upper(k.during) as "to", k.reason from closure k
         where k.during && tstzrange($2::timestamptz, $3::timestamptz)
       union all
       select o.machine_id, lower(o.during), upper(o.during), o.reason from outage o
         where o.machine_id = any ($1::uuid[]) and o.during && tstzrange($2::timestamptz, $3::timestamptz)
       order by 2`,
      [machineIds, new Date(from), new Date(to)],
    );
    return rows.map((row) => ({ ...row, ...during(row) }));
  }
}
