import { Injectable } from '@nestjs/common';
import { type Page, pageOf, type Strike, type StrikeQuery } from '../../contracts/http/index.js';
import { strikes, strikeSettings } from '../../core/booking/rules/strikes.js';
import { settingOf, type StoredSetting } from '../../core/booking/settings.js';
import type { Bilingual } from '../../core/words/bilingual.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { settingsOf } from '../booking/index.js';

export interface NewStrike {
  readonly id: string;
  readonly memberId: string;
  readonly bookingId: string;
  readonly kind: Strike['kind'];
  readonly at: number;
  /** Its member is told of it. Only then it counts. */
  readonly told: boolean;
}

interface StrikeRow {
  readonly id: string;
  readonly member_id: string;
  readonly member_name: string;
  readonly booking_id: string;
  readonly machine_id: string;
  readonly machine_name: Bilingual;
  readonly from: Date;
  readonly to: Date;
  readonly kind: Strike['kind'];
  readonly at: Date;
  readonly told: boolean;
  readonly appeal: string | null;
  readonly appealed_at: Date | null;
  readonly decided_at: Date | null;
  readonly waived_at: Date | null;
  readonly answer: string | null;
  readonly settings: readonly StoredSetting[];
}

/** A strike, and the booking that it is for. */
export interface KnownStrike {
  readonly strike: Strike;
  readonly machineName: Bilingual;
  readonly from: number;
  readonly to: number;
}

const dayMs = 24 * 60 * 60_000;
const columns = `
  k.id, k.member_id, p.name as member_name, k.booking_id, b.machine_id, m.name as machine_name, lower(b.during) as "from",
  upper(b.during) as "to", k.kind, k.at, k.told, k.appeal, k.appealed_at, k.decided_at, k.waived_at, k.answer,
  coalesce(${settingsOf('strikes')}, '[]') as settings
  from strike k join booking b on b.id = k.booking_id join machine m on m.id = b.machine_id join member p on p.id = k.member_id`;

@Injectable()
export class StrikeRepository {
  constructor(private readonly db: Database) {}

  /** False: there is one for this booking. The rights of the member move. */
  async add(tx: Transaction, { id, memberId, bookingId, kind, at, told }: NewStrike): Promise<boolean> {
    const rows = await tx.query(
      `insert into strike (id, member_id, booking_id, kind, at, told) values ($1, $2, $3, $4, $5, $6)
       on conflict on constraint strike_once do nothing returning id`,
      [id, memberId, bookingId, kind, new Date(at), told],
    );
    if (rows.length > 0) await this.moveRights(tx, memberId);
    return rows.length > 0;
  }

  /** The newest first. */
  async list(memberId: string | undefined, { appealed, after, limit }: StrikeQuery): Promise<Page<Strike>> {
    const rows = await this.db.query<StrikeRow>(
      `select ${columns}
       where ($1::uuid is null or k.member_id = $1) and ($2::uuid is null or k.id < $2)
         and (not $3 or (k.appealed_at is not null and k.decided_at is null))
       order by k.id desc limit $4`,
      [memberId ?? null, after ?? null, appealed === 'true', limit + 1],
    );
    return pageOf(
      rows.map((row) => known(row).strike),
      limit,
      ({ id }) => id,
    );
  }

  async find(id: string): Promise<KnownStrike | undefined> {
    const [row] = await this.db.query<StrikeRow>(`select ${columns} where k.id = $1`, [id]);
    return row && known(row);
  }

  /** False: appealed against before, or decided. */
  async appeal(id: string, text: string, at: number): Promise<boolean> {
    const rows = await this.db.query(
      `update strike set appeal = $2, appealed_at = $3 where id = $1 and appealed_at is null and decided_at is null returning id`,
      [id, text, new Date(at)],
    );
    return rows.length > 0;
  }

  /** False: decided before. */
  async decide(
    tx: Transaction,
    { id, memberId }: Pick<Strike, 'id' | 'memberId'>,
    {
      waive,
      answer,
      by,
      at,
    }: { readonly waive: boolean; readonly answer: string; readonly by: string; readonly at: number },
  ): Promise<boolean> {
    await this.moveRights(tx, memberId);
    const rows = await tx.query(
      `update strike set answer = $2, decided_at = $3, decided_by = $4, waived_at = case when $5 then $3::timestamptz end
       where id = $1 and decided_at is null returning id`,
      [id, answer, new Date(at), by, waive],
    );
    return rows.length > 0;
  }

  /** Whoever decided about a booking of the member has to decide again. */
  private async moveRights(tx: Transaction, memberId: string): Promise<void> {
    await tx.query(`update member set version = version + 1 where id = $1`, [memberId]);
  }
}

/** For so long a strike counts; undefined: strikes have no consequence. */
export function strikesCountMs(settings: readonly StoredSetting[]): number | undefined {
  const { max, withinDays } = strikeSettings.parse(settingOf(settings, strikes.code).settings);
  return max === null ? undefined : withinDays * dayMs;
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

function known(row: StrikeRow): KnownStrike {
  const countsMs = row.told ? strikesCountMs(row.settings) : undefined;
  return {
    machineName: row.machine_name,
    from: row.from.getTime(),
    to: row.to.getTime(),
    strike: {
      id: row.id,
      memberId: row.member_id,
      memberName: row.member_name,
      bookingId: row.booking_id,
      machineId: row.machine_id,
      kind: row.kind,
      at: row.at.toISOString(),
      countsUntil: countsMs === undefined ? null : new Date(row.at.getTime() + countsMs).toISOString(),
      appeal: row.appeal,
      appealedAt: iso(row.appealed_at),
      decidedAt: iso(row.decided_at),
      waivedAt: iso(row.waived_at),
      answer: row.answer,
    },
  };
}
