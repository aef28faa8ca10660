import { Injectable } from '@nestjs/common';
import { type Booking, type BookingQuery, type Page, pageOf } from '../../contracts/http/index.js';
import type { Interval } from '../../core/interval.js';
import { Database, type Transaction } from '../../platform/database/database.js';

export interface NewBooking {
  readonly id: string;
  readonly machineId: string;
  readonly memberId: string;
  readonly wanted: Interval;
  readonly createdBy: string;
  readonly createdAt: number;
}

interface BookingRow {
  readonly id: string;
  readonly machine_id: string;
  readonly member_id: string;
  readonly from: Date;
  readonly to: Date;
  readonly state: Booking['state'];
  readonly version: number;
  readonly created_at: Date;
}

const columns = `id, machine_id, member_id, lower(during) as "from", upper(during) as "to", state, version, created_at`;
/** Those that take time on the calendar; a hold that is overdue at `$at` does not. */
const takesTime = (at: string): string =>
  `(state in ('confirmed', 'in_use', 'done') or (state = 'held' and expires_at > ${at}))`;

@Injectable()
export class BookingRepository {
  constructor(private readonly db: Database) {}

  async list({ machine, member, from, to, after, limit }: BookingQuery, at: number): Promise<Page<Booking>> {
    const rows = await this.db.query<BookingRow>(
      `select ${columns} from booking
       where ($1::uuid is null or machine_id = $1) and ($2::uuid is null or member_id = $2)
         and during && tstzrange($3, $4) and ($5::uuid is null or id > $5) and ${takesTime('$6')}
       order by id limit $7`,
      [machine ?? null, member ?? null, from ?? null, to ?? null, after ?? null, new Date(at), limit + 1],
    );
    return pageOf(rows.map(toBooking), limit, ({ id }) => id);
  }

  async find(tx: Transaction, id: string): Promise<Booking | undefined> {
    const [row] = await tx.query<BookingRow>(`select ${columns} from booking where id = $1`, [id]);
    return row && toBooking(row);
  }

  /** When a machine is taken within a time, in order. */
  async busy(machineId: string, within: Interval, at: number): Promise<Interval[]> {
    const rows = await this.db.query<BookingRow>(
      `select ${columns} from booking where machine_id = $1 and during && tstzrange($2, $3) and ${takesTime('$4')}
       order by during`,
      [machineId, new Date(within.from), new Date(within.to), new Date(at)],
    );
    return rows.map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() }));
  }

  /** Under the calendar's lock, before each write: a hold that nobody claimed in time is free again. */
  async releaseOverdueHolds(tx: Transaction, machineId: string, at: number): Promise<void> {
    await tx.query(
      `update booking set state = 'released', version = version + 1
       where machine_id = $1 and state = 'held' and expires_at <= $2`,
      [machineId, new Date(at)],
    );
  }

  /** Throws what `booking_no_overlap` throws when the time is taken. */
  async insert(tx: Transaction, booking: NewBooking): Promise<Booking> {
    const { id, machineId, memberId, wanted, createdBy, createdAt } = booking;
    const [row] = await tx.query<BookingRow>(
      `insert into booking (id, machine_id, member_id, during, state, created_by, created_at)
       values ($1, $2, $3, tstzrange($4, $5), 'confirmed', $6, $7) returning ${columns}`,
      [id, machineId, memberId, new Date(wanted.from), new Date(wanted.to), createdBy, new Date(createdAt)],
    );
    return toBooking(row!);
  }

  /** Undefined: it is over, or was cancelled or released before. */
  async cancel(tx: Transaction, id: string, at: number): Promise<Booking | undefined> {
    const [row] = await tx.query<BookingRow>(
      `update booking set state = 'cancelled', version = version + 1
       where id = $1 and state in ('held', 'confirmed', 'in_use') and upper(during) > $2 returning ${columns}`,
      [id, new Date(at)],
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
    from: row.from.toISOString(),
    to: row.to.toISOString(),
    state: row.state,
    version: row.version,
    createdAt: row.created_at.toISOString(),
  };
}
