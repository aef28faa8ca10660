/**
 * The statements of the hot path: one reads the snapshot of facts, one writes under guard. Named and prepared, so that each
 * connection plans them once. This file alone reads the tables of other modules.
 */

/** The facts about `g` (gate), `m` (machine), `p` (member), `c` (card) at `$1`, which each statement binds its own way. */
const factColumns = `
  g.id as gate_id, g.slug as gate_slug, g.signed, g.credential_version,
  gs.boot, gs.online, gs.contact_at, gs.estop, gs.fault, gs.is_on, gs.session_id as reported_session_id,
  gs.reported_seq, gs.up_ms as reported_up_ms, gs.reported_at, gs.cause, gs.changed_at, gs.offset_ms,
  m.id as machine_id, m.hazard, m.booking_mode, m.out_of_order_at, m.out_of_order_reason, m.version as machine_version,
  m.exclusive_group_id, eg.version as group_version,
  c.id as card_id, c.blocked_at,
  p.id as member_id, p.name as member_name, p.language, p.suspended_at, p.membership_until, p.version as member_version,
  d.fail_safe_class,
  os.id as session_id, os.member_id as session_member_id, os.state as session_state, om.name as session_member_name,
  coalesce(upper(ob.during), os.hard_end) as session_until,
  bn.id as booking_id, bn.member_id as booking_member_id, bn.state as booking_state, lower(bn.during) as booking_from, upper(bn.during) as booking_to,
  bx.id as next_id, bx.member_id as next_member_id, bx.state as next_state, lower(bx.during) as next_from, upper(bx.during) as next_to,
  cl.until as closed_until, w.member_sessions_max,
  certs.list as certificates, ew.list as elsewhere, gu.name as group_machine_name`;

const factJoins = `
  cross join workshop w
  left join exclusive_group eg on eg.id = m.exclusive_group_id
  left join lateral (
    select fail_safe_class from gate_drill where gate_id = g.id order by done_at desc limit 1) d on true
  left join session os on os.machine_id = m.id and os.closed_at is null
  left join member om on om.id = os.member_id
  left join booking ob on ob.id = os.booking_id
  left join lateral (
    select b.id, b.member_id, b.during, b.state from booking b
    where b.machine_id = m.id and b.during @> $1::timestamptz
      and (b.state in ('confirmed', 'in_use') or (b.state = 'held' and b.expires_at > $1::timestamptz))
    limit 1) bn on true
  left join lateral (
    select b.id, b.member_id, b.during, b.state from booking b
    where b.machine_id = m.id and b.during && tstzrange($1::timestamptz, $1::timestamptz + interval '1 day')
      and lower(b.during) > $1::timestamptz
      and (b.state in ('confirmed', 'in_use') or (b.state = 'held' and b.expires_at > $1::timestamptz))
    order by lower(b.during) limit 1) bx on true
  left join lateral (
    select max(upper(k.during)) as until from closure k where k.during @> $1::timestamptz) cl on true
  left join lateral (
    select coalesce(json_agg(json_build_object('name', q.name, 'required', q.procedure_version,
        'held', x.id is not null, 'version', x.procedure_version,
        'until', (extract(epoch from x.valid_until) * 1000)::float8)), '[]') as list
    from machine_competency mc
    join competency q on q.id = mc.competency_id
    left join certificate x on x.competency_id = q.id and x.member_id = p.id
      and x.superseded_at is null and x.revoked_at is null
    where mc.machine_id = m.id) certs on true
  left join lateral (
    select coalesce(json_agg(m2.name), '[]') as list
    from session s2 join machine m2 on m2.id = s2.machine_id
    where s2.member_id = p.id and s2.closed_at is null and s2.machine_id <> m.id) ew on true
  left join lateral (
    select m3.name from machine m3 join session s3 on s3.machine_id = m3.id and s3.closed_at is null
    where m3.exclusive_group_id = m.exclusive_group_id and m3.id <> m.id limit 1) gu on true`;

/** $1 now, $2 gate slug, $3 card digest, $4 boot, $5 n. */
export const tapFacts = {
  name: 'access_tap_facts_1',
  sql: `
  select ${factColumns},
    gb.ordinal as tap_boot_ordinal, cb.ordinal as current_boot_ordinal,
    pt.code as previous_code, pt.received_at as previous_at,
    uk.count as unknown_count,
    t.id as seen_tap_id, t.verdict as seen_verdict, t.code as seen_code, t.refusals as seen_refusals
  from gate g
  join machine m on m.id = g.machine_id
  left join gate_state gs on gs.gate_id = g.id
  left join card c on c.digest = $3::bytea and c.retired_at is null
  left join member p on p.id = c.member_id
  ${factJoins}
  left join gate_boot gb on gb.gate_id = g.id and gb.boot = $4::bigint
  left join gate_boot cb on cb.gate_id = g.id and cb.boot = gs.boot
  left join lateral (
    select code, received_at from tap
    where gate_id = g.id and card_id = c.id and received_at > $1::timestamptz - interval '20 seconds'
      and code not in ('same-tap', 'stale-tap')
    order by received_at desc limit 1) pt on true
  left join lateral (
    select count(*) as count from tap
    where gate_id = g.id and code = 'card-unknown' and received_at > $1::timestamptz - interval '60 seconds') uk on true
  left join tap t on t.gate_id = g.id and t.boot = $4::bigint and t.n = $5::bigint
  where g.slug = $2::text and g.retired_at is null`,
};

