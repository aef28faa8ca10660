import { Injectable } from '@nestjs/common';
import { type Page, pageOf, type WaitEntry, type WaitQuery } from '../../contracts/http/index.js';
import type { Interval } from '../../core/interval.js';
import type { Bilingual } from '../../core/words/bilingual.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { undoMs } from '../booking/index.js';

export interface NewWait {
  readonly id: string;
  readonly memberId: string;
  readonly machineId: string | undefined;
  readonly machineGroupId: string | undefined;
  readonly within: Interval;
  readonly minutes: number;
  readonly at: number;
}

/** Somebody who waits, with what a search needs. */
export interface Waiting extends Interval {
  readonly id: string;
  readonly memberId: string;
  readonly minutes: number;
  readonly machineIds: readonly string[];
  /** The slot that was offered last and not taken up. */
  readonly passedOn: (Interval & { readonly machineId: string }) | null;
  /** Moves with each change that may make a slot free, or allowed. */
  readonly versions: string;
}

/** An entry whose offer is no longer held. */
export interface Settling {
  readonly id: string;
  readonly memberId: string;
  readonly bookingId: string;
  readonly passed: number;
  /** How the hold ended; null: it was claimed. */
  readonly endReason: string | null;
}

export interface WaitOver extends Interval {
  readonly memberId: string;
  readonly name: Bilingual;
}

interface EntryRow {
  readonly id: string;
  readonly member_id: string;
  readonly member_name: string;
  readonly machine_id: string | null;
  readonly machine_group_id: string | null;
  readonly from: Date;
  readonly to: Date;
  readonly minutes: number;
  readonly state: WaitEntry['state'];
  readonly ahead: number;
  readonly offer: { bookingId: string; machineId: string; from: string; to: string; claimBy: string } | null;
  readonly created_at: Date;
}

const epochMs = (time: string): string => `(extract(epoch from ${time}) * 1000)::float8`;
const range = ({ from, to }: Interval): Date[] => [new Date(from), new Date(to)];
const isOpen = (e: string): string => `${e}.state in ('waiting', 'offered')`;
/** Wishes that one and the same slot could serve. */
const rivals = (a: string, b: string): string =>
  `(${a}.machine_id = ${b}.machine_id or ${a}.machine_group_id = ${b}.machine_group_id) and ${a}.within && ${b}.within`;

/** $1 now. */
const entryColumns = `
  e.id, e.member_id, p.name as member_name, e.machine_id, e.machine_group_id, lower(e.within) as "from", upper(e.within) as "to",
  e.minutes, e.state, e.created_at,
  (select count(*) from wait_entry x where x.id < e.id and ${isOpen('x')} and ${rivals('x', 'e')}) as ahead,
  (select json_build_object('bookingId', b.id, 'machineId', b.machine_id, 'from', lower(b.during), 'to', upper(b.during),
      'claimBy', b.expires_at)
    from booking b where b.id = e.booking_id and e.state = 'offered' and b.state = 'held' and b.expires_at > $1) as offer
  from wait_entry e join member p on p.id = e.member_id`;

@Injectable()
export class WaitRepository {
  constructor(private readonly db: Database) {}

  /** Those who still wait, in their order. */
  async list({ member, machine, after, limit }: WaitQuery, now: number): Promise<Page<WaitEntry>> {
    const rows = await this.db.query<EntryRow>(
      `select ${entryColumns}
       where ${isOpen('e')} and ($2::uuid is null or e.member_id = $2) and ($4::uuid is null or e.id > $4)
         and ($3::uuid is null or e.machine_id = $3
           or e.machine_group_id = (select m.machine_group_id from machine m where m.id = $3))
       order by e.id limit $5`,
      [new Date(now), member ?? null, machine ?? null, after ?? null, limit + 1],
    );
    return pageOf(rows.map(toEntry), limit, ({ id }) => id);
  }

  async find(id: string, now: number): Promise<WaitEntry | undefined> {
    const [row] = await this.db.query<EntryRow>(`select ${entryColumns} where e.id = $2`, [new Date(now), id]);
    return row && toEntry(row);
  }

  /** How many open wishes the member has, and whether one of them is for the same. Waits for others of the member's. */
  async openOf(
    tx: Transaction,
    { memberId, machineId, machineGroupId, within }: NewWait,
  ): Promise<{ count: number; same: boolean }> {
    await tx.query('select id from member where id = $1 for no key update', [memberId]);
    const [row] = await tx.query<{ count: number; same: boolean | null }>(
      `select count(*) as count, bool_or((e.machine_id = $2::uuid or e.machine_group_id = $3::uuid) and e.within && tstzrange($4, $5)) as same
       from wait_entry e where e.member_id = $1 and ${isOpen('e')}`,
      [memberId, machineId ?? null, machineGroupId ?? null, ...range(within)],
    );
    return { count: row?.count ?? 0, same: row?.same === true };
  }

