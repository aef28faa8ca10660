import { certificatesOf } from '../certification/index.js';
import { maySupervise } from '../members/index.js';
import { settingsOf } from './booking-settings.sql.js';

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

/** A wish, in one of these states, for time of `b` on machine `m`. */
const waitsFor = (e: string, ...states: readonly string[]): string =>
  `${e}.state in (${states.map((state) => `'${state}'`).join(', ')}) and ${e}.within && b.during
            and (${e}.machine_id = m.id or ${e}.machine_group_id = m.machine_group_id)`;
/** So long it is kept for who waits: until a cancellation stands, and for two sweeps after it. */
const keptForWaiting = `interval '25 seconds'`;

/**
 * Time that became free just now, and that others wait for: nobody overtakes them by being quick, but whose it was has it
 * back. The overlap guard knows nothing of it: who is asked this in the very instant of a sweep is only as fair as that.
 */
const freedForOthers = `
        select b.during, b.member_id from booking b
        where b.state in ('cancelled', 'released') and b.ended_at > $1::timestamptz - ${keptForWaiting}
          and b.machine_id = m.id and upper(b.during) > $1::timestamptz and b.member_id <> p.id
          and ($8::uuid is null or (b.id <> $8::uuid and b.bundle_id is distinct from $8::uuid))
          and exists (select from wait_entry e where ${waitsFor('e', 'waiting')})
          and not exists (select from wait_entry e where e.booking_id = $8::uuid
            or (e.member_id = p.id and ${waitsFor('e', 'waiting', 'offered')}))`;

/**
 * $1 now, $2 machine, $3 member, $4 and $5 the time that is looked at, $6 and $7 the weeks it touches, $8 a booking that is
 * changed and so is in nobody's way.
 */
export const bookingFacts = {
  name: 'booking_facts_1',
  sql: `
  select m.id as machine_id, m.version as machine_version, m.name as machine_name, m.machine_group_id, m.exclusive_group_id,
    (select eg.version from exclusive_group eg where eg.id = m.exclusive_group_id) as group_version,
    array(
      with recursive need (id) as (
        select n.needs_id from machine_need n where n.machine_id = m.id
        union select n.needs_id from need join machine_need n on n.machine_id = need.id)
      select need.id from need join machine nm on nm.id = need.id and nm.retired_at is null order by 1) as needs_ids,
    p.id as member_id, p.version as member_version, p.suspended_at, p.membership_until,
    (select w.member_sessions_max from workshop w) as member_sessions_max,
    (select json_agg(${span('k.during')} order by k.during) from closure k
      where k.during && tstzrange($4::timestamptz, $5::timestamptz)) as closures,
    (select json_agg(${span('o.during')} order by o.during) from outage o
      where o.machine_id = m.id and o.during && tstzrange($4::timestamptz, $5::timestamptz)) as outages,
    (select json_agg(${span('v.during')} order by v.during) from supervision v
      join member sv on sv.id = v.member_id and ${maySupervise('sv')}
      where (v.machine_id is null or v.machine_id = m.id) and v.during && tstzrange($4::timestamptz, $5::timestamptz)) as supervised,
    ${certificatesOf} as certificates,
    (select json_agg(json_build_object('from', ${epochMs('lower(b.during)')}, 'to', ${epochMs('upper(b.during)')},
        'machineId', bm.id, 'groupId', bm.machine_group_id, 'machineName', bm.name, 'along', b.bundle_id is not null)
        order by b.during)
      from booking b join machine bm on bm.id = b.machine_id
      where b.member_id = p.id and upper(b.during) > least($1::timestamptz, $6::timestamptz)
        and (upper(b.during) > $1::timestamptz or lower(b.during) < $7::timestamptz)
        and ${takesTime('b', '$1::timestamptz')} and ($8::uuid is null or (b.id <> $8::uuid and b.bundle_id is distinct from $8::uuid))) as own,
    (select json_agg(json_build_object('from', ${epochMs('lower(n.during)')}, 'to', ${epochMs('upper(n.during)')},
        'memberId', n.member_id) order by n.during)
      from (
        select b.during, b.member_id from booking b
        where b.machine_id = m.id
          and b.during && tstzrange($4::timestamptz - interval '24 hours', $5::timestamptz + interval '24 hours')
          and ${takesTime('b', '$1::timestamptz')} and ($8::uuid is null or (b.id <> $8::uuid and b.bundle_id is distinct from $8::uuid))
        union all ${freedForOthers}) n) as neighbours,
    (select json_agg(json_build_object('from', ${epochMs('lower(b.during)')}, 'to', ${epochMs('upper(b.during)')},
        'machineName', m2.name) order by b.during)
      from machine m2 join booking b on b.machine_id = m2.id
      where m2.exclusive_group_id = m.exclusive_group_id and m2.id <> m.id
        and b.during && tstzrange($4::timestamptz, $5::timestamptz) and ${takesTime('b', '$1::timestamptz')}
        and ($8::uuid is null or (b.id <> $8::uuid and b.bundle_id is distinct from $8::uuid))) as exclusive,
    (select json_agg(${epochMs('s.at')} order by s.at) from strike s
      where s.member_id = p.id and s.told and s.waived_at is null and s.at > $1::timestamptz - interval '400 days') as strikes,
    ${settingsOf()} as settings
  from machine m left join member p on p.id = $3::uuid
  where m.id = $2::uuid and m.retired_at is null`,
};

