import { Injectable } from '@nestjs/common';
import type { GivenUp } from '../../core/booking/given-up.js';
import type { Awaited } from '../../core/booking/no-show.js';
import type { StoredSetting } from '../../core/booking/settings.js';
import type { Bilingual } from '../../core/words/bilingual.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { settingsOf } from '../booking/index.js';

/**
 * What the sweeps look for. Each statement reads the tables of other modules, since it asks whether somebody came, could have
 * come, or has gone; what is found is decided again, under guard, where it is written.
 */

interface Found {
  readonly id: string;
  readonly version: number;
  readonly settings: readonly StoredSetting[];
}
/** All but what the gate would say. */
export interface AwaitedBooking extends Found, Omit<Awaited, 'refusedFor' | 'seen'> {
  readonly machineId: string;
  readonly memberId: string;
}
export interface LeftBooking extends Found {
  /** When the member switched the machine off. */
  readonly leftAt: number;
}
export interface OverdueHold {
  readonly id: string;
  readonly version: number;
  readonly heldFor: 'approval' | 'claim';
}
export interface GivenUpTime extends Found, GivenUp {
  readonly memberId: string;
  readonly machineId: string;
  readonly machineName: Bilingual;
  /** Of a booking that nobody had come to in time. */
  readonly warned: boolean;
  /** Nobody could have come then, or somebody came. */
  readonly excused: boolean;
}

type Row<Of> = { readonly [Key in keyof Of]: Of[Key] extends number ? Date | number : Of[Key] };
const epochMs = (time: string): string => `(extract(epoch from ${time}) * 1000)::float8`;
const ms = (at: Date | number | null): number => (at === null ? 0 : Number(at));

const finishedAtOnce = 1_000;
const awaited = `
  select b.id, b.version, b.machine_id as "machineId", b.member_id as "memberId", b.check_in_from as "checkInFrom", lower(b.during) as "from", upper(b.during) as "to",
    b.warned_at is not null as warned, s.id is not null and s.closed_at is null as "inUse", s.closed_at as "freeSince",
    exists (select from tap t join card c on c.id = t.card_id and c.member_id = b.member_id
      where t.gate_id = g.id and t.verdict = 'deny' and t.received_at >= lower(b.during)) as "turnedAway",
    (select c.until from check_in_pause c where c.machine_id = m.id) as "pausedUntil",
    coalesce(${settingsOf('check-in', 'strikes')}, '[]') as settings
  from booking b
  join machine m on m.id = b.machine_id
  join member p on p.id = b.member_id
  join gate g on g.machine_id = m.id and g.retired_at is null
  left join lateral (select x.id, x.closed_at from session x where x.machine_id = m.id order by x.opened_at desc limit 1) s on true
  where b.state = 'confirmed' and b.bundle_id is null and lower(b.during) <= $1::timestamptz
    and upper(b.during) > $1::timestamptz - interval '1 hour'
    and not exists (select from booking c where c.bundle_id = b.id and c.state = 'in_use')
  order by b.id`;

const left = `
  select b.id, b.version, s.closed_at as "leftAt", coalesce(${settingsOf('early-finish')}, '[]') as settings
  from booking b
  join machine m on m.id = b.machine_id
  join member p on p.id = b.member_id
  join lateral (select x.booking_id, x.closed_at, x.end_reason from session x where x.machine_id = m.id
    order by x.opened_at desc limit 1) s on s.booking_id = b.id
  where b.state = 'in_use' and b.bundle_id is null and upper(b.during) > $1::timestamptz
    and s.closed_at is not null and s.end_reason in ('switched-off', 'switched-off-at-gate')
  order by b.id`;

/** What nobody could have come to is no fault of whoever gave it up, nor what somebody came to. $1 up to when. */
const givenUp = `
  select g.booking_id as id, b.version, g.member_id as "memberId", g.machine_id as "machineId", m.name as "machineName",
    lower(g.during) as "from", upper(g.during) as "to", g.at, g.warned,
    case when b.machine_id = g.machine_id and b.state in ('held', 'confirmed', 'in_use', 'done') then
      json_build_object('from', ${epochMs('lower(b.during)')}, 'to', ${epochMs('coalesce(b.planned_to, upper(b.during))')}) end as kept,
    m.out_of_order_at is not null
      or exists (select from closure k where k.during && g.during)
      or exists (select from outage k where k.machine_id = m.id and k.during && g.during)
      or exists (select from booking sb join session s on s.machine_id = sb.machine_id and s.booking_id = sb.id
        where (sb.id = b.id or sb.bundle_id = b.id) and s.opened_at between lower(g.during) - interval '1 hour' and g.at) as excused,
    coalesce(${settingsOf('late-cancellation', 'check-in', 'strikes')}, '[]') as settings
  from given_up g
  join booking b on b.id = g.booking_id
  join machine m on m.id = g.machine_id
  join member p on p.id = g.member_id
  where g.at <= $1::timestamptz
  order by g.at`;

