import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Tile, tileState } from '../../contracts/http/index.js';
import { forbidsPower } from '../../core/access/rules/gate-fault.js';
import { gateOfflineAfterMs } from '../../core/numbers.js';
import { Database } from '../../platform/database/database.js';

interface TileRow {
  machine_id: string;
  version: number | null;
  slug: string;
  name: { pl: string; en: string };
  hazard: Tile['hazard'];
  booking_mode: Tile['bookingMode'];
  out_of_order_at: Date | null;
  out_of_order_reason: string | null;
  gate_slug: string | null;
  boot: number | null;
  online: boolean | null;
  is_on: boolean | null;
  reported_at: Date | null;
  contact_at: Date | null;
  estop: boolean | null;
  fault: string | null;
  power_w: number | null;
  power_at: Date | null;
  session_id: string | null;
  session_member_id: string | null;
  session_member_name: string | null;
  session_state: 'starting' | 'running' | 'ending' | null;
  opened_at: Date | null;
  hard_end: Date | null;
  withdrawn_code: string | null;
  booking_from: Date | null;
  booking_to: Date | null;
  booking_member_id: string | null;
  booking_member_name: string | null;
  next_from: Date | null;
  next_to: Date | null;
  next_member_id: string | null;
  next_member_name: string | null;
}

/** A meter's value older than this says nothing of now. */
const powerFreshMs = 60_000;

@Injectable()
export class TileRepository {
  constructor(private readonly db: Database) {}

  /** The tiles of some machines, or of all, with the number of the last change of each. */
  async tiles(now: number, machineIds?: readonly string[]): Promise<Tile[]> {
    const rows = await this.db.prepared<TileRow>('live_tiles_1', select, [new Date(now), machineIds ?? null]);
    return rows.map((row) => tileOf(row, now));
  }

  /** Counts a change of these machines, and what they look like after it. */
  async change(now: number, machineIds: readonly string[]): Promise<Tile[]> {
    await this.db.prepared(
      'live_count_1',
      `insert into live_version (machine_id, version)
       select id, 1 from machine where id = any ($1::uuid[]) order by id
       on conflict (machine_id) do update set version = live_version.version + 1`,
      [machineIds],
    );
    return await this.tiles(now, machineIds);
  }
}

const select = `
  select m.id as machine_id, v.version, m.slug, m.name, m.hazard, m.booking_mode, m.out_of_order_at, m.out_of_order_reason,
    g.slug as gate_slug, gs.boot, gs.online, gs.is_on, gs.reported_at, gs.contact_at, gs.estop, gs.fault, gs.power_w, gs.power_at,
    s.id as session_id, s.member_id as session_member_id, sp.name as session_member_name, s.state as session_state, s.opened_at,
    coalesce(upper(sb.during), s.hard_end) as hard_end, s.withdrawn_code,
    lower(b.during) as booking_from, upper(b.during) as booking_to, b.member_id as booking_member_id, bp.name as booking_member_name,
    lower(x.during) as next_from, upper(x.during) as next_to, x.member_id as next_member_id, xp.name as next_member_name
  from machine m
  left join live_version v on v.machine_id = m.id
  left join gate g on g.machine_id = m.id and g.retired_at is null
  left join gate_state gs on gs.gate_id = g.id
  left join session s on s.machine_id = m.id and s.closed_at is null
  left join member sp on sp.id = s.member_id
  left join booking sb on sb.id = s.booking_id
  left join lateral (
    select during, member_id from booking where machine_id = m.id and during @> $1::timestamptz
      and state in ('held', 'confirmed', 'in_use') limit 1) b on true
  left join member bp on bp.id = b.member_id
  left join lateral (
    select during, member_id from booking where machine_id = m.id and lower(during) > $1::timestamptz
      and during && tstzrange($1::timestamptz, $1::timestamptz + interval '1 day')
      and state in ('held', 'confirmed', 'in_use') order by lower(during) limit 1) x on true
  left join member xp on xp.id = x.member_id
  where m.retired_at is null and ($2::uuid[] is null or m.id = any ($2::uuid[]))
  order by m.slug`;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

function tileOf(row: TileRow, now: number): Tile {
  const heard = row.contact_at !== null && now - row.contact_at.getTime() <= gateOfflineAfterMs;
  const online = row.online === true && heard;
  const known = online && row.reported_at !== null;
  return {
    machineId: row.machine_id,
    version: row.version ?? 0,
    slug: row.slug,
    name: row.name,
    hazard: row.hazard,
    bookingMode: row.booking_mode,
    state: stateOf(row, online),
    power: known ? (row.is_on === true ? 'on' : 'off') : 'unknown',
    contactAt: iso(row.contact_at),
    estop: row.estop === true,
    fault: row.fault,
    outOfOrder:
      row.out_of_order_at === null
        ? null
        : { since: row.out_of_order_at.toISOString(), reason: row.out_of_order_reason },
    powerW: row.power_at !== null && now - row.power_at.getTime() <= powerFreshMs ? row.power_w : null,
    session: sessionOf(row),
    booking: bookingOf(row.booking_from, row.booking_to, row.booking_member_id, row.booking_member_name),
    nextBooking: bookingOf(row.next_from, row.next_to, row.next_member_id, row.next_member_name),
    gate: row.gate_slug === null ? null : { slug: row.gate_slug },
  };
}

function stateOf(row: TileRow, online: boolean): z.infer<typeof tileState> {
  if (forbidsPower(row.fault)) return 'fault';
  if (row.estop === true && online) return 'estop';
  if (row.out_of_order_at !== null) return 'out-of-order';
  if (row.gate_slug === null) return 'no-gate';
  if (!online) return 'offline';
  if (row.session_state === 'ending') return 'ending';
  if (row.session_state === 'starting') return 'starting';
  if (row.session_state === 'running') return 'in-use';
  return row.booking_from === null ? 'free' : 'booked';
}

function sessionOf(row: TileRow): Tile['session'] {
  if (row.session_id === null || row.session_state === null || row.opened_at === null) return null;
  return {
    id: row.session_id,
    memberId: row.session_member_id,
    memberName: row.session_member_name,
    state: row.session_state,
    openedAt: row.opened_at.toISOString(),
    hardEnd: iso(row.hard_end),
    withdrawnCode: row.withdrawn_code,
  };
}

const bookingOf = (
  from: Date | null,
  to: Date | null,
  memberId: string | null,
  memberName: string | null,
): Tile['booking'] =>
  from === null || to === null ? null : { from: from.toISOString(), to: to.toISOString(), memberId, memberName };