/** $1 at, $2 machine, $3 member. */
export const previewFacts = {
  name: 'access_preview_facts_1',
  sql: `
  select ${factColumns}
  from machine m
  left join gate g on g.machine_id = m.id and g.retired_at is null
  left join gate_state gs on gs.gate_id = g.id
  left join card c on false
  left join member p on p.id = $3::uuid
  ${factJoins}
  where m.id = $2::uuid and m.retired_at is null`,
};

/** $1 now, $2 gate ids, or null for all: the facts of each open session, for its member. */
export const sessionFacts = {
  name: 'access_session_facts_1',
  sql: `
  select ${factColumns},
    s.id, s.boot as session_boot, s.state, s.opened_at, s.lease_seq, s.lease_sent_at, s.confirmed_at, s.renewed_at,
    s.withdrawn_at, s.withdrawn_code, s.warned_minutes, s.ending_at, s.end_reason, s.closed_at, s.version,
    s.booking_id as own_booking_id, sb.state as own_booking_state, lower(sb.during) as own_booking_from,
    upper(sb.during) as own_booking_to
  from session s
  join machine m on m.id = s.machine_id
  join gate g on g.id = s.gate_id
  left join gate_state gs on gs.gate_id = g.id
  left join booking sb on sb.id = s.booking_id
  left join card c on c.id = s.card_id
  join member p on p.id = s.member_id
  ${factJoins}
  where s.closed_at is null and ($2::uuid[] is null or s.gate_id = any ($2::uuid[]))`,
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

const nextSeq = (after: string): string => `
  update gate_state gs set seq = greatest(gs.seq, gs.reported_seq) + 1
  from i, ${after} where gs.gate_id = i.gate_id returning gs.seq`;

/**
 * A session begins, unless a version moved since the facts were read, or this tap was recorded before: then nothing is
 * written and nothing comes back. Rows are locked in one order: member, group, machine.
 * $15 machine, $16 member version, $17 machine version, $18 group, $19 group version, $20 hard end, $21 books.
 */
export const startSession = {
  name: 'access_start_session_1',
  sql: `
  with i as (${input}),
  locked_member as materialized (
    select p.id from i join member p on p.id = i.member_id where p.version = $16::bigint for no key update of p),
  locked_group as materialized (
    select eg.id from exclusive_group eg
    where eg.id = $18::uuid and eg.version = $19::bigint and exists (select from locked_member) for no key update),
  locked_machine as materialized (
    select m.id from machine m
    where m.id = $15::uuid and m.version = $17::bigint and exists (select from locked_member)
      and ($18::uuid is null or exists (select from locked_group))
    for no key update),
  written as (${insertTap} from i where exists (select from locked_machine)
    on conflict on constraint tap_once do nothing returning id),
  moved_member as (update member p set version = p.version + 1 from i, written where p.id = i.member_id returning p.id),
  moved_group as (update exclusive_group eg set version = eg.version + 1 from written where eg.id = $18::uuid returning eg.id),
  moved_machine as (update machine m set version = m.version + 1 from written where m.id = $15::uuid returning m.id),
  booked as (
    insert into booking (id, machine_id, member_id, during, state, created_by)
    select i.booking_id, $15::uuid, i.member_id, tstzrange(i.now, $20::timestamptz), 'in_use', i.member_id
    from i, written where $21::boolean returning id),
  checked_in as (
    update booking b set state = 'in_use', version = b.version + 1 from i, written
    where b.id = i.booking_id and not $21::boolean and b.state = 'confirmed' returning b.id),
  numbered as (${nextSeq('written')}),
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
  numbered as (${nextSeq('ended')})
  select seq from numbered`,
};

/** The member's booking grows by one tap, under the machine's lock and the overlap guard. $15 machine, $16 machine version, $17 until. */
export const extendBooking = {
  name: 'access_extend_booking_1',
  sql: `
  with i as (${input}),
  locked_machine as materialized (
    select m.id from machine m where m.id = $15::uuid and m.version = $16::bigint for no key update),
  written as (${insertTap} from i, locked_machine on conflict on constraint tap_once do nothing returning id),
  moved_machine as (update machine m set version = m.version + 1 from written where m.id = $15::uuid returning m.id),
  longer as (
    update booking b set during = tstzrange(lower(b.during), $17::timestamptz), version = b.version + 1
    from i, written where b.id = i.booking_id and b.state = 'in_use' and upper(b.during) < $17::timestamptz returning b.id),
  told as (
    update session s set hard_end = $17::timestamptz, warned_minutes = null, version = s.version + 1
    from i, longer where s.id = i.session_id and s.closed_at is null returning s.id)
  select id from told`,
};
