import { certificatesOf } from '../certification/index.js';
import { maySupervise } from '../members/index.js';
import { settingsOf } from '../booking/index.js';
import { nextSeq } from '../usage/index.js';
import { addressColumns } from './gate-address.js';

/**
 * The statements of the hot path: one reads the snapshot of facts, one writes under guard. Named and prepared, so that each
 * connection plans them once. This file reads and writes the tables of other modules, since a tap has two round trips. So do,
 * for one statement's guard or speed: the board (live), the reports and journals of gates (gates), `booking` where it asks for
 * open sessions, and `auth`, which is below `members` and keeps their passwords and languages.
 */

/** A time as JavaScript counts it, inside JSON. */
const epochMs = (time: string): string => `(extract(epoch from ${time}) * 1000)::float8`;

const planned = (k: string): string =>
  `json_build_object('from', ${epochMs(`lower(${k}.during)`)}, 'to', ${epochMs(`upper(${k}.during)`)}, 'plannedAt', ${epochMs(`${k}.created_at`)})`;
const withinDay = (range: string): string =>
  `${range} && tstzrange($1::timestamptz, $1::timestamptz + interval '1 day')`;

/**
 * The facts about `g` (gate), `gs` (its state), `m` (machine), `p` (member), `c` (card) and `os` (the open session) at `$1`,
 * which each statement binds its own way. Subqueries rather than joins: a third less for the server to set up for a tap.
 */
const factColumns = `
  ${addressColumns},
  gs.boot, gs.online, gs.contact_at, gs.estop, gs.fault, gs.is_on,
  m.id as machine_id, m.hazard, m.booking_mode, m.out_of_order_at, m.version as machine_version,
  m.exclusive_group_id, (select eg.version from exclusive_group eg where eg.id = m.exclusive_group_id) as group_version,
  c.id as card_id, coalesce(c.blocked_at, c.retired_at) as blocked_at,
  p.id as member_id, p.language, p.suspended_at, p.membership_until, p.version as member_version,
  (select d.fail_safe_class from gate_drill d where d.gate_id = g.id order by d.done_at desc limit 1) as fail_safe_class,
  os.id as session_id, os.member_id as session_member_id, os.state as session_state,
  (select om.name from member om where om.id = os.member_id) as session_member_name,
  coalesce((select upper(ob.during) from booking ob where ob.id = os.booking_id), os.hard_end) as session_until,
  (select json_agg(n) from (
    select b.id, b.member_id as "memberId", b.overrides, ${epochMs('b.overrides_at')} as "overridesAt",
      b.bundle_id is not null as along, b.state = 'held' and b.held_for is distinct from 'claim' as held,
      b.state = 'held' and b.held_for = 'claim' as offered,
      ${epochMs('lower(b.during)')} as "from",
      ${epochMs('upper(b.during)')} as "to"
    from booking b
    where b.machine_id = m.id and ${withinDay('b.during')}
      and (b.state in ('confirmed', 'in_use') or (b.state = 'held' and b.expires_at > $1::timestamptz))
    order by b.during limit 2) n) as bookings,
  (select json_agg(${planned('k')} order by k.during) from closure k where ${withinDay('k.during')}) as closures,
  (select json_agg(${planned('k')} order by k.during) from outage k where k.machine_id = m.id and ${withinDay('k.during')}) as outages,
  exists (select from supervision v join member sv on sv.id = v.member_id and ${maySupervise('sv')}
    where (v.machine_id is null or v.machine_id = m.id) and v.during @> $1::timestamptz) as supervised,
  (select w.member_sessions_max from workshop w) as member_sessions_max,
  ${certificatesOf} as certificates,
  (select json_agg(m2.name) from session s2 join machine m2 on m2.id = s2.machine_id
    where s2.member_id = p.id and s2.closed_at is null and s2.machine_id <> m.id
      and not exists (select from booking ab where ab.id = s2.booking_id and ab.bundle_id is not null)) as elsewhere,
  (select m3.name from machine m3 join session s3 on s3.machine_id = m3.id and s3.closed_at is null
    where m3.exclusive_group_id = m.exclusive_group_id and m3.id <> m.id limit 1) as group_machine_name`;

