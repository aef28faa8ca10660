import { Injectable } from '@nestjs/common';
import type { JournalEvent } from '../../contracts/mqtt/index.js';
import { Database } from '../../platform/database/database.js';
import { addressColumns, addressOf, type GateAddress, type GateAddressRow } from '../access/index.js';

export interface LateTap {
  readonly id: string;
  readonly n: number;
  readonly upMs: number;
  readonly digest: Uint8Array;
}

@Injectable()
export class JournalRepository {
  constructor(private readonly db: Database) {}

  async gate(slug: string): Promise<GateAddress | undefined> {
    const [row] = await this.db.query<GateAddressRow>(
      `select ${addressColumns} from gate g where g.slug = $1 and g.retired_at is null`,
      [slug],
    );
    return row && addressOf(row);
  }

  /** Each event once, whatever was uploaded before. */
  async keep(
    gateId: string,
    boot: number,
    taps: readonly LateTap[],
    events: readonly JournalEvent[],
    now: number,
  ): Promise<void> {
    await this.db.transaction(async (tx) => {
      // A boot that was never heard live is older than those that were: it takes a place before them.
      await tx.query(
        `insert into gate_boot (gate_id, boot, ordinal, first_heard_at)
         select $1, $2, coalesce((select min(ordinal) from gate_boot where gate_id = $1), 1) - 1, $3 on conflict do nothing`,
        [gateId, boot, new Date(now)],
      );
      if (taps.length > 0) {
        await tx.query(
          `insert into tap (id, gate_id, boot, n, received_at, up_ms, age_ms, card_id, member_id, verdict, code, refusals)
           select i.id, $1, $2, i.n, $3, i.up_ms, 0, c.id, c.member_id, 'deny', 'stale-tap',
             '[{"code": "stale-tap", "params": {"ageS": 0}, "override": "nobody"}]'
           from unnest($4::uuid[], $5::bigint[], $6::bigint[], $7::bytea[]) as i (id, n, up_ms, digest)
           left join card c on c.digest = i.digest and c.retired_at is null
           on conflict on constraint tap_once do nothing`,
          [
            gateId,
            boot,
            new Date(now),
            taps.map(({ id }) => id),
            taps.map(({ n }) => n),
            taps.map(({ upMs }) => upMs),
            taps.map(({ digest }) => Buffer.from(digest)),
          ],
        );
      }
      if (events.length > 0)
        await tx.query(insertEvents, [gateId, boot, new Date(now), JSON.stringify(events.map(rowOf))]);
    });
  }

  /** Moves the gapless prefix on as far as it goes. What it is now; 0 for a boot that was never heard. */
  async advance(gateId: string, boot: number): Promise<number> {
    const [row] = await this.db.prepared<{ upto: number }>(
      'gates_advance_1',
      // What is held are numbers, and ranges that the gate had to drop; what follows the first gap does not count.
      `with b as (select upto from gate_boot where gate_id = $1::uuid and boot = $2::bigint),
       held as (
         select t.n as lo, t.n as hi from tap t, b where t.gate_id = $1::uuid and t.boot = $2::bigint and t.n > b.upto
         union all
         select e.n, e.n from gate_event e, b where e.gate_id = $1::uuid and e.boot = $2::bigint and e.n > b.upto
         union all
         select (e.detail->>'from')::bigint, (e.detail->>'to')::bigint from gate_event e, b
         where e.gate_id = $1::uuid and e.boot = $2::bigint and e.kind = 'dropped' and (e.detail->>'to')::bigint > b.upto
           and (e.detail->>'from')::bigint <= (e.detail->>'to')::bigint),
       reached as (
         select lo, hi, max(hi) over (order by lo, hi rows between unbounded preceding and 1 preceding) as before from held),
       counted as (
         select hi, count(*) filter (where lo > greatest(coalesce(before, 0), b.upto) + 1) over (order by lo, hi) as gaps
         from reached, b),
       gapless as (select max(hi) as upto from counted where gaps = 0)
       update gate_boot gb set upto = greatest(gb.upto, coalesce(gapless.upto, 0)) from gapless
       where gb.gate_id = $1::uuid and gb.boot = $2::bigint returning gb.upto`,
      [gateId, boot],
    );
    return row?.upto ?? 0;
  }
}

const insertEvents = `
  insert into gate_event (gate_id, boot, n, kind, up_ms, wall_at, clock, session_id, detail, received_at)
  select $1, $2, i.n, i.kind, i.up_ms, to_timestamp(i.wall_ms / 1000.0), i.clock, i.session, i.detail, $3
  from jsonb_to_recordset($4::jsonb) as i (n bigint, kind text, up_ms bigint, wall_ms float8, clock text, session uuid, detail jsonb)
  on conflict on constraint gate_event_once do nothing`;

/** What of an event is kept. Never the uid or the sun of a card. */
const rowOf = ({ n, kind, up_ms, wall_ms, clock, session, cause, from, to }: JournalEvent) => ({
  n,
  kind,
  up_ms,
  wall_ms,
  clock,
  session,
  detail: { cause, from, to },
});
