/**
 * Booking has two round trips, as a tap has: one statement reads the snapshot of facts, one writes under guard. Named and
 * prepared. This file reads the tables of other modules, since a decision needs one snapshot.
 */

const epochMs = (time: string): string => `(extract(epoch from ${time}) * 1000)::float8`;
const span = (range: string): string =>
  `json_build_object('from', ${epochMs(`lower(${range})`)}, 'to', ${epochMs(`upper(${range})`)})`;

/** Bookings that take time on the calendar; a hold that is overdue at `at` does not. */
export const takesTime = (booking: string, at: string): string =>
  `(${booking}.state in ('confirmed', 'in_use', 'done') or (${booking}.state = 'held' and ${booking}.expires_at > ${at}))`;

/**
 * $1 now, $2 machine, $3 member, $4 and $5 the time that is looked at, $6 and $7 the weeks it touches, $8 a booking that is
 * changed and so is in nobody's way.
 */
export const bookingFacts = {
  name: 'booking_facts_1',
  sql: `
  select m.id as machine_id, m.version as machine_version, m.machine_group_id, m.exclusive_group_id,
    (select eg.version from exclusive_group eg where eg.id = m.exclusive_group_id) as group_version,
    array(select n.needs_id from machine_need n where n.machine_id = m.id order by 1) as needs_ids,
    p.id as member_id, p.version as member_version, p.suspended_at, p.membership_until,
    (select w.member_sessions_max from workshop w) as member_sessions_max,
    (select json_agg(${span('k.during')} order by k.during) from closure k
      where k.during && tstzrange($4::timestamptz, $5::timestamptz)) as closures,
    (select json_agg(${span('o.during')} order by o.during) from outage o
      where o.machine_id = m.id and o.during && tstzrange($4::timestamptz, $5::timestamptz)) as outages,
    (select json_agg(${span('v.during')} order by v.during) from supervision v
      where (v.machine_id is null or v.machine_id = m.id) and v.during && tstzrange($4::timestamptz, $5::timestamptz)) as supervised,
    (select json_agg(json_build_object('name', q.name, 'required', q.procedure_version,
        'held', x.id is not null, 'version', x.procedure_version, 'until', ${epochMs('x.valid_until')}))
      from machine_competency mc
      join competency q on q.id = mc.competency_id
      left join certificate x on x.competency_id = q.id and x.member_id = p.id
        and x.superseded_at is null and x.revoked_at is null
      where mc.machine_id = m.id) as certificates,
    (select json_agg(json_build_object('from', ${epochMs('lower(b.during)')}, 'to', ${epochMs('upper(b.during)')},
        'machineId', bm.id, 'groupId', bm.machine_group_id, 'machineName', bm.name, 'along', b.bundle_id is not null)
        order by b.during)
      from booking b join machine bm on bm.id = b.machine_id
      where b.member_id = p.id and upper(b.during) > least($1::timestamptz, $6::timestamptz)
        and (upper(b.during) > $1::timestamptz or lower(b.during) < $7::timestamptz)
        and ${takesTime('b', '$1::timestamptz')} and ($8::uuid is null or (b.id <> $8::uuid and b.bundle_id is distinct from $8::uuid))) as own,
    (select json_agg(json_build_object('from', ${epochMs('lower(b.during)')}, 'to', ${epochMs('upper(b.during)')},
        'memberId', b.member_id) order by b.during)
      from booking b
      where b.machine_id = m.id
        and b.during && tstzrange($4::timestamptz - interval '24 hours', $5::timestamptz + interval '24 hours')
        and ${takesTime('b', '$1::timestamptz')} and ($8::uuid is null or (b.id <> $8::uuid and b.bundle_id is distinct from $8::uuid))) as neighbours,
    (select json_agg(json_build_object('from', ${epochMs('lower(b.during)')}, 'to', ${epochMs('upper(b.during)')},
        'machineName', m2.name) order by b.during)
      from machine m2 join booking b on b.machine_id = m2.id
      where m2.exclusive_group_id = m.exclusive_group_id and m2.id <> m.id
        and b.during && tstzrange($4::timestamptz, $5::timestamptz) and ${takesTime('b', '$1::timestamptz')}
        and ($8::uuid is null or (b.id <> $8::uuid and b.bundle_id is distinct from $8::uuid))) as exclusive,
    (select json_agg(${epochMs('s.at')} order by s.at) from strike s
      where s.member_id = p.id and s.waived_at is null and s.at > $1::timestamptz - interval '400 days') as strikes,
    (select json_agg(json_build_object('rule', t.rule, 'settings', t.settings, 'scope', case
        when t.machine_id is not null then 'machine' when t.machine_group_id is not null then 'group'
        when t.membership_kind_id is not null then 'membership' else 'workshop' end))
      from booking_setting t
      where t.machine_id = m.id or t.machine_group_id = m.machine_group_id or t.membership_kind_id = p.membership_kind_id
        or num_nonnulls(t.machine_id, t.machine_group_id, t.membership_kind_id) = 0) as settings
  from machine m left join member p on p.id = $3::uuid
  where m.id = $2::uuid and m.retired_at is null`,
};

