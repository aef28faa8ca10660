import { Inject, Injectable } from '@nestjs/common';
import type { AccessFacts, BookedTime, GateFacts, SessionFacts } from '../../core/access/facts.js';
import type { Planned } from '../../core/access/planned.js';
import { sessionEnd } from '../../core/access/session-end.js';
import { openingHoursOf } from '../../core/booking/opening-hours.js';
import { approval, overrun } from '../../core/booking/policies/index.js';
import { supervisorSettings } from '../../core/booking/rules/supervisor-required.js';
import { settingOf, type StoredSetting } from '../../core/booking/settings.js';
import type { BookingMode, FailSafeClass, Hazard } from '../../core/kinds.js';
import { warnMinutes } from '../../core/numbers.js';
import { forbidsPower } from '../../core/access/rules/gate-fault.js';
import type { Refusal } from '../../core/refusal.js';
import type { Report, Session } from '../../core/usage/session-machine.js';
import type { Bilingual, Language } from '../../core/words/bilingual.js';
import { Database } from '../../platform/database/database.js';
import { type CertificateFactRows, certificateFactsOf } from '../certification/index.js';
import type { ServiceConfig } from '../../service-config.js';
import {
  extendBooking,
  openSessions,
  previewFacts,
  recordTap,
  sessionFacts,
  startSession,
  stopSession,
  tapFacts,
} from './access.sql.js';
import { addressOf, type GateAddress, type GateAddressRow } from './gate-address.js';

/** A row of the facts statements. */
interface FactRow {
  /** Null in a preview of a machine without a gate. */
  gate_id: string | null;
  boot: number | null;
  online: boolean | null;
  contact_at: Date | null;
  estop: boolean | null;
  fault: string | null;
  is_on: boolean | null;
  machine_id: string;
  hazard: Hazard;
  booking_mode: BookingMode;
  out_of_order_at: Date | null;
  machine_version: number;
  exclusive_group_id: string | null;
  group_version: number | null;
  card_id: string | null;
  blocked_at: Date | null;
  member_id: string | null;
  language: Language | null;
  suspended_at: Date | null;
  membership_until: Date | null;
  member_version: number | null;
  fail_safe_class: FailSafeClass | null;
  session_id: string | null;
  session_member_id: string | null;
  session_state: 'starting' | 'running' | 'ending' | null;
  session_member_name: string | null;
  session_until: Date | null;
  /** The one of now and the next within a day, or the next two. */
  bookings: (BookedTime & { readonly offered: boolean })[] | null;
  closures: Planned[] | null;
  outages: Planned[] | null;
  supervised: boolean;
  settings: StoredSetting[] | null;
  member_sessions_max: number;
  certificates: CertificateFactRows;
  elsewhere: Bilingual[] | null;
  group_machine_name: Bilingual | null;
}

interface TapRow extends FactRow, GateAddressRow {
  gate_id: string;
  previous: { code: string; at: number } | null;
  unknown_count: number;
  seen: { verdict: 'allow' | 'deny' | 'info'; code: string; refusals: readonly Refusal[] } | null;
}

/** A row of an open session, its gate's address and what that reported last. */
interface OpenSessionRow extends GateAddressRow {
  id: string;
  machine_id: string;
  member_id: string;
  language: Language;
  session_boot: number;
  state: Session['state'];
  opened_at: Date;
  lease_seq: number;
  lease_sent_at: Date;
  confirmed_at: Date | null;
  renewed_at: Date | null;
  withdrawn_at: Date | null;
  withdrawn_code: string | null;
  warned_minutes: number | null;
  ending_at: Date | null;
  end_reason: string | null;
  closed_at: Date | null;
  version: number;
  boot: number | null;
  contact_at: Date | null;
  is_on: boolean | null;
  reported_session_id: string | null;
  reported_seq: number | null;
  reported_up_ms: number | null;
  reported_at: Date | null;
  cause: string | null;
  changed_at: Date | null;
}

type SessionRow = FactRow &
  OpenSessionRow & {
    own_booking_id: string | null;
    own_booking_state: string | null;
    own_booking_from: Date | null;
    own_booking_to: Date | null;
    known_end: Date | null;
    busy_from_w: number | null;
    power_w: number | null;
    power_at: Date | null;
  };