  async add(tx: Transaction, wait: NewWait): Promise<void> {
    await tx.query(
      `insert into wait_entry (id, member_id, machine_id, machine_group_id, within, minutes, state, created_at)
       values ($1, $2, $3, $4, tstzrange($5, $6), $7, 'waiting', $8)`,
      [
        wait.id,
        wait.memberId,
        wait.machineId ?? null,
        wait.machineGroupId ?? null,
        ...range(wait.within),
        wait.minutes,
        new Date(wait.at),
      ],
    );
  }

  /** Everybody who waits without an offer, in their order. */
  async waiting(): Promise<Waiting[]> {
    return await this.db.query<Waiting>(
      `select e.id, e.member_id as "memberId", ${epochMs('lower(e.within)')} as "from", ${epochMs('upper(e.within)')} as "to",
         e.minutes, array_agg(m.id order by m.slug) as "machineIds",
         (select json_build_object('machineId', b.machine_id, 'from', ${epochMs('lower(b.during)')}, 'to', ${epochMs('upper(b.during)')})
           from booking b where b.id = e.booking_id) as "passedOn",
         concat_ws('/', (select p.version from member p where p.id = e.member_id), string_agg(m.version::text, '/' order by m.slug)) as versions
       from wait_entry e
       join machine m on (m.id = e.machine_id or m.machine_group_id = e.machine_group_id) and m.retired_at is null
       where e.state = 'waiting' group by e.id order by e.id`,
    );
  }

  /** Cancelled, and still to be had back: nobody else's yet. */
  async undoable(now: number): Promise<(Interval & { readonly machineId: string })[]> {
    return await this.db.query(
      `select machine_id as "machineId", ${epochMs('lower(during)')} as "from", ${epochMs('upper(during)')} as "to"
       from booking where state = 'cancelled' and ended_at > $1 and upper(during) > $2`,
      [new Date(now - undoMs), new Date(now)],
    );
  }

  /** Entries whose offer was claimed, let go or is overdue. */
  async settling(now: number): Promise<Settling[]> {
    return await this.db.query<Settling>(
      `select e.id, e.member_id as "memberId", e.booking_id as "bookingId", e.passed, b.end_reason as "endReason"
       from wait_entry e join booking b on b.id = e.booking_id
       where e.state = 'offered' and not (b.state = 'held' and b.expires_at > $1) order by e.id`,
      [new Date(now)],
    );
  }

  /** False: it is not in that state any more. */
  async settle(
    tx: Transaction,
    id: string,
    {
      from,
      to,
      passes = false,
    }: { readonly from: readonly WaitEntry['state'][]; readonly to: WaitEntry['state']; readonly passes?: boolean },
  ): Promise<boolean> {
    const rows = await tx.query(
      `update wait_entry set state = $2, passed = passed + case when $4 then 1 else 0 end
       where id = $1 and state = any ($3::text[]) returning id`,
      [id, to, from, passes],
    );
    return rows.length > 0;
  }

  /** False: it does not wait any more. */
  async offer(tx: Transaction, id: string, bookingId: string, now: number): Promise<boolean> {
    const rows = await tx.query(
      `update wait_entry set state = 'offered', booking_id = $2, offered_at = $3 where id = $1 and state = 'waiting' returning id`,
      [id, bookingId, new Date(now)],
    );
    return rows.length > 0;
  }

  /** Wishes that nothing can serve any more are over. */
  async endOver(tx: Transaction, now: number): Promise<WaitOver[]> {
    return await tx.query<WaitOver>(
      `update wait_entry e set state = 'over'
       where e.state = 'waiting' and upper(e.within) - make_interval(mins => e.minutes) < $1
       returning e.member_id as "memberId", ${epochMs('lower(e.within)')} as "from", ${epochMs('upper(e.within)')} as "to",
         coalesce((select m.name from machine m where m.id = e.machine_id),
           (select g.name from machine_group g where g.id = e.machine_group_id)) as name`,
      [new Date(now)],
    );
  }
}

const iso = (at: string): string => new Date(at).toISOString();

const toEntry = ({ offer, ...row }: EntryRow): WaitEntry => ({
  id: row.id,
  memberId: row.member_id,
  memberName: row.member_name,
  machineId: row.machine_id,
  machineGroupId: row.machine_group_id,
  from: row.from.toISOString(),
  to: row.to.toISOString(),
  minutes: row.minutes,
  state: row.state,
  ahead: row.ahead,
  offer: offer && { ...offer, from: iso(offer.from), to: iso(offer.to), claimBy: iso(offer.claimBy) },
  createdAt: row.created_at.toISOString(),
});