export const bookingColumns = (b: string): string => `
  ${b}.id, ${b}.machine_id, ${b}.member_id, lower(${b}.during) as "from", upper(${b}.during) as "to", ${b}.state, ${b}.held_for,
  ${b}.expires_at, ${b}.overrides, ${b}.override_reason, ${b}.note, ${b}.bundle_id, ${b}.series_id, ${b}.end_reason, ${b}.ended_at,
  ${b}.version, ${b}.created_at, (select bn.name from member bn where bn.id = ${b}.member_id) as member_name,
  (select bn.hides_name from member bn where bn.id = ${b}.member_id) as hides_name`;

/**
 * One booking, unless a version moved since the facts were read: then nothing is written and nothing comes back. Rows are
 * locked in one order: member, group, machine. Throws what `booking_no_overlap` throws when the time is taken.
 * $1 now, $2 id, $3 machine, $4 member, $5 from, $6 to, $7 member version, $8 machine version, $9 group, $10 group version,
 * $11 state, $12 expires, $13 held for, $14 overrides, $15 override reason, $16 note, $17 created by, $18 series.
 */
export const insertBooking = {
  name: 'booking_insert_1',
  sql: `
  with locked_member as materialized (
    select p.id from member p where p.id = $4::uuid and p.version = $7::bigint for no key update of p),
  locked_group as materialized (
    select eg.id from exclusive_group eg
    where eg.id = $9::uuid and eg.version = $10::bigint and exists (select from locked_member) for no key update),
  locked_machine as materialized (
    select m.id from machine m
    where m.id = $3::uuid and m.version = $8::bigint and exists (select from locked_member)
      and ($9::uuid is null or exists (select from locked_group))
    for no key update),
  overdue as (
    update booking b set state = 'released', version = b.version + 1, ended_at = $1::timestamptz,
      end_reason = case b.held_for when 'approval' then 'not-approved' else 'not-claimed' end
    from locked_machine lm where b.machine_id = lm.id and b.state = 'held' and b.expires_at <= $1::timestamptz returning b.id),
  moved_member as (update member p set version = p.version + 1 from locked_machine where p.id = $4::uuid returning p.id),
  moved_group as (update exclusive_group eg set version = eg.version + 1 from locked_machine where eg.id = $9::uuid returning eg.id),
  moved_machine as (update machine m set version = m.version + 1 from locked_machine lm where m.id = lm.id returning m.id),
  made as (
    insert into booking as b (id, machine_id, member_id, during, state, expires_at, held_for, overrides, override_reason, note,
      created_by, created_at, series_id)
    select $2::uuid, lm.id, $4::uuid, tstzrange($5::timestamptz, $6::timestamptz), $11::text, $12::timestamptz, $13::text,
      $14::text[], $15::text, $16::text, $17::uuid, $1::timestamptz, $18::uuid
    from locked_machine lm where (select count(*) from overdue) >= 0 returning ${bookingColumns('b')})
  select * from made`,
};