export interface TapSnapshot {
  readonly address: GateAddress;
  readonly language: Language | undefined;
  readonly cardId: string | undefined;
  /** The power-up that the gate is in; undefined: never heard. */
  readonly boot: number | undefined;
  readonly previous: { readonly code: string; readonly at: number } | undefined;
  readonly unknownCardsLastMinute: number;
  /** This very tap, when it was recorded before. */
  readonly seen: NonNullable<TapRow['seen']> | undefined;
  readonly cardBlocked: boolean;
  readonly versions: Versions;
  /** All but `tap`, which the caller adds. */
  readonly facts: AccessFacts;
}

export interface Versions {
  readonly machineId: string;
  readonly machine: number;
  readonly member: number | undefined;
  readonly groupId: string | undefined;
  readonly group: number | undefined;
}

export interface OpenSession {
  readonly address: GateAddress;
  readonly machineId: string;
  readonly memberId: string;
  readonly language: Language;
  readonly session: Session;
  readonly version: number;
  /** The gate's own uptime when it was heard last, and when that was. */
  readonly heard: { readonly upMs: number; readonly at: number } | undefined;
  readonly report: Report | undefined;
}

export interface SessionSnapshot extends OpenSession {
  readonly facts: AccessFacts;
  readonly hardEnd: number | undefined;
  /** The end that its member could reckon with so far. */
  readonly knownEnd: number | undefined;
  readonly bookingLost: boolean;
  readonly displaced: boolean;
}

export interface TapRecord {
  readonly id: string;
  readonly gateId: string;
  readonly boot: number;
  readonly n: number;
  readonly now: number;
  readonly upMs: number;
  readonly ageMs: number;
  readonly cardId: string | undefined;
  readonly memberId: string | undefined;
  readonly verdict: 'allow' | 'deny' | 'info';
  readonly code: string;
  readonly refusals: readonly unknown[];
  readonly sessionId: string | undefined;
  readonly bookingId: string | undefined;
}

const ms = (at: Date | null): number | undefined => at?.getTime();
const date = (at: number | undefined): Date | null => (at === undefined ? null : new Date(at));

@Injectable()
export class AccessRepository {
  constructor(
    private readonly db: Database,
    @Inject('config') private readonly config: Pick<ServiceConfig, 'timeZone'>,
  ) {}

  async loadTap(
    gateSlug: string,
    cardDigest: Uint8Array,
    boot: number,
    n: number,
    now: number,
  ): Promise<TapSnapshot | undefined> {
    const [row] = await this.db.prepared<TapRow>(tapFacts.name, tapFacts.sql, [
      date(now),
      gateSlug,
      cardDigest,
      boot,
      n,
    ]);
    if (row === undefined) return undefined;
    return {
      address: addressOf(row),
      language: row.language ?? undefined,
      cardId: row.card_id ?? undefined,
      boot: row.boot ?? undefined,
      previous: row.previous ?? undefined,
      unknownCardsLastMinute: row.unknown_count,
      cardBlocked: row.blocked_at !== null,
      seen: row.seen ?? undefined,
      versions: versionsOf(row),
      facts: factsOf(row, now, this.config.timeZone),
    };
  }

  async loadPreview(
    machineId: string,
    memberId: string,
    at: number,
  ): Promise<{ readonly facts: AccessFacts; readonly versions: Versions } | undefined> {
    const [row] = await this.db.prepared<FactRow>(previewFacts.name, previewFacts.sql, [date(at), machineId, memberId]);
    return row && { facts: factsOf(row, at, this.config.timeZone), versions: versionsOf(row) };
  }

  /** Every open session with its facts. */
  async loadSessionFacts(now: number): Promise<SessionSnapshot[]> {
    const rows = await this.db.prepared<SessionRow>(sessionFacts.name, sessionFacts.sql, [date(now)]);
    return rows.map((row) => sessionSnapshotOf(row, now, this.config.timeZone));
  }

  /** Open sessions, of some gates or all, without the facts that a decision needs. */
  async loadOpenSessions(gateIds?: readonly string[]): Promise<OpenSession[]> {
    const rows = await this.db.prepared<OpenSessionRow>(openSessions.name, openSessions.sql, [gateIds ?? null]);
    return rows.map(openSessionOf);
  }

