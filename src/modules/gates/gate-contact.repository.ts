import { Injectable } from '@nestjs/common';
import { heartbeatMs } from '../../core/numbers.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { addressColumns, addressOf, type GateAddress, type GateAddressRow } from '../access/index.js';
import { putOutOfOrder } from '../machines/index.js';
import { nextSeq } from '../usage/index.js';

interface HeardRow extends GateAddressRow {
  machine_id: string;
  fresh: boolean;
  boot: number | null;
  offset_ms: number | null;
}

export interface HeardBoot {
  readonly address: GateAddress;
  readonly machineId: string;
  /** This boot was heard for the first time: it is the current one now. */
  readonly fresh: boolean;
  readonly currentBoot: number | undefined;
  /** Of the current boot, on the wall clock. */
  readonly offsetMs: number | undefined;
}

export interface StateReport {
  readonly gateId: string;
  readonly boot: number;
  readonly upMs: number;
  readonly on: boolean;
  readonly sessionId: string | null;
  readonly cause: string;
  readonly estop: boolean;
  readonly seq: number;
  readonly fw: string;
  readonly at: number;
  readonly changedAt: number;
  readonly offsetMs: number;
}

/** A gate that is on though it must not be. */
export interface UnexpectedOn {
  readonly address: GateAddress;
  readonly machineId: string;
  readonly boot: number;
  readonly seq: number;
  readonly since: number;
  /** It was heard to say so lately, after it was told off. */
  readonly live: boolean;
}

interface UnexpectedOnRow extends GateAddressRow {
  machine_id: string;
  boot: number;
  seq: number;
  since: Date;
  live: boolean;
}

const hear = {
  name: 'gates_hear_boot_1',
  // $1 slug, $2 boot, $3 now. A boot that was heard before changes nothing: an old one never becomes current again. One that
  // only a journal has told of (its place is below 1) was not heard yet.
  sql: `
  with g as (select id, slug, machine_id, signed, credential_version from gate where slug = $1::text and retired_at is null),
  b as (
    insert into gate_boot (gate_id, boot, ordinal, first_heard_at)
    select g.id, $2::bigint, coalesce((select max(ordinal) from gate_boot where gate_id = g.id), 0) + 1, $3::timestamptz from g
    on conflict (gate_id, boot) do update set ordinal = excluded.ordinal, first_heard_at = excluded.first_heard_at
      where gate_boot.ordinal < 1
    returning gate_id),
  s as (
    insert into gate_state (gate_id, boot, contact_at, online) select gate_id, $2::bigint, $3::timestamptz, true from b
    on conflict (gate_id) do update set boot = excluded.boot, up_ms = 0, is_on = false, session_id = null, cause = 'power-up',
      estop = false, reported_seq = 0, reported_at = null, contact_at = excluded.contact_at, online = true, offset_ms = null,
      changed_at = null, unexpected_on_since = null,
      fault = case when gate_state.fault = 'seq-ahead' then null else gate_state.fault end
    returning gate_id)
  select ${addressColumns}, g.machine_id, exists (select from b) as fresh, gs.boot, gs.offset_ms
  from g left join gate_state gs on gs.gate_id = g.id`,
};

const report = {
  name: 'gates_report_1',
  // One array a column. State counts only in the current boot, while up_ms rises; a report too far ahead is a fault.
  sql: `
  with i as (
    select * from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::boolean[], $5::uuid[], $6::text[], $7::boolean[], $8::bigint[],
      $9::text[], $10::timestamptz[], $11::timestamptz[], $12::float8[])
    as i (gate_id, boot, up_ms, is_on, session_id, cause, estop, seq, fw, at, changed_at, offset_ms)),
  ordered as materialized (
    select gs.gate_id from gate_state gs join i on i.gate_id = gs.gate_id
    join gate g on g.id = gs.gate_id and g.retired_at is null
    order by gs.gate_id for no key update of gs)
  update gate_state gs set up_ms = i.up_ms, online = true, is_on = i.is_on, session_id = i.session_id, cause = i.cause,
    estop = i.estop, fw = i.fw, reported_at = i.at, contact_at = i.at, changed_at = i.changed_at, offset_ms = i.offset_ms,
    reported_seq = case when i.seq > gs.seq + $13::bigint then gs.reported_seq else i.seq end,
    fault = case when i.seq > gs.seq + $13::bigint then 'seq-ahead'
      when gs.fault = 'not-started' and i.is_on then null else gs.fault end,
    fault_at = case when i.seq > gs.seq + $13::bigint then i.at else gs.fault_at end,
    unexpected_on_since = case when i.is_on then gs.unexpected_on_since end
  from i join ordered on ordered.gate_id = i.gate_id
  where gs.gate_id = i.gate_id and gs.boot = i.boot and i.up_ms >= gs.up_ms
  returning gs.gate_id, gs.fault`,
};

@Injectable()
export class GateContactRepository {
  constructor(private readonly db: Database) {}

  /** Takes note of a boot that is heard live. Undefined: no such gate. */
  async hearBoot(slug: string, boot: number, now: number): Promise<HeardBoot | undefined> {
    const [row] = await this.db.prepared<HeardRow>(hear.name, hear.sql, [slug, boot, new Date(now)]);
    if (row === undefined) return undefined;
    return {
      address: addressOf(row),
      machineId: row.machine_id,
      fresh: row.fresh,
      currentBoot: row.fresh ? boot : (row.boot ?? undefined),
      offsetMs: row.fresh ? undefined : (row.offset_ms ?? undefined),
    };
  }