/** As stored, with what a viewer is told beside it. */
export const bookingColumns = (b: string): string => `
  ${b}.id, ${b}.machine_id, ${b}.member_id, lower(${b}.during) as "from", upper(${b}.during) as "to", ${b}.state, ${b}.held_for,
  ${b}.expires_at, ${b}.overrides, ${b}.overrides_at, ${b}.override_reason, ${b}.note, ${b}.bundle_id, ${b}.series_id,
  ${b}.check_in_from, ${b}.offered_to, ${b}.offered_at, ${b}.warned_at, ${b}.ended_at,
  ${b}.ended_by, ${b}.end_reason, ${b}.planned_to, ${b}.version, ${b}.created_by, ${b}.created_at,
  (select json_build_object('name', bp.name, 'hidesName', bp.hides_name) from member bp where bp.id = ${b}.member_id) as member,
  (select json_build_object('name', bm.name, 'exclusiveGroupId', bm.exclusive_group_id,
      'hasGate', exists (select from gate bg where bg.machine_id = bm.id and bg.retired_at is null),
      'isOn', exists (select from session bs where bs.machine_id = bm.id and bs.booking_id = ${b}.id and bs.closed_at is null))
    from machine bm where bm.id = ${b}.machine_id) as machine,
  (select t.settings from booking_setting t, machine bm, member bp
    where t.rule = 'check-in' and bm.id = ${b}.machine_id and bp.id = ${b}.member_id
      and (t.machine_id = bm.id or t.machine_group_id = bm.machine_group_id or t.membership_kind_id = bp.membership_kind_id
        or num_nonnulls(t.machine_id, t.machine_group_id, t.membership_kind_id) = 0)
    order by t.machine_id, t.machine_group_id, t.membership_kind_id limit 1) as check_in`;

const locked = (table: string, ids: string, versions: string, after: string): string => `
    select t.id from unnest(${ids}::uuid[], ${versions}::bigint[]) as seen (id, version) join ${table} t on t.id = seen.id
    where ${after} and (seen.version is null or t.version = seen.version)
    order by t.id for no key update of t`;
const bumped = (table: string, ids: string): string =>
  `update ${table} t set version = t.version + 1 from ready where ready.yes and t.id = any (${ids}::uuid[]) returning t.id`;
const columns = `id, machine_id, member_id, during, state, held_for, expires_at, overrides, overrides_at, override_reason, note, bundle_id,
      series_id, check_in_from, offered_to, offered_at, warned_at, ended_at, ended_by, end_reason, planned_to, version, created_by, created_at`;