@Injectable()
export class SweepRepository {
  constructor(private readonly db: Database) {}

  /** False: another replica is at it, and it is left to that. The lock is held to the end of the work. */
  async alone(lock: number, work: () => Promise<void>): Promise<boolean> {
    return await this.db.transaction(async (tx) => {
      const [row] = await tx.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [lock]);
      if (row?.mine !== true) return false;
      await work();
      return true;
    });
  }

  /** Undefined: never. */
  async lastDone(name: string): Promise<number | undefined> {
    const [row] = await this.db.query<{ done_at: Date }>('select done_at from sweep where name = $1', [name]);
    return row?.done_at.getTime();
  }

  async done(name: string, at: number): Promise<void> {
    await this.db.query(
      `insert into sweep (name, done_at) values ($1, $2) on conflict (name) do update set done_at = excluded.done_at`,
      [name, new Date(at)],
    );
  }

  /** Bookings that began, of machines with a gate, that nobody has come to; of those that are over, what ended just now. */
  async awaited(now: number): Promise<AwaitedBooking[]> {
    const rows = await this.db.query<Row<AwaitedBooking>>(awaited, [new Date(now)]);
    return rows.map((row) => ({
      ...row,
      version: ms(row.version),
      from: ms(row.from),
      to: ms(row.to),
      checkInFrom: ms(row.checkInFrom),
      freeSince: ms(row.freeSince),
      pausedUntil: ms(row.pausedUntil),
    }));
  }

  async pause(machineIds: readonly string[], until: number): Promise<void> {
    await this.db.query(
      `insert into check_in_pause (machine_id, until) select distinct unnest($1::uuid[]), $2::timestamptz
       on conflict (machine_id) do update set until = excluded.until`,
      [machineIds, new Date(until)],
    );
  }

  /** False: somebody came, or was warned already. */
  async warn(tx: Transaction, bookingId: string, now: number): Promise<boolean> {
    const rows = await tx.query(
      `update booking set warned_at = $2 where id = $1 and state = 'confirmed' and warned_at is null returning id`,
      [bookingId, new Date(now)],
    );
    return rows.length > 0;
  }

  /** Bookings in use whose member has switched off. */
  async left(now: number): Promise<LeftBooking[]> {
    const rows = await this.db.query<Row<LeftBooking>>(left, [new Date(now)]);
    return rows.map((row) => ({ ...row, version: ms(row.version), leftAt: ms(row.leftAt) }));
  }

  async overdueHolds(now: number): Promise<OverdueHold[]> {
    return await this.db.query(
      `select id, version, held_for as "heldFor" from booking
       where state = 'held' and bundle_id is null and expires_at <= $1 order by id`,
      [new Date(now)],
    );
  }

  /** Those that waited for an approval, were released in passing, and whose members know nothing of it: now they are told. */
  async claimUntold(tx: Transaction, now: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `update booking set warned_at = $1
       where end_reason = 'not-approved' and ended_by is null and warned_at is null and bundle_id is null returning id`,
      [new Date(now)],
    );
    return rows.map(({ id }) => id);
  }

  async givenUp(until: number): Promise<GivenUpTime[]> {
    const rows = await this.db.query<Row<GivenUpTime>>(givenUp, [new Date(until)]);
    return rows.map((row) => ({
      ...row,
      version: ms(row.version),
      from: ms(row.from),
      to: ms(row.to),
      at: ms(row.at),
    }));
  }

  /** False: it was judged before. */
  async judged(tx: Transaction, bookingId: string, at: number): Promise<boolean> {
    const rows = await tx.query(`delete from given_up where booking_id = $1 and at = $2 returning at`, [
      bookingId,
      new Date(at),
    ]);
    return rows.length > 0;
  }

  /** Bookings that are over and that no gate has watched, and those along with others, are done. */
  async finishUnwatched(now: number): Promise<void> {
    let finished: readonly unknown[];
    do {
      finished = await this.db.query(
        `update booking set state = 'done', end_reason = 'over', ended_at = upper(during), version = version + 1
         where id in (select id from booking where state = 'confirmed' and upper(during) <= $1 limit $2) returning id`,
        [new Date(now), finishedAtOnce],
      );
    } while (finished.length === finishedAtOnce);
  }
}