/** $1 now, $2 gate slug, $3 card digest, $4 boot, $5 n. */
export const tapFacts = {
  name: 'access_tap_facts_2',
  sql: `
  select ${factColumns}, ${settingsOf('outside-opening-hours', 'supervisor-required', 'approval')} as settings,
    (select json_build_object('code', t.code, 'at', ${epochMs('t.received_at')}) from tap t
      where t.gate_id = g.id and t.card_id = c.id and t.received_at > $1::timestamptz - interval '20 seconds'
        and t.code not in ('same-tap', 'stale-tap')
      order by t.received_at desc limit 1) as previous,
    (select count(*) from tap t
      where t.gate_id = g.id and t.code = 'card-unknown' and t.received_at > $1::timestamptz - interval '60 seconds') as unknown_count,
    (select json_build_object('verdict', t.verdict, 'code', t.code, 'refusals', t.refusals) from tap t
      where t.gate_id = g.id and t.boot = $4::bigint and t.n = $5::bigint) as seen
  from gate g
  join machine m on m.id = g.machine_id
  left join gate_state gs on gs.gate_id = g.id
  left join session os on os.machine_id = m.id and os.closed_at is null
  left join card c on c.digest = $3::bytea and c.retired_at is null
  left join member p on p.id = c.member_id
  where g.slug = $2::text and g.retired_at is null`,
};

/** $1 at, $2 machine, $3 member. */
export const previewFacts = {
  name: 'access_preview_facts_2',
  sql: `
  select ${factColumns}, ${settingsOf('outside-opening-hours', 'supervisor-required', 'approval')} as settings
  from machine m
  left join gate g on g.machine_id = m.id and g.retired_at is null
  left join gate_state gs on gs.gate_id = g.id
  left join session os on os.machine_id = m.id and os.closed_at is null
  left join card c on false
  left join member p on p.id = $3::uuid
  where m.id = $2::uuid and m.retired_at is null`,
};

/** The open session `os`, the address of its gate `g` and what that reported last, `gs`. */
const sessionColumns = `
  os.id, os.machine_id, os.member_id, os.boot as session_boot, os.state, os.opened_at, os.lease_seq, os.lease_sent_at,
  os.confirmed_at, os.renewed_at, os.withdrawn_at, os.withdrawn_code, os.warned_minutes, os.ending_at, os.end_reason,
  os.closed_at, os.version, p.language, ${addressColumns},
  gs.boot, gs.contact_at, gs.is_on, gs.session_id as reported_session_id, gs.reported_seq, gs.up_ms as reported_up_ms,
  gs.reported_at, gs.cause, gs.changed_at`;

const openSession = `
  from session os
  join gate g on g.id = os.gate_id
  left join gate_state gs on gs.gate_id = g.id
  join member p on p.id = os.member_id`;

/** $1 gate ids, or null for all: open sessions without the facts that a decision needs. */
export const openSessions = {
  name: 'access_open_sessions_1',
  sql: `
  select ${sessionColumns} ${openSession}
  where os.closed_at is null and ($1::uuid[] is null or os.gate_id = any ($1::uuid[]))`,
};

/** $1 now: each open session, with the facts for its member. */
export const sessionFacts = {
  name: 'access_session_facts_2',
  sql: `
  select ${sessionColumns}, ${factColumns}, ${settingsOf('outside-opening-hours', 'supervisor-required', 'approval', 'overrun')} as settings,
    m.busy_from_w, gs.power_w, gs.power_at,
    os.booking_id as own_booking_id, sb.state as own_booking_state, lower(sb.during) as own_booking_from,
    upper(sb.during) as own_booking_to, os.hard_end as known_end
  ${openSession}
  join machine m on m.id = os.machine_id
  left join card c on c.id = os.card_id
  left join booking sb on sb.id = os.booking_id
  where os.closed_at is null`,
};

const insertTap = `
  insert into tap (id, gate_id, boot, n, received_at, up_ms, age_ms, card_id, member_id, verdict, code, refusals, session_id, booking_id)
  select i.tap_id, i.gate_id, i.boot, i.n, i.now, i.up_ms, i.age_ms, i.card_id, i.member_id, i.verdict, i.code, i.refusals,
    i.session_id, i.booking_id`;

const input = `
  select $1::uuid as tap_id, $2::uuid as gate_id, $3::bigint as boot, $4::bigint as n, $5::timestamptz as now,
    $6::bigint as up_ms, $7::bigint as age_ms, $8::uuid as card_id, $9::uuid as member_id, $10::text as verdict,
    $11::text as code, $12::jsonb as refusals, $13::uuid as session_id, $14::uuid as booking_id`;

/** A tap that switches nothing. Nothing comes back when this tap was recorded before. */
export const recordTap = {
  name: 'access_record_tap_1',
  sql: `with i as (${input}) ${insertTap} from i on conflict on constraint tap_once do nothing returning id`,
};

const numberedAfter = (after: string): string => `
  update gate_state gs set ${nextSeq}
  from i, ${after} where gs.gate_id = i.gate_id returning gs.seq`;

