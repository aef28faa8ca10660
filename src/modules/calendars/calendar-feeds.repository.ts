import { Injectable } from '@nestjs/common';
import type { Bilingual, CalendarFeed, Language, Role } from '../../contracts/http/index.js';
import { Database, type Transaction } from '../../platform/database/database.js';

interface FeedRow {
  readonly id: string;
  readonly machine_id: string | null;
  readonly created_at: Date;
  readonly revoked_at: Date | null;
}

export interface NewFeed {
  readonly id: string;
  readonly digest: Buffer;
  readonly memberId: string;
  readonly machineId: string | null;
  readonly at: Date;
}

/** A feed with whatever decides what it shows, and to whom. */
export interface OpenedFeed {
  readonly machineId: string | null;
  readonly machineName: Bilingual | null;
  readonly revokedAt: Date | null;
  readonly memberId: string;
  readonly roles: readonly Role[];
  readonly language: Language;
  readonly suspendedAt: Date | null;
  readonly workshopName: Bilingual;
  readonly bookingNames: 'staff' | 'members';
}

const columns = 'id, machine_id, created_at, revoked_at';
const listedMax = 100;

@Injectable()
export class CalendarFeedsRepository {
  constructor(private readonly db: Database) {}

  /** Those that live before those that were revoked, the newest first. */
  async of(memberId: string): Promise<CalendarFeed[]> {
    const rows = await this.db.query<FeedRow>(
      `select ${columns} from calendar_feed where member_id = $1 order by revoked_at is not null, id desc limit $2`,
      [memberId, listedMax],
    );
    return rows.map(toFeed);
  }

  /** How many of a member's live, which does not change before the transaction ends. */
  async countLive(tx: Transaction, memberId: string): Promise<number> {
    await tx.query('select from member where id = $1 for no key update', [memberId]);
    const [row] = await tx.query<{ live: number }>(
      'select count(*) as live from calendar_feed where member_id = $1 and revoked_at is null',
      [memberId],
    );
    return row?.live ?? 0;
  }

  /** Undefined: there is no such machine. */
  async add(tx: Transaction, { id, digest, memberId, machineId, at }: NewFeed): Promise<CalendarFeed | undefined> {
    const [row] = await tx.query<FeedRow>(
      `insert into calendar_feed (id, token_digest, member_id, machine_id, created_at)
       select $1::uuid, $2::bytea, $3::uuid, $4::uuid, $5::timestamptz
       where $4::uuid is null or exists (select from machine where id = $4 and retired_at is null) returning ${columns}`,
      [id, digest, memberId, machineId, at],
    );
    return row && toFeed(row);
  }

  /** Of that member, or (null) of whomever. False: there is no such one. */
  async revoke(tx: Transaction, id: string, memberId: string | null, at: Date): Promise<boolean> {
    const rows = await tx.query(
      `update calendar_feed set revoked_at = $3
       where id = $1 and ($2::uuid is null or member_id = $2) and revoked_at is null returning id`,
      [id, memberId, at],
    );
    return rows.length > 0;
  }

  async open(digest: Buffer): Promise<OpenedFeed | undefined> {
    const [feed] = await this.db.query<OpenedFeed>(
      `select f.machine_id as "machineId", m.name as "machineName", f.revoked_at as "revokedAt", p.id as "memberId",
         p.roles, p.language, p.suspended_at as "suspendedAt", w.name as "workshopName", w.booking_names as "bookingNames"
       from calendar_feed f join member p on p.id = f.member_id left join machine m on m.id = f.machine_id
       cross join workshop w where f.token_digest = $1`,
      [digest],
    );
    return feed;
  }
}

const toFeed = (row: FeedRow): CalendarFeed => ({
  id: row.id,
  machineId: row.machine_id,
  createdAt: row.created_at.toISOString(),
  revokedAt: row.revoked_at?.toISOString() ?? null,
});
