import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Booking whole: settings by scope, what machines need, outages, supervision, wait list, strikes, notices, calendar feeds. */
export class Booking1764100000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const statement of up) await db.query(statement);
    // Nobody is to blame for what was over before anybody looked.
    await db.query(`update booking set state = 'done' where state = 'confirmed' and upper(during) <= $1`, [new Date()]);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const statement of down) await db.query(statement);
  }
}

const up = [
  // Machines of one kind: booked as "any of these", and set up together.
  `create table machine_group (
    id uuid primary key,
    name jsonb not null,
    created_at timestamptz not null
  )`,
  `alter table machine
    add column machine_group_id uuid references machine_group on delete set null,
    add column busy_from_w real check (busy_from_w > 0)`,
  `create index machine_of_group on machine (machine_group_id) where retired_at is null`,
  // What a machine cannot work without (an extractor): booked together with it.
  `create table machine_need (
    machine_id uuid not null references machine on delete cascade,
    needs_id uuid not null references machine on delete cascade,
    primary key (machine_id, needs_id),
    constraint machine_need_other check (machine_id <> needs_id)
  )`,

  `create table membership_kind (
    id uuid primary key,
    name jsonb not null,
    created_at timestamptz not null
  )`,
  `alter table member
    add column membership_kind_id uuid references membership_kind on delete set null,
    add column hides_name boolean not null default false`,

  // Who reads whose a booking is, beside those who run the place.
  `alter table workshop add column booking_names text not null default 'staff' check (booking_names in ('staff', 'members'))`,

  // The settings of one rule, as far as a scope says its own. Without a scope: of the whole workshop.
  `create table booking_setting (
    id uuid primary key,
    rule text not null,
    machine_id uuid references machine on delete cascade,
    machine_group_id uuid references machine_group on delete cascade,
    membership_kind_id uuid references membership_kind on delete cascade,
    settings jsonb not null,
    changed_at timestamptz not null,
    changed_by uuid references member on delete set null,
    constraint booking_setting_one_scope check (num_nonnulls(machine_id, machine_group_id, membership_kind_id) <= 1),
    constraint booking_setting_once unique nulls not distinct (rule, machine_id, machine_group_id, membership_kind_id)
  )`,
  `insert into booking_setting (id, rule, settings, changed_at)
     select gen_random_uuid(), 'beyond-horizon', jsonb_build_object('days', booking_horizon_days), to_timestamp(0)
     from workshop where booking_horizon_days <> 90`,
  `alter table workshop drop column booking_horizon_days`,

  // A machine will be out of order: planned, and so known to bookings.
  `create table outage (
    id uuid primary key,
    machine_id uuid not null references machine on delete cascade,
    during tstzrange not null check (not isempty(during)),
    reason jsonb not null,
    created_by uuid references member on delete set null,
    created_at timestamptz not null
  )`,
  `create index outage_of_machine on outage using gist (machine_id, during)`,

  // A supervisor is there: for one machine, or for all.
  `create table supervision (
    id uuid primary key,
    member_id uuid not null references member on delete cascade,
    machine_id uuid references machine on delete cascade,
    during tstzrange not null check (not isempty(during)),
    created_at timestamptz not null
  )`,
  `create index supervision_during on supervision using gist (during)`,

  // held_for: approval, or a claim of somebody who waited. overrides: codes, and what was planned or set by then.
  // bundle_id: of the booking it was made for, together with it. planned_to: the end it had before it was trimmed to its real
  // one. check_in_from: since when its member could come, however long ago it began.
  `alter table booking
    add column held_for text check (held_for in ('approval', 'claim')),
    add column overrides text[] not null default '{}',
    add column overrides_at timestamptz,
    add column override_reason text,
    add column note text check (char_length(note) <= 500),
    add column bundle_id uuid references booking on delete cascade,
    add column series_id uuid,
    add column check_in_from timestamptz,
    add column offered_to uuid references member on delete set null,
    add column offered_at timestamptz,
    add column warned_at timestamptz,
    add column ended_at timestamptz,
    add column ended_by uuid references member on delete set null,
    add column end_reason text check (end_reason in
      ('cancelled', 'no-show', 'not-approved', 'not-claimed', 'right-lost', 'finished-early', 'over')),
    add column planned_to timestamptz`,
  `create index booking_of_series on booking (series_id) where series_id is not null`,
  `create index booking_of_bundle on booking (bundle_id) where bundle_id is not null`,
  // Times that somebody is to take over.
  `create index booking_offered on booking (offered_to) where offered_to is not null`,
  // Lists in order of time.
  `create index booking_by_start on booking (lower(during), id)`,
  // What sweeps look for: holds that run out, and starts that nobody came to.
  `create index booking_held on booking (expires_at) where state = 'held'`,
  `create index booking_to_come on booking (lower(during)) where state = 'confirmed'`,
  `create index booking_in_use on booking (upper(during)) where state = 'in_use'`,
  `create index booking_freed on booking (ended_at) where state in ('cancelled', 'released')`,
  // Released in passing, by somebody who wanted the time: whoever waited for the approval has not been told yet.
  `create index booking_untold on booking (ended_at) where end_reason = 'not-approved' and ended_by is null and warned_at is null`,

  // Time that a member gave up by a cancellation or a change, until it is judged whether that was too late.
  `create table given_up (
    booking_id uuid not null references booking on delete cascade,
    member_id uuid not null references member on delete cascade,
    machine_id uuid not null references machine on delete cascade,
    during tstzrange not null,
    warned boolean not null,
    at timestamptz not null,
    primary key (booking_id, at)
  )`,

  `create table strike (
    id uuid primary key,
    member_id uuid not null references member on delete cascade,
    booking_id uuid not null constraint strike_once unique references booking on delete cascade,
    kind text not null check (kind in ('no-show', 'late-cancellation')),
    at timestamptz not null,
    told boolean not null,
    appeal text check (char_length(appeal) <= 1000),
    appealed_at timestamptz,
    decided_at timestamptz,
    decided_by uuid references member on delete set null,
    answer text check (char_length(answer) <= 1000),
    waived_at timestamptz
  )`,
  `create index strike_of_member on strike (member_id, at)`,
  `create index strike_appealed on strike (appealed_at) where appealed_at is not null and decided_at is null`,

  // A wish for time that is taken: so many minutes somewhere within, on one machine or any of a group. In order of id.
  `create table wait_entry (
    id uuid primary key,
    member_id uuid not null references member on delete cascade,
    machine_id uuid references machine on delete cascade,
    machine_group_id uuid references machine_group on delete cascade,
    within tstzrange not null check (not isempty(within)),
    minutes int not null check (minutes between 1 and 10080),
    state text not null check (state in ('waiting', 'offered', 'served', 'left', 'over')),
    booking_id uuid references booking on delete set null,
    offered_at timestamptz,
    passed int not null default 0,
    created_at timestamptz not null,
    constraint wait_entry_one_wish check (num_nonnulls(machine_id, machine_group_id) = 1),
    constraint wait_entry_offer check (state <> 'offered' or booking_id is not null)
  )`,
  `create index wait_entry_open on wait_entry (id) where state in ('waiting', 'offered')`,
  `create index wait_entry_offered on wait_entry (booking_id) where state = 'offered'`,
  `create index wait_entry_of_member on wait_entry (member_id, id)`,

  // What a member is told in the app. Kind and params; the words are in the dictionaries.
  `create table notice (
    id uuid primary key,
    member_id uuid not null references member on delete cascade,
    kind text not null,
    params jsonb not null default '{}',
    subject jsonb,
    created_at timestamptz not null,
    read_at timestamptz
  )`,
  `create index notice_of_member on notice (member_id, id desc)`,
  `create index notice_unread on notice (member_id) where read_at is null`,

  // The address of a feed is its key: only its digest is kept.
  `create table calendar_feed (
    id uuid primary key,
    token_digest bytea not null constraint calendar_feed_token_unique unique,
    member_id uuid not null references member on delete cascade,
    machine_id uuid references machine on delete cascade,
    created_at timestamptz not null,
    revoked_at timestamptz
  )`,
  `create index calendar_feed_of_member on calendar_feed (member_id)`,

  // Up to then nobody could check in at the machine: its gate was silent, it was out of order, or no service watched.
  `create table check_in_pause (
    machine_id uuid primary key references machine on delete cascade,
    until timestamptz not null
  )`,
  // When each sweep was last done: a gap means that nobody could check in, and nobody is blamed for it.
  `create table sweep (
    name text primary key,
    done_at timestamptz not null
  )`,
];

