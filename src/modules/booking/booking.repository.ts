import { Injectable } from '@nestjs/common';
import { type BookingQuery, type Page, pageOf } from '../../contracts/http/index.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { notFitting } from '../not-fitting.js';
import { type BookingRecord, type BookingRow, fromRow, type KnownBooking, toWritten } from './booking-record.js';
import { bookingColumns, takesTime, writeBookings } from './booking.sql.js';
import type { Guards } from './guards.js';
import type { Statements } from './statements.js';

const columns = bookingColumns('b');
/** No booking is longer: those that last at a time did not begin before. */
const longestHours = 366 * 24;
const date = (at: string | undefined): Date | null => (at === undefined ? null : new Date(at));

const oneBundle = {
  name: 'booking_bundle_1',
  sql: `select ${columns} from booking b
    where b.id = coalesce((select x.bundle_id from booking x where x.id = $1::uuid), $1::uuid)
      or b.bundle_id = coalesce((select x.bundle_id from booking x where x.id = $1::uuid), $1::uuid)
    order by b.bundle_id is not null, b.id`,
};
const wholeSeries = {
  name: 'booking_series_1',
  sql: `select ${columns} from booking b
    where b.series_id = $1::uuid or b.bundle_id in (select x.id from booking x where x.series_id = $1::uuid)
    order by b.during`,
};

const sessionsOn = {
  name: 'booking_came_1',
  sql: `select from booking b join session s on s.machine_id = b.machine_id and s.booking_id = b.id
    where b.id = any ($1::uuid[]) and s.member_id = b.member_id and s.opened_at >= lower(b.during) limit 1`,
};

/** A booking, and those that were made along with it. */
export interface Bundle {
  readonly main: KnownBooking;
  readonly along: readonly KnownBooking[];
}

@Injectable()
export class BookingRepository {
  constructor(private readonly db: Database) {}

  /** @param reader who learns of others' no more than what time they take; undefined: all is told */
  async list(query: BookingQuery, at: number, reader?: string): Promise<Page<KnownBooking>> {
    const { machine, member, from, to, after, limit, ended, order, heldFor } = query;
    const key = order === 'from' ? `(lower(b.during), b.id)` : `(b.id)`;
    const last =
      order === 'from' ? `((select lower(x.during) from booking x where x.id = $5::uuid), $5::uuid)` : `($5::uuid)`;
    const mayRead = `($10::uuid is null or b.member_id = $10)`;
    const rows = await this.db.query<BookingRow>(
      `select ${columns} from booking b
       where ($1::uuid is null or b.machine_id = $1) and ($2::uuid is null or b.member_id = $2)
         and ($3::timestamptz is null or (upper(b.during) > $3 and lower(b.during) > $3 - interval '${longestHours} hours'))
         and ($4::timestamptz is null or lower(b.during) < $4)
         and ($5::uuid is null or ${key} > ${last})
         and (($8 and ${mayRead}) or ${takesTime('b', '$6')})
         and ($9::text is null or (b.state = 'held' and b.held_for = $9 and ${mayRead}))
       order by ${order === 'from' ? 'lower(b.during), b.id' : 'b.id'} limit $7`,
      [
        machine ?? null,
        member ?? null,
        date(from),
        date(to),
        after ?? null,
        new Date(at),
        limit + 1,
        ended === 'true',
        heldFor ?? null,
        reader ?? null,
      ],
    );
    return pageOf(rows.map(fromRow), limit, ({ id }) => id);
  }

  async find(on: Statements, id: string): Promise<KnownBooking | undefined> {
    const { main, along } = (await this.bundle(on, id)) ?? { main: undefined, along: [] };
    return [main, ...along].find((booking) => booking?.id === id);
  }

  /** The whole of it, whichever of its bookings is named. */
  async bundle(on: Statements, id: string): Promise<Bundle | undefined> {
    const [main, ...along] = (await on<BookingRow>(oneBundle, [id])).map(fromRow);
    return main && { main, along };
  }

  /** Whether its member has tapped for one of these. */
  async cameTo(on: Statements, bookings: readonly BookingRecord[]): Promise<boolean> {
    return (await on(sessionsOn, [bookings.map(({ id }) => id)])).length > 0;
  }

  /** All of it, in order of time, with what was made along. */
  async series(on: Statements, seriesId: string): Promise<KnownBooking[]> {
    return (await on<BookingRow>(wholeSeries, [seriesId])).map(fromRow);
  }

  /** What others want to hand over to the member, soonest first. */
  async offeredTo(memberId: string, now: number): Promise<KnownBooking[]> {
    const rows = await this.db.query<BookingRow>(
      `select ${columns} from booking b
       where b.offered_to = $1 and upper(b.during) > $2 and b.state <> 'done' and ${takesTime('b', '$2')}
       order by b.during, b.id limit 100`,
      [memberId, new Date(now)],
    );
    return rows.map(fromRow);
  }

  /** The machine that is named, or those of the group; `field` names the group where there are none. */
  async machinesMeant(
    machineId: string | undefined,
    groupId: string | undefined,
    field: string,
  ): Promise<readonly string[]> {
    if (machineId !== undefined) return [machineId];
    const rows = await this.db.query<{ id: string }>(
      `select id from machine where machine_group_id = $1 and retired_at is null order by slug`,
      [groupId ?? null],
    );
    if (rows.length === 0) throw notFitting(field, 'unknown-group');
    return rows.map(({ id }) => id);
  }

  async memberByEmail(email: string): Promise<string | undefined> {
    const [row] = await this.db.query<{ id: string }>(`select id from member where lower(email) = lower($1)`, [email]);
    return row?.id;
  }

  /** Undefined: a version moved since the facts were read. Throws what `booking_no_overlap` throws when a time is taken. */
  async write(
    on: Statements,
    records: readonly BookingRecord[],
    { members, groups, machines }: Guards,
    at: number,
  ): Promise<KnownBooking[] | undefined> {
    const rows = await on<BookingRow>(writeBookings, [
      new Date(at),
      JSON.stringify(records.map(toWritten)),
      ...[members, groups, machines].flatMap((seen) => [[...seen.keys()], [...seen.values()]]),
    ]);
    return rows.length === 0 ? undefined : rows.map(fromRow);
  }

  /** Everybody who wants to write about these waits here, so that whoever holds them cannot lose a race. */
  async lock(tx: Transaction, { members, groups, machines }: Guards): Promise<void> {
    for (const [table, seen] of [
      ['member', members],
      ['exclusive_group', groups],
      ['machine', machines],
    ] as const) {
      await tx.query(`select id from ${table} where id = any ($1::uuid[]) order by id for no key update`, [
        [...seen.keys()],
      ]);
    }
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