  /** At most one report a gate. The gates whose report counted, with their fault. */
  async report(reports: readonly StateReport[], seqAheadMax: number): Promise<Map<string, string | undefined>> {
    const column = <T>(pick: (one: StateReport) => T): T[] => reports.map(pick);
    const rows = await this.db.prepared<{ gate_id: string; fault: string | null }>(report.name, report.sql, [
      column((one) => one.gateId),
      column((one) => one.boot),
      column((one) => one.upMs),
      column((one) => one.on),
      column((one) => one.sessionId),
      column((one) => one.cause),
      column((one) => one.estop),
      column((one) => one.seq),
      column((one) => one.fw),
      column((one) => new Date(one.at)),
      column((one) => new Date(one.changedAt)),
      column((one) => one.offsetMs),
      seqAheadMax,
    ]);
    return new Map(rows.map((row) => [row.gate_id, row.fault ?? undefined]));
  }

  /** The last will of the current boot. The machine whose tile changes. */
  async gone(slug: string, boot: number): Promise<string | undefined> {
    const [row] = await this.db.query<{ machine_id: string }>(
      `update gate_state gs set online = false from gate g
       where g.id = gs.gate_id and g.slug = $1 and gs.boot = $2 and gs.online returning g.machine_id`,
      [slug, boot],
    );
    return row?.machine_id;
  }

  async power(slug: string, boot: number, watts: number, now: number): Promise<string | undefined> {
    const [row] = await this.db.query<{ machine_id: string }>(
      `update gate_state gs set power_w = $3, power_at = $4 from gate g
       where g.id = gs.gate_id and g.slug = $1 and gs.boot = $2 returning g.machine_id`,
      [slug, boot, watts, new Date(now)],
    );
    return row?.machine_id;
  }

  /** Gates that say on without a session that may run, each with the number of the off it is due now. */
  async claimUnexpectedOn(now: number, retryMs: number): Promise<UnexpectedOn[]> {
    const rows = await this.db.prepared<UnexpectedOnRow>(
      'gates_unexpected_on_1',
      `with due as materialized (
         select gs.gate_id from gate_state gs
         where gs.is_on and (gs.off_sent_at is null or gs.off_sent_at <= $1::timestamptz - make_interval(secs => $2))
           and not exists (select from session s where s.gate_id = gs.gate_id and s.closed_at is null
             and s.id = gs.session_id and s.state in ('starting', 'running'))
           and gs.contact_at > $1::timestamptz - interval '60 seconds'
         order by gs.gate_id for no key update of gs)
       update gate_state gs set ${nextSeq}, off_sent_at = $1::timestamptz,
         unexpected_on_since = coalesce(gs.unexpected_on_since, $1::timestamptz)
       from due join gate g on g.id = due.gate_id
       where gs.gate_id = due.gate_id
       returning ${addressColumns}, g.machine_id, gs.boot, gs.seq, gs.unexpected_on_since as since,
         (gs.reported_at > greatest(gs.unexpected_on_since + make_interval(secs => $3), $1::timestamptz - make_interval(secs => $4))) as live`,
      [new Date(now), retryMs / 1000, (2 * retryMs) / 1000, (heartbeatMs + 2 * retryMs) / 1000],
    );
    return rows.map((row) => ({
      address: addressOf(row),
      machineId: row.machine_id,
      boot: row.boot,
      seq: row.seq,
      since: row.since.getTime(),
      live: row.live,
    }));
  }

  /**
   * The relay does not follow: nobody may use the machine until staff has looked. The fault says why, so the machine is given
   * no reason of its own. False: known already.
   */
  async markStuck(gateId: string, machineId: string, now: number): Promise<boolean> {
    return await this.db.transaction(async (tx) => {
      const stuck = await tx.query(`select from gate_state where gate_id = $1 and fault = 'relay-stuck'`, [gateId]);
      if (stuck.length > 0) return false;
      await putOutOfOrder(tx, machineId, { at: now });
      await tx.query(`update gate_state set fault = 'relay-stuck', fault_at = $2 where gate_id = $1`, [
        gateId,
        new Date(now),
      ]);
      return true;
    });
  }

  /** Staff has looked at the machine: a relay that was stuck is none any more. */
  async clearStuck(tx: Transaction, machineId: string): Promise<void> {
    await tx.query(
      `update gate_state gs set fault = null, fault_at = null, unexpected_on_since = null from gate g
       where g.machine_id = $1 and g.id = gs.gate_id and gs.fault = 'relay-stuck'`,
      [machineId],
    );
  }

  async fault(gateId: string, code: string, now: number): Promise<void> {
    await this.db.query(`update gate_state set fault = coalesce(fault, $2), fault_at = $3 where gate_id = $1`, [
      gateId,
      code,
      new Date(now),
    ]);
  }

  /** Gates that fell silent: their machines. */
  async markSilent(now: number, afterMs: number): Promise<string[]> {
    const rows = await this.db.query<{ machine_id: string }>(
      `update gate_state gs set online = false from gate g
       where g.id = gs.gate_id and gs.online and gs.contact_at < $1::timestamptz - make_interval(secs => $2) returning g.machine_id`,
      [new Date(now), afterMs / 1000],
    );
    return rows.map((row) => row.machine_id);
  }
}