const down = [
  `drop table sweep, check_in_pause, calendar_feed, notice, wait_entry, strike, given_up, supervision, outage`,
  `drop index booking_offered, booking_by_start, booking_untold, booking_freed, booking_in_use, booking_to_come, booking_held, booking_of_bundle, booking_of_series`,
  `alter table booking drop column planned_to, drop column end_reason, drop column ended_by, drop column ended_at,
    drop column warned_at, drop column offered_at, drop column offered_to, drop column check_in_from, drop column series_id, drop column bundle_id, drop column note, drop column override_reason,
    drop column overrides_at, drop column overrides, drop column held_for`,
  `alter table workshop add column booking_horizon_days int not null default 90 check (booking_horizon_days between 1 and 1000)`,
  `update workshop set booking_horizon_days = least(1000, (s.settings ->> 'days')::int) from booking_setting s
     where s.rule = 'beyond-horizon' and num_nonnulls(s.machine_id, s.machine_group_id, s.membership_kind_id) = 0`,
  `drop table booking_setting`,
  `alter table workshop drop column booking_names`,
  `alter table member drop column hides_name, drop column membership_kind_id`,
  `drop table membership_kind, machine_need`,
  `alter table machine drop column busy_from_w, drop column machine_group_id`,
  `drop table machine_group`,
];