/** Rows at the versions that the facts had, in one order: member, group, machine. $15 machine, $16 to $19 as below. */
const lockedRows = `
  locked_member as materialized (
    select p.id from i join member p on p.id = i.member_id where p.version = $16::bigint for no key update of p),
  locked_group as materialized (
    select eg.id from exclusive_group eg
    where eg.id = $18::uuid and eg.version = $19::bigint and exists (select from locked_member) for no key update),
  locked_machine as materialized (
    select m.id from machine m
    where m.id = $15::uuid and m.version = $17::bigint and exists (select from locked_member)
      and ($18::uuid is null or exists (select from locked_group))
    for no key update)`;

/**
 * A session begins, unless a version moved since the facts were read, or this tap was recorded before: then nothing is
 * written and nothing comes back. Rows are locked in one order: member, group, machine.
 * $15 machine, $16 member version, $17 machine version, $18 group, $19 group version, $20 hard end, $21 books.
 */
export const startSession = {
  name: 'access_start_session_2',
  sql: `
  with i as (${input}), ${lockedRows},
  written as (${insertTap} from i where exists (select from locked_machine)
    on conflict on constraint tap_once do nothing returning id),
  moved_member as (update member p set version = p.version + 1 from i, written where p.id = i.member_id returning p.id),
  moved_group as (update exclusive_group eg set version = eg.version + 1 from written where eg.id = $18::uuid returning eg.id),
  moved_machine as (update machine m set version = m.version + 1 from written where m.id = $15::uuid returning m.id),
  booked as (
    insert into booking (id, machine_id, member_id, during, state, created_by, created_at)
    select i.booking_id, $15::uuid, i.member_id, tstzrange(i.now, $20::timestamptz), 'in_use', i.member_id, i.now
    from i, written where $21::boolean returning id),
  checked_in as (
    update booking b set state = 'in_use', held_for = null, expires_at = null, version = b.version + 1 from i, written
    where b.id = i.booking_id and not $21::boolean and (b.state in ('confirmed', 'in_use') or (b.state = 'held' and b.held_for = 'claim'))
    returning b.id),
  checked_in_along as (
    update booking b set state = 'confirmed', held_for = null, expires_at = null, version = b.version + 1 from checked_in
    where b.bundle_id = checked_in.id and b.state = 'held' and b.held_for = 'claim' returning b.id),
  served as (
    update wait_entry e set state = 'served' from checked_in where e.booking_id = checked_in.id and e.state = 'offered' returning e.id),
  numbered as (${numberedAfter('written')}),
  opened as (
    insert into session (id, machine_id, gate_id, member_id, booking_id, card_id, boot, state, opened_at, tap_up_ms, hard_end,
      lease_seq, lease_sent_at)
    select i.session_id, $15::uuid, i.gate_id, i.member_id, coalesce((select id from booked), i.booking_id), i.card_id, i.boot,
      'starting', i.now, i.up_ms, $20::timestamptz, numbered.seq, i.now
    from i, numbered returning lease_seq)
  select lease_seq as seq from opened`,
};

/** The member's own session ends. $15 session, $16 reason. Comes back with the off's seq; empty when recorded before or over. */
export const stopSession = {
  name: 'access_stop_session_1',
  sql: `
  with i as (${input}),
  written as (${insertTap} from i on conflict on constraint tap_once do nothing returning id),
  ended as (
    update session s set state = 'ending', ending_at = i.now, end_reason = $16::text, version = s.version + 1
    from i, written where s.id = $15::uuid and s.state in ('starting', 'running') returning s.id),
  numbered as (${numberedAfter('ended')})
  select seq from numbered`,
};

/**
 * The member's booking grows by one tap, under the same locks as a start and the overlap guard. $15 machine, $16 member
 * version, $17 machine version, $18 group, $19 group version, $20 until.
 */
export const extendBooking = {
  name: 'access_extend_booking_2',
  sql: `
  with i as (${input}), ${lockedRows},
  written as (${insertTap} from i, locked_machine on conflict on constraint tap_once do nothing returning id),
  moved_member as (update member p set version = p.version + 1 from i, written where p.id = i.member_id returning p.id),
  moved_group as (update exclusive_group eg set version = eg.version + 1 from written where eg.id = $18::uuid returning eg.id),
  moved_machine as (update machine m set version = m.version + 1 from written where m.id = $15::uuid returning m.id),
  longer as (
    update booking b set during = tstzrange(lower(b.during), $20::timestamptz), version = b.version + 1
    from i, written where b.id = i.booking_id and b.state = 'in_use' and upper(b.during) < $20::timestamptz returning b.id),
  told as (
    update session s set hard_end = $20::timestamptz, warned_minutes = null, version = s.version + 1
    from i, longer where s.id = i.session_id and s.closed_at is null returning s.id)
  select id from told`,
};