/**
 * Bookings as they are to be from now on, new ones and changed ones, unless a version moved since the facts were read: then
 * nothing is written and nothing comes back. Rows are locked in one order: members, exclusive groups, machines, bookings; each
 * by id. Throws what `booking_no_overlap` throws when a time is taken.
 * A running session learns an end that is later, or far enough away to be warned of; of another one it is cut short.
 * $1 now, $2 the bookings, $3 and $4 members and the versions seen of them (null: any), $5 and $6 groups, $7 and $8 machines.
 */
export const writeBookings = {
  name: 'booking_write_1',
  sql: `
  with wanted as materialized (
    select w.*, tstzrange(w."from", w."to") as during from jsonb_to_recordset($2::jsonb) as w (
      id uuid, machine_id uuid, member_id uuid, "from" timestamptz, "to" timestamptz, state text, held_for text,
      expires_at timestamptz, overrides text[], overrides_at timestamptz, override_reason text, note text, bundle_id uuid, series_id uuid,
      check_in_from timestamptz, offered_to uuid, offered_at timestamptz, warned_at timestamptz, ended_at timestamptz, ended_by uuid, end_reason text, planned_to timestamptz,
      version bigint, created_by uuid, created_at timestamptz, gives_up boolean)),
  locked_members as materialized (${locked('member', '$3', '$4', 'true')}),
  locked_groups as materialized (
    ${locked('exclusive_group', '$5', '$6', '(select count(*) from locked_members) = cardinality($3::uuid[])')}),
  locked_machines as materialized (
    ${locked('machine', '$7', '$8', '(select count(*) from locked_members) = cardinality($3::uuid[]) and (select count(*) from locked_groups) = cardinality($5::uuid[])')}),
  locked_bookings as materialized (
    select b.id from wanted w join booking b on b.id = w.id
    where w.version > 1 and b.version = w.version - 1
      and (select count(*) from locked_machines) = cardinality($7::uuid[])
    order by b.id for no key update of b),
  ready as materialized (
    select (select count(*) from locked_machines) = cardinality($7::uuid[])
      and (select count(*) from locked_bookings) = (select count(*) from wanted where version > 1) as yes),
  overdue as (
    update booking b set state = 'released', version = b.version + 1, ended_at = $1::timestamptz,
      end_reason = case b.held_for when 'approval' then 'not-approved' else 'not-claimed' end
    from ready where ready.yes and b.machine_id = any ($7::uuid[]) and b.state = 'held' and b.expires_at <= $1::timestamptz
      and not exists (select from wanted w where w.id = b.id) returning b.id),
  given_up as (
    insert into given_up (booking_id, member_id, machine_id, during, warned, at)
    select b.id, b.member_id, b.machine_id, b.during, b.warned_at is not null, $1::timestamptz
    from ready, wanted w join booking b on b.id = w.id where ready.yes and w.gives_up on conflict do nothing),
  told as (
    update session s set hard_end = w."to" from ready, wanted w
    where ready.yes and w.state = 'in_use' and s.machine_id = w.machine_id and s.booking_id = w.id and s.closed_at is null
      and (w."to" > s.hard_end or w."to" > $1::timestamptz + interval '2 minutes')),
  bumped_members as (${bumped('member', '$3')}),
  bumped_groups as (${bumped('exclusive_group', '$5')}),
  bumped_machines as (${bumped('machine', '$7')}),
  written as (
    insert into booking as b (${columns})
    select ${columns} from wanted, ready where ready.yes and (select count(*) from overdue) >= 0
    on conflict (id) do update set machine_id = excluded.machine_id, member_id = excluded.member_id, during = excluded.during,
      state = excluded.state, held_for = excluded.held_for, expires_at = excluded.expires_at, overrides = excluded.overrides,
      overrides_at = excluded.overrides_at,
      override_reason = excluded.override_reason, note = excluded.note, bundle_id = excluded.bundle_id,
      series_id = excluded.series_id, check_in_from = excluded.check_in_from,
      offered_to = excluded.offered_to, offered_at = excluded.offered_at, warned_at = excluded.warned_at, ended_at = excluded.ended_at,
      ended_by = excluded.ended_by, end_reason = excluded.end_reason, planned_to = excluded.planned_to,
      version = excluded.version
    returning ${bookingColumns('b')})
  select * from written order by id`,
};