  async recordTap(tap: TapRecord): Promise<boolean> {
    return (await this.db.prepared(recordTap.name, recordTap.sql, tapParams(tap))).length > 0;
  }

  /** The seq of the first lease; undefined: lost a race, or recorded before. */
  async startSession(
    tap: TapRecord,
    versions: Versions,
    hardEnd: number | undefined,
    books: boolean,
  ): Promise<number | undefined> {
    const [row] = await this.db.prepared<{ seq: number }>(startSession.name, startSession.sql, [
      ...tapParams(tap),
      ...versionParams(versions),
      date(hardEnd),
      books,
    ]);
    return row?.seq;
  }

  async stopSession(tap: TapRecord, sessionId: string, reason: string): Promise<number | undefined> {
    const [row] = await this.db.prepared<{ seq: number }>(stopSession.name, stopSession.sql, [
      ...tapParams(tap),
      sessionId,
      reason,
    ]);
    return row?.seq;
  }

  async extendBooking(tap: TapRecord, versions: Versions, until: number): Promise<boolean> {
    const params = [...tapParams(tap), ...versionParams(versions), date(until)];
    return (await this.db.prepared(extendBooking.name, extendBooking.sql, params)).length > 0;
  }
}

function tapParams(tap: TapRecord): unknown[] {
  return [
    tap.id,
    tap.gateId,
    tap.boot,
    tap.n,
    date(tap.now),
    tap.upMs,
    Math.round(tap.ageMs),
    tap.cardId ?? null,
    tap.memberId ?? null,
    tap.verdict,
    tap.code,
    JSON.stringify(tap.refusals),
    tap.sessionId ?? null,
    tap.bookingId ?? null,
  ];
}

const versionsOf = (row: FactRow): Versions => ({
  machineId: row.machine_id,
  machine: row.machine_version,
  member: row.member_version ?? undefined,
  groupId: row.exclusive_group_id ?? undefined,
  group: row.group_version ?? undefined,
});

const versionParams = (versions: Versions): unknown[] => [
  versions.machineId,
  versions.member ?? null,
  versions.machine,
  versions.groupId ?? null,
  versions.group ?? null,
];

function factsOf(row: FactRow, now: number, zone: string): AccessFacts {
  const { needed } = approval.read(settingOf(row.settings ?? [], approval.code).settings);
  // An offer is taken up by a tap, but nobody has approved it yet.
  const bookings = (row.bookings ?? []).map(({ offered, ...one }) => ({
    ...one,
    held: one.held || (offered && needed),
  }));
  return {
    now,
    zone,
    tap: undefined,
    member:
      row.member_id === null
        ? undefined
        : { id: row.member_id, suspended: row.suspended_at !== null, membershipUntil: ms(row.membership_until) },
    machine: {
      id: row.machine_id,
      hazard: row.hazard,
      bookingMode: row.booking_mode,
      outOfOrderSince: ms(row.out_of_order_at),
    },
    gate: gateOf(row),
    closures: row.closures ?? [],
    outages: row.outages ?? [],
    openingHours: openingHoursOf(row.settings ?? []),
    openingHoursSetAt: settingOf(row.settings ?? [], 'outside-opening-hours').changedAt,
    supervisorAskedAt: settingOf(row.settings ?? [], 'supervisor-required').changedAt,
    supervisorMissing: !row.supervised && supervisorNeeded(row.settings ?? []),
    certificates: certificateFactsOf(row.certificates),
    session: sessionOf(row),
    elsewhere: (row.elsewhere ?? []).map((machineName) => ({ machineName })),
    memberSessionsMax: row.member_sessions_max,
    groupInUse: row.group_machine_name === null ? undefined : { machineName: row.group_machine_name },
    booking: bookings.find(({ from }) => from <= now),
    nextBooking: bookings.find(({ from }) => from > now),
  };
}

const supervisorNeeded = (stored: readonly StoredSetting[]): boolean =>
  supervisorSettings.parse(settingOf(stored, 'supervisor-required').settings).needed;

