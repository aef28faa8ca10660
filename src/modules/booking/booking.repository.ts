import { Injectable } from '@nestjs/common';
import { type Booking, type BookingQuery, type Page, pageOf } from '../../contracts/http/index.js';
import type { Interval } from '../../core/interval.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import type { BookingVersions } from './booking-facts.repository.js';
import { bookingColumns, insertBooking, takesTime } from './booking.sql.js';

export interface NewBooking {
  readonly id: string;
  readonly machineId: string;
  readonly memberId: string;
  readonly wanted: Interval;
  readonly state: 'held' | 'confirmed';
  readonly expiresAt: number | undefined;
  readonly heldFor: 'approval' | 'claim' | undefined;
  readonly overrides: readonly string[];
  readonly overrideReason: string | undefined;
  readonly note: string | undefined;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly seriesId: string | undefined;
}

export interface BookingRow {
  readonly id: string;
  readonly machine_id: string;
  readonly member_id: string;
  readonly member_name: string;
  readonly hides_name: boolean;
  readonly from: Date;
  readonly to: Date;
  readonly state: Booking['state'];
  readonly held_for: Booking['heldFor'];
  readonly expires_at: Date | null;
  readonly overrides: readonly string[];
  readonly override_reason: string | null;
  readonly note: string | null;
  readonly bundle_id: string | null;
  readonly series_id: string | null;
  readonly end_reason: Booking['endReason'];
  readonly ended_at: Date | null;
  readonly version: number;
  readonly created_at: Date;
}

const columns = bookingColumns('b');
const date = (at: number | undefined): Date | null => (at === undefined ? null : new Date(at));

@Injectable()
export class BookingRepository {
  constructor(private readonly db: Database) {}

  async list({ machine, member, from, to, after, limit, ended }: BookingQuery, at: number): Promise<Page<Booking>> {
    const rows = await this.db.query<BookingRow>(
      `select ${columns} from booking b
       where ($1::uuid is null or b.machine_id = $1) and ($2::uuid is null or b.member_id = $2)
         and b.during && tstzrange($3, $4) and ($5::uuid is null or b.id > $5) and ($8 or ${takesTime('b', '$6')})
       order by b.id limit $7`,
      [
        machine ?? null,
        member ?? null,
        from ?? null,
        to ?? null,
        after ?? null,
        new Date(at),
        limit + 1,
        ended === 'true',
      ],
    );
    return pageOf(rows.map(toBooking), limit, ({ id }) => id);
  }

  async find(tx: Transaction, id: string): Promise<Booking | undefined> {
    const [row] = await tx.query<BookingRow>(`select ${columns} from booking b where b.id = $1`, [id]);
    return row && toBooking(row);
  }

  /** When a machine is taken within a time, in order. */
  async busy(machineId: string, within: Interval, at: number): Promise<Interval[]> {
    const rows = await this.db.query<BookingRow>(
      `select ${columns} from booking b
       where b.machine_id = $1 and b.during && tstzrange($2, $3) and ${takesTime('b', '$4')} order by b.during`,
      [machineId, new Date(within.from), new Date(within.to), new Date(at)],
    );
    return rows.map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() }));
  }

  /** Undefined: a version moved since the facts were read. Throws what `booking_no_overlap` throws when the time is taken. */
  async insert(
    tx: Transaction | Database,
    booking: NewBooking,
    versions: BookingVersions,
  ): Promise<Booking | undefined> {
    const params = [
      date(booking.createdAt),
      booking.id,
      booking.machineId,
      booking.memberId,
      date(booking.wanted.from),
      date(booking.wanted.to),
      versions.member,
      versions.machine,
      versions.groupId ?? null,
      versions.group ?? null,
      booking.state,
      date(booking.expiresAt),
      booking.heldFor ?? null,
      booking.overrides,
      booking.overrideReason ?? null,
      booking.note ?? null,
      booking.createdBy,
      booking.seriesId ?? null,
    ];
    const { name, sql } = insertBooking;
    const [row] =
      tx instanceof Database
        ? await tx.prepared<BookingRow>(name, sql, params)
        : await tx.query<BookingRow>(sql, params);
    return row && toBooking(row);
  }

  /** Undefined: it is over, or was cancelled or released before. */
  async cancel(tx: Transaction, id: string, by: string, at: number): Promise<Booking | undefined> {
    const [row] = await tx.query<BookingRow>(
      `update booking b set state = 'cancelled', version = b.version + 1, ended_at = $2, ended_by = $3, end_reason = 'cancelled'
       where b.id = $1 and b.state in ('held', 'confirmed', 'in_use') and upper(b.during) > $2 returning ${columns}`,
      [id, new Date(at), by],
    );
    return row && toBooking(row);
  }

  /** Those whose time is over, and that no session uses any more, are done: their machines. */
  async finishOver(now: number): Promise<string[]> {
    const rows = await this.db.query<{ machine_id: string }>(
      `update booking b set state = 'done', version = b.version + 1
       where b.state = 'in_use' and upper(b.during) <= $1
         and not exists (select from session s where s.booking_id = b.id and s.closed_at is null) returning b.machine_id`,
      [new Date(now)],
    );
    return rows.map((row) => row.machine_id);
  }
}

function toBooking(row: BookingRow): Booking {
  return {
    id: row.id,
    machineId: row.machine_id,
    memberId: row.member_id,
    memberName: row.member_name,
    from: row.from.toISOString(),
    to: row.to.toISOString(),
    state: row.state,
    heldFor: row.held_for,
    expiresAt: row.expires_at?.toISOString() ?? null,
    checkInBy: null,
    overrides: [...row.overrides],
    overrideReason: row.override_reason,
    note: row.note,
    bundleId: row.bundle_id,
    seriesId: row.series_id,
    endReason: row.end_reason,
    endedAt: row.ended_at?.toISOString() ?? null,
    version: row.version,
    createdAt: row.created_at.toISOString(),
  };
}
