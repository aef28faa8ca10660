import { randomUUID } from 'node:crypto';
import type { Bilingual, Booking, Language, Machine, Role } from '../../src/contracts/http/index.js';
import type { Transaction } from '../../src/platform/database/database.js';

/** What rows are written through: a `Database` or a `Transaction`. */
type Rows = Pick<Transaction, 'query'>;

const hourMs = 60 * 60_000;
export const both = (text: string): Bilingual => ({ pl: text, en: text });
const at = (ms: number | null | undefined): Date | null => (ms === null || ms === undefined ? null : new Date(ms));
let made = 0;
const unique = (): string => `${(made += 1)}-${randomUUID().slice(0, 8)}`;

export interface MemberRow {
  readonly name?: string;
  readonly email?: string;
  readonly roles?: readonly Role[];
  readonly language?: Language;
  readonly suspendedAt?: number | null;
  readonly membershipUntil?: number | null;
}

/** Builders write one row each, valid unless told otherwise, and answer its id. Times are ms since the epoch. */
export async function addMember(db: Rows, row: MemberRow = {}): Promise<string> {
  const id = randomUUID();
  await db.query(
    `insert into member (id, name, email, roles, language, suspended_at, membership_until) values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      id,
      row.name ?? 'Anna Próbna',
      row.email ?? `member-${unique()}@brama.example`,
      row.roles ?? ['member'],
      row.language ?? 'pl',
      at(row.suspendedAt),
      at(row.membershipUntil),
    ],
  );
  return id;
}

export interface CardRow {
  readonly memberId: string;
  readonly digest: Buffer;
  readonly siteDigest?: Buffer;
  readonly tech?: string;
  readonly blockedAt?: number | null;
}

export async function addCard(db: Rows, row: CardRow): Promise<string> {
  const id = randomUUID();
  await db.query(
    `insert into card (id, member_id, tech, label, digest, site_digest, blocked_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      id,
      row.memberId,
      row.tech ?? 'virtual',
      `card ${unique()}`,
      row.digest,
      row.siteDigest ?? row.digest,
      at(row.blockedAt),
    ],
  );
  return id;
}

export async function addCompetency(db: Rows, name = both('Laser'), procedureVersion = 1): Promise<string> {
  const id = randomUUID();
  await db.query(`insert into competency (id, name, procedure_version) values ($1, $2, $3)`, [
    id,
    name,
    procedureVersion,
  ]);
  return id;
}

export interface CertificateRow {
  readonly memberId: string;
  readonly competencyId: string;
  readonly issuedAt?: number;
  readonly issuedBy?: string | null;
  readonly procedureVersion?: number;
  readonly validUntil?: number | null;
}

export async function addCertificate(db: Rows, row: CertificateRow): Promise<string> {
  const id = randomUUID();
  await db.query(
    `insert into certificate (id, member_id, competency_id, issued_by, issued_at, procedure_version, valid_until)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      id,
      row.memberId,
      row.competencyId,
      row.issuedBy ?? null,
      new Date(row.issuedAt ?? Date.UTC(2020, 0, 1)),
      row.procedureVersion ?? 1,
      at(row.validUntil),
    ],
  );
  return id;
}

export interface MachineRow {
  readonly slug?: string;
  readonly name?: Bilingual;
  readonly hazard?: Machine['hazard'];
  readonly bookingMode?: Machine['bookingMode'];
  readonly exclusiveGroupId?: string | null;
  readonly outOfOrderAt?: number | null;
  readonly competencyIds?: readonly string[];
}

export async function addMachine(db: Rows, row: MachineRow = {}): Promise<string> {
  const id = randomUUID();
  await db.query(
    `insert into machine (id, slug, name, hazard, booking_mode, exclusive_group_id, out_of_order_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      id,
      row.slug ?? `machine-${unique()}`,
      row.name ?? both('Maszyna'),
      row.hazard ?? 'low',
      row.bookingMode ?? 'required',
      row.exclusiveGroupId ?? null,
      at(row.outOfOrderAt),
    ],
  );
  await db.query(`insert into machine_competency (machine_id, competency_id) select $1, unnest($2::uuid[])`, [
    id,
    row.competencyIds ?? [],
  ]);
  return id;
}

export async function addExclusiveGroup(db: Rows, name = both('Grupa')): Promise<string> {
  const id = randomUUID();
  await db.query(`insert into exclusive_group (id, name) values ($1, $2)`, [id, name]);
  return id;
}

export interface BookingRow {
  readonly machineId: string;
  readonly memberId: string;
  readonly from: number;
  /** An hour later, unless named. */
  readonly to?: number;
  readonly state?: Booking['state'];
  readonly expiresAt?: number | null;
}

export async function addBooking(db: Rows, row: BookingRow): Promise<string> {
  const id = randomUUID();
  await db.query(
    `insert into booking (id, machine_id, member_id, during, state, expires_at, created_by)
     values ($1, $2, $3, tstzrange($4, $5), $6, $7, $3)`,
    [
      id,
      row.machineId,
      row.memberId,
      new Date(row.from),
      new Date(row.to ?? row.from + hourMs),
      row.state ?? 'confirmed',
      at(row.expiresAt),
    ],
  );
  return id;
}

export interface GateRow {
  readonly machineId: string;
  readonly slug?: string;
  readonly signed?: boolean;
  /** Undefined: no drill is recorded. */
  readonly failSafeClass?: 'A' | 'B' | 'C' | 'D';
}

export async function addGate(db: Rows, row: GateRow): Promise<string> {
  const id = randomUUID();
  await db.query(`insert into gate (id, slug, machine_id, signed) values ($1, $2, $3, $4)`, [
    id,
    row.slug ?? `gate-${unique()}`,
    row.machineId,
    row.signed ?? false,
  ]);
  if (row.failSafeClass !== undefined) {
    await db.query(`insert into gate_drill (id, gate_id, fail_safe_class, done_at) values ($1, $2, $3, $4)`, [
      randomUUID(),
      id,
      row.failSafeClass,
      new Date(Date.UTC(2020, 0, 1)),
    ]);
  }
  return id;
}

export async function addClosure(db: Rows, from: number, to: number, reason = both('Święto')): Promise<string> {
  const id = randomUUID();
  await db.query(`insert into closure (id, during, reason) values ($1, tstzrange($2, $3), $4)`, [
    id,
    new Date(from),
    new Date(to),
    reason,
  ]);
  return id;
}
