import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first tables and every guard of DESIGN §6. Two roles must exist before (made by the embedded launcher, or by the
 * database's own set-up in production): `brama_owner` runs migrations, `brama_app` is the service and owns nothing.
 */
export class Foundation1764000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      do $$ begin
        if not exists (select from pg_roles where rolname = 'brama_app') then
          raise exception 'role brama_app is missing: create it first (docs/operating.md, "Database")';
        end if;
      end $$`);
    await db.query(`create extension if not exists btree_gist`);
    await db.query(`grant usage on schema public to brama_app`);
    await db.query(
      `alter default privileges in schema public grant select, insert, update, delete on tables to brama_app`,
    );
    for (const statement of tables) await db.query(statement);
    await db.query(`revoke update, delete on audit_entry from brama_app`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table live_version, audit_detail, audit_entry, gate_event, tap, session, booking, certificate, card, sign_in,
        api_token, one_time_link, gate_boot, gate_state, gate_drill, gate, machine_competency, machine, exclusive_group, competency,
        closure, member, workshop cascade`);
    await db.query(`alter default privileges in schema public revoke all on tables from brama_app`);
    await db.query(`revoke usage on schema public from brama_app`);
    await db.query(`drop extension if exists btree_gist cascade`);
  }
}

const tables = [
  // One row: what holds for the whole workshop.
  `create table workshop (
    only_row boolean primary key default true check (only_row),
    name jsonb not null,
    member_sessions_max int not null default 1 check (member_sessions_max between 1 and 100),
    booking_horizon_days int not null default 90 check (booking_horizon_days between 1 and 1000)
  )`,
  `insert into workshop (name) values ('{"pl": "Pracownia", "en": "Workshop"}')`,

  `create table member (
    id uuid primary key,
    name text not null check (char_length(name) between 1 and 200),
    email text not null,
    password_hash text,
    language text not null default 'pl' check (language in ('pl', 'en')),
    roles text[] not null check (roles <@ array['member', 'instructor', 'staff', 'admin'] and cardinality(roles) > 0),
    suspended_at timestamptz,
    suspended_reason text,
    membership_until timestamptz,
    version bigint not null default 1,
    created_at timestamptz not null default now()
  ) with (fillfactor = 80)`,
  `create unique index member_email_unique on member (lower(email))`,

  // A logged-in browser. The token itself is in the cookie only.
  `create table sign_in (
    id uuid primary key,
    token_digest bytea not null constraint sign_in_token_unique unique,
    member_id uuid not null references member on delete cascade,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null,
    user_agent text not null default ''
  )`,
  `create index sign_in_member on sign_in (member_id)`,
  `create table api_token (
    id uuid primary key,
    token_digest bytea not null constraint api_token_unique unique,
    member_id uuid not null references member on delete cascade,
    name text not null,
    created_at timestamptz not null,
    revoked_at timestamptz
  )`,

  // A link that works once, such as the one that makes the first admin.
  `create table one_time_link (
    token_digest bytea primary key,
    purpose text not null check (purpose in ('first-admin')),
    expires_at timestamptz not null
  )`,

  // Digests under keys outside the database; the uid itself is never here.
  `create table card (
    id uuid primary key,
    member_id uuid not null references member on delete cascade,
    tech text not null,
    label text not null,
    digest bytea not null,
    site_digest bytea not null,
    sun_counter bigint,
    blocked_at timestamptz,
    blocked_reason text,
    retired_at timestamptz,
    created_at timestamptz not null default now()
  )`,
  `create unique index card_digest_unique on card (digest) where retired_at is null`,
  `create unique index card_site_digest_unique on card (site_digest) where retired_at is null`,
  `create index card_member on card (member_id)`,

  `create table competency (
    id uuid primary key,
    name jsonb not null,
    procedure_version int not null default 1,
    created_at timestamptz not null default now()
  )`,
  `create table certificate (
    id uuid primary key,
    member_id uuid not null references member on delete cascade,
    competency_id uuid not null references competency,
    issued_by uuid references member on delete set null,
    issued_at timestamptz not null,
    procedure_version int not null,
    valid_until timestamptz,
    superseded_at timestamptz,
    revoked_at timestamptz,
    revoked_by uuid references member on delete set null,
    revoke_reason text,
    constraint certificate_dates check (valid_until is null or valid_until > issued_at)
  )`,
  `create unique index certificate_one_valid on certificate (member_id, competency_id)
     where superseded_at is null and revoked_at is null`,

  `create table exclusive_group (
    id uuid primary key,
    name jsonb not null,
    version bigint not null default 1
  )`,
  `create table machine (
    id uuid primary key,
    slug text not null constraint machine_slug_unique unique check (slug ~ '^[a-z0-9-]{1,40}$'),
    name jsonb not null,
    hazard text not null check (hazard in ('low', 'medium', 'high')),
    booking_mode text not null default 'required' check (booking_mode in ('required', 'walk-up', 'open')),
    lost_contact text not null default 'cut' check (lost_contact in ('cut', 'cut-when-idle', 'finish-booking')),
    exclusive_group_id uuid references exclusive_group,
    out_of_order_at timestamptz,
    out_of_order_reason text,
    out_of_order_by uuid references member on delete set null,
    retired_at timestamptz,
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    constraint machine_high_hazard_cuts check (hazard <> 'high' or lost_contact = 'cut')
  ) with (fillfactor = 80)`,
  `create table machine_competency (
    machine_id uuid not null references machine on delete cascade,
    competency_id uuid not null references competency,
    primary key (machine_id, competency_id)
  )`,

  `create table closure (
    id uuid primary key,
    during tstzrange not null check (not isempty(during)),
    reason jsonb not null,
    created_at timestamptz not null default now()
  )`,
  `create index closure_during on closure using gist (during)`,

  // A slug is unique for ever: a retired gate keeps its row.
  `create table gate (
    id uuid primary key,
    slug text not null constraint gate_slug_unique unique check (slug ~ '^[a-z0-9-]{1,40}$'),
    machine_id uuid not null references machine,
    credential_version int not null default 1,
    signed boolean not null default false,
    retired_at timestamptz,
    created_at timestamptz not null default now()
  )`,
  `create unique index gate_one_per_machine on gate (machine_id) where retired_at is null`,
  // The class of a gate is that of its latest drill; before the first it counts as C.
  `create table gate_drill (
    id uuid primary key,
    gate_id uuid not null references gate on delete cascade,
    fail_safe_class text not null check (fail_safe_class in ('A', 'B', 'C', 'D')),
    done_at timestamptz not null,
    done_by uuid references member on delete set null,
    note text not null default ''
  )`,
  `create index gate_drill_latest on gate_drill (gate_id, done_at desc)`,

  // Boots in the order in which they were first heard, with the gapless prefix of events that is held.
  `create table gate_boot (
    gate_id uuid not null references gate on delete cascade,
    boot bigint not null,
    ordinal bigint not null,
    upto bigint not null default 0,
    first_heard_at timestamptz not null,
    primary key (gate_id, boot),
    unique (gate_id, ordinal)
  )`,
  // What the gate said last, and what it was told last. Claims, each with its age.
  `create table gate_state (
    gate_id uuid primary key references gate on delete cascade,
    boot bigint,
    up_ms bigint not null default 0,
    online boolean not null default false,
    is_on boolean not null default false,
    session_id uuid,
    cause text not null default 'power-up',
    changed_at timestamptz,
    estop boolean not null default false,
    fw text not null default '',
    reported_seq bigint not null default 0,
    reported_at timestamptz,
    contact_at timestamptz,
    offset_ms double precision,
    seq bigint not null default 0,
    unexpected_on_since timestamptz,
    off_sent_at timestamptz,
    fault text,
    fault_at timestamptz,
    power_w real,
    power_at timestamptz
  ) with (fillfactor = 50)`,

  `create table booking (
    id uuid primary key,
    machine_id uuid not null references machine,
    member_id uuid not null references member on delete cascade,
    during tstzrange not null,
    state text not null check (state in ('held', 'confirmed', 'in_use', 'done', 'cancelled', 'released')),
    expires_at timestamptz,
    created_by uuid references member on delete set null,
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    constraint booking_interval check (
      not isempty(during) and lower_inc(during) and not upper_inc(during)
      and lower(during) is not null and upper(during) is not null
      and isfinite(lower(during)) and isfinite(upper(during))
    ),
    constraint booking_hold_expires check (state <> 'held' or expires_at is not null),
    constraint booking_no_overlap exclude using gist (machine_id with =, during with &&)
      where (state in ('held', 'confirmed', 'in_use', 'done'))
  )`,
  `create index booking_member on booking (member_id, upper(during))`,
  `create index booking_machine_end on booking (machine_id, upper(during)) where state in ('held', 'confirmed', 'in_use')`,

  `create table session (
    id uuid primary key,
    machine_id uuid not null references machine,
    gate_id uuid not null references gate,
    member_id uuid not null references member on delete cascade,
    booking_id uuid references booking,
    card_id uuid references card on delete set null,
    boot bigint not null,
    state text not null check (state in ('starting', 'running', 'ending', 'closed')),
    opened_at timestamptz not null,
    tap_up_ms bigint not null,
    hard_end timestamptz,
    lease_seq bigint not null,
    lease_sent_at timestamptz not null,
    confirmed_at timestamptz,
    renewed_at timestamptz,
    withdrawn_at timestamptz,
    withdrawn_code text,
    warned_minutes int,
    ending_at timestamptz,
    end_reason text,
    closed_at timestamptz,
    version bigint not null default 1,
    constraint session_closed check ((state = 'closed') = (closed_at is not null)),
    constraint session_reason check (state not in ('ending', 'closed') or end_reason is not null)
  ) with (fillfactor = 60)`,
  `create unique index session_one_open on session (machine_id) where closed_at is null`,
  `create index session_open_member on session (member_id) where closed_at is null`,
  `create index session_machine_time on session (machine_id, opened_at desc)`,

  `create table tap (
    id uuid primary key,
    gate_id uuid not null references gate on delete cascade,
    boot bigint not null,
    n bigint not null,
    received_at timestamptz not null,
    up_ms bigint not null,
    age_ms bigint not null,
    card_id uuid references card on delete set null,
    member_id uuid references member on delete set null,
    verdict text not null check (verdict in ('allow', 'deny', 'info')),
    code text not null,
    refusals jsonb not null default '[]',
    session_id uuid,
    booking_id uuid,
    constraint tap_once unique (gate_id, boot, n)
  )`,
  `create index tap_of_card on tap (gate_id, card_id, received_at desc)`,
  `create index tap_unknown_card on tap (gate_id, received_at) where code = 'card-unknown'`,

  `create table gate_event (
    gate_id uuid not null references gate on delete cascade,
    boot bigint not null,
    n bigint not null,
    kind text not null,
    up_ms bigint not null,
    wall_at timestamptz,
    clock text,
    session_id uuid,
    detail jsonb not null default '{}',
    received_at timestamptz not null,
    constraint gate_event_once primary key (gate_id, boot, n)
  )`,
  `create index gate_event_dropped on gate_event (gate_id, boot) where kind = 'dropped'`,

  // Decisions of people, chained. Names and reasons are in audit_detail, which can be erased.
  `create table audit_entry (
    ordinal bigint primary key,
    at timestamptz not null,
    actor text not null,
    action text not null,
    subject text not null,
    detail_hash bytea not null,
    previous_hash bytea not null,
    hash bytea not null constraint audit_hash_unique unique
  )`,
  `create table audit_detail (
    ordinal bigint primary key references audit_entry,
    actor_id uuid references member on delete set null,
    salt bytea not null,
    detail jsonb not null
  )`,

  // One number a machine for the live board: a gap tells a viewer that it missed something.
  `create table live_version (
    machine_id uuid primary key references machine on delete cascade,
    version bigint not null default 0
  )`,
];
