import { Injectable } from '@nestjs/common';
import type { Session } from '../../core/usage/session-machine.js';
import { Database } from '../../platform/database/database.js';
import { nextSeq } from './next-seq.js';

/** A session as it was read, as it shall be, and the command that needs a number of its own. */
export interface SessionChange {
  readonly before: { readonly id: string; readonly version: number };
  readonly after: Session;
  readonly command: 'lease' | 'off' | 'none';
}

const date = (at: number | undefined): Date | null => (at === undefined ? null : new Date(at));

/** $1 now, then one array a column. A session that another replica changed since, or is changing now, is left out. */
const save = {
  name: 'usage_save_sessions_1',
  sql: `
  with i as (
    select * from unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[],
      $9::text[], $10::int[], $11::timestamptz[], $12::text[], $13::timestamptz[])
    as i (id, version, command, state, confirmed_at, renewed_at, withdrawn_at, withdrawn_code, warned_minutes, ending_at,
      end_reason, closed_at)),
  locked as materialized (
    select s.id, s.gate_id, i.command from session s join i on i.id = s.id and i.version = s.version
    for update of s skip locked),
  ordered as materialized (
    select gs.gate_id from gate_state gs join locked on gs.gate_id = locked.gate_id where locked.command <> 'none'
    order by gs.gate_id for no key update of gs),
  numbered as (
    update gate_state gs set ${nextSeq}
    from ordered where gs.gate_id = ordered.gate_id returning gs.gate_id, gs.seq),
  saved as (
    update session s set state = i.state, confirmed_at = i.confirmed_at, renewed_at = i.renewed_at,
      withdrawn_at = i.withdrawn_at, withdrawn_code = i.withdrawn_code, warned_minutes = i.warned_minutes,
      ending_at = i.ending_at, end_reason = i.end_reason, closed_at = i.closed_at, version = s.version + 1,
      lease_seq = case when i.command = 'lease' then numbered.seq else s.lease_seq end,
      lease_sent_at = case when i.command = 'lease' then $1::timestamptz else s.lease_sent_at end
    from i join locked on locked.id = i.id left join numbered on numbered.gate_id = locked.gate_id
    where s.id = i.id returning s.id, numbered.seq)
  select id, seq from saved`,
};

export interface SessionRow {
  readonly id: string;
  readonly machine_id: string;
  readonly member_id: string;
  readonly gate_id: string;
  readonly booking_id: string | null;
  readonly state: Session['state'];
  readonly opened_at: Date;
  readonly confirmed_at: Date | null;
  readonly hard_end: Date | null;
  readonly end_reason: string | null;
  readonly closed_at: Date | null;
}

export interface SessionFilter {
  readonly id?: string;
  readonly open?: boolean;
  readonly machineId?: string;
  readonly memberId?: string;
  readonly after?: string;
  readonly limit: number;
}

@Injectable()
export class SessionRepository {
  constructor(private readonly db: Database) {}

  /** Saves those that nobody else changed: their ids, each with the number of its command. */
  async save(changes: readonly SessionChange[], now: number): Promise<Map<string, number | undefined>> {
    if (changes.length === 0) return new Map();
    const column = <T>(pick: (change: SessionChange) => T): T[] => changes.map(pick);
    const rows = await this.db.prepared<{ id: string; seq: number | null }>(save.name, save.sql, [
      date(now),
      column(({ before }) => before.id),
      column(({ before }) => before.version),
      column(({ command }) => command),
      column(({ after }) => after.state),
      column(({ after }) => date(after.confirmedAt)),
      column(({ after }) => date(after.renewedAt)),
      column(({ after }) => date(after.withdrawn?.since)),
      column(({ after }) => after.withdrawn?.code ?? null),
      column(({ after }) => after.warnedMinutes ?? null),
      column(({ after }) => date(after.endingAt)),
      column(({ after }) => after.endReason ?? null),
      column(({ after }) => date(after.closedAt)),
    ]);
    return new Map(rows.map(({ id, seq }) => [id, seq ?? undefined]));
  }

  async isStarting(id: string): Promise<boolean> {
    const sql = `select from session where id = $1::uuid and state = 'starting'`;
    return (await this.db.prepared('usage_is_starting_1', sql, [id])).length > 0;
  }

  /** Newest first, a page after the id given. */
  async list(filter: SessionFilter): Promise<SessionRow[]> {
    return await this.db.query<SessionRow>(
      `select s.id, s.machine_id, s.member_id, s.gate_id, s.booking_id, s.state, s.opened_at, s.confirmed_at,
         coalesce(upper(b.during), s.hard_end) as hard_end, s.end_reason, s.closed_at
       from session s left join booking b on b.id = s.booking_id
       where ($1::boolean is null or (s.closed_at is null) = $1::boolean)
         and ($2::uuid is null or s.machine_id = $2::uuid) and ($3::uuid is null or s.member_id = $3::uuid)
         and ($4::uuid is null or s.id < $4::uuid) and ($6::uuid is null or s.id = $6::uuid)
       order by s.id desc limit $5`,
      [
        filter.open ?? null,
        filter.machineId ?? null,
        filter.memberId ?? null,
        filter.after ?? null,
        filter.limit,
        filter.id ?? null,
      ],
    );
  }
}