function gateOf(row: FactRow): GateFacts | undefined {
  if (row.gate_id === null) return undefined;
  return {
    contactAt: ms(row.contact_at),
    online: row.online === true,
    estop: row.estop === true,
    on: row.is_on === true,
    fault: forbidsPower(row.fault) ? row.fault : undefined,
    failSafeClass: row.fail_safe_class ?? 'C',
  };
}

function sessionOf(row: FactRow): SessionFacts | undefined {
  if (row.session_id === null || row.session_member_id === null || row.session_state === null) return undefined;
  return {
    id: row.session_id,
    memberId: row.session_member_id,
    memberName: row.session_member_name ?? '',
    state: row.session_state,
    until: ms(row.session_until),
  };
}

function sessionSnapshotOf(row: SessionRow, now: number, zone: string): SessionSnapshot {
  const facts = factsOf(row, now, zone);
  const live =
    row.own_booking_state === 'confirmed' || row.own_booking_state === 'in_use' || row.own_booking_state === 'done';
  const bookingLost = row.own_booking_id !== null && (!live || (row.own_booking_from?.getTime() ?? now) > now);
  const theirs = facts.booking !== undefined && facts.booking.memberId !== row.member_id;
  // Who was warned of the next booking has had the time to stop.
  const displaced = row.own_booking_id === null && theirs && row.warned_minutes !== warnMinutes.at(-1);
  const others = theirs ? (displaced ? undefined : now) : facts.nextBooking?.from;
  return {
    ...openSessionOf(row),
    // The card that started it is judged on; whether a tap is old or a reader is paused is no matter any more.
    facts: {
      ...facts,
      session: undefined,
      tap:
        row.card_id === null
          ? undefined
          : {
              ageMs: 0,
              superseded: false,
              card: { blocked: row.blocked_at !== null },
              unknownCardsLastMinute: 0,
              previous: undefined,
            },
    },
    hardEnd: row.own_booking_to === null ? others : endOf(row, row.own_booking_to.getTime(), now),
    knownEnd: ms(row.known_end),
    bookingLost,
    displaced,
  };
}

function endOf(row: SessionRow, bookedTo: number, now: number): number {
  const { minutes } = overrun.read(settingOf(row.settings ?? [], overrun.code).settings);
  const power =
    row.power_w === null || row.power_at === null ? undefined : { w: row.power_w, at: row.power_at.getTime() };
  const next = row.bookings?.find(({ id, from }) => id !== row.own_booking_id && from >= bookedTo);
  return sessionEnd(bookedTo, now, row, { busyFromW: row.busy_from_w ?? undefined, power }, minutes, next);
}

function openSessionOf(row: OpenSessionRow): OpenSession {
  return {
    address: addressOf(row),
    machineId: row.machine_id,
    memberId: row.member_id,
    language: row.language,
    version: row.version,
    session: {
      id: row.id,
      boot: row.session_boot,
      state: row.state,
      openedAt: row.opened_at.getTime(),
      leaseSeq: row.lease_seq,
      leaseSentAt: row.lease_sent_at.getTime(),
      confirmedAt: ms(row.confirmed_at),
      renewedAt: ms(row.renewed_at),
      withdrawn:
        row.withdrawn_at === null ? undefined : { since: row.withdrawn_at.getTime(), code: row.withdrawn_code ?? '' },
      warnedMinutes: row.warned_minutes ?? undefined,
      endingAt: ms(row.ending_at),
      endReason: row.end_reason ?? undefined,
      closedAt: ms(row.closed_at),
    },
    heard:
      row.contact_at === null || row.reported_at === null
        ? undefined
        : { upMs: row.reported_up_ms ?? 0, at: row.reported_at.getTime() },
    report: reportOf(row),
  };
}

function reportOf(row: OpenSessionRow): Report | undefined {
  const at = row.reported_at ?? row.contact_at;
  if (row.boot === null || at === null) return undefined;
  return {
    at: at.getTime(),
    boot: row.boot,
    seq: row.reported_seq ?? 0,
    on: row.is_on === true,
    sessionId: row.reported_session_id ?? undefined,
    cause: row.cause ?? 'off',
    changedAt: (row.changed_at ?? at).getTime(),
  };
}
