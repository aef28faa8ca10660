import type { IdSource } from '../../platform/ids/ids.js';
import type { Transaction } from '../../platform/database/database.js';
import { cardDigest, cardSiteDigest } from '../members/index.js';
import {
  demoCompetencies,
  type DemoCompetency,
  demoGroupName,
  type DemoMachine,
  demoMachines,
  demoWorkshopName,
} from './demo-machines.js';
import { demoMachineGroup, demoSettings } from './demo-rules.js';
import { type DemoCard, demoCards, demoEmail, type DemoMember, demoMembers } from './demo-people.js';

const dayMs = 24 * 60 * 60_000;

export interface SeedInput {
  readonly now: number;
  readonly ids: IdSource;
  readonly passwordHash: string;
  readonly secrets: { readonly cardPepper: Uint8Array; readonly siteKey: Uint8Array };
  readonly uidOf: (cardKey: string) => string;
}

/** The whole demo workshop but its calendar, in the transaction given. */
export async function seedWorkshop(tx: Transaction, input: SeedInput): Promise<void> {
  await tx.query(`update workshop set name = $1`, [demoWorkshopName]);
  const memberIds = new Map(demoMembers.map(({ key }) => [key, input.ids.next()]));
  for (const member of demoMembers) await seedMember(tx, input, member, memberIds.get(member.key)!);
  for (const card of demoCards) await seedCard(tx, input, card, memberIds);
  const competencyIds = await seedCompetencies(tx, input);
  await seedCertificates(tx, input, memberIds, competencyIds);
  const groupId = input.ids.next();
  await tx.query(`insert into exclusive_group (id, name) values ($1, $2)`, [groupId, demoGroupName]);
  for (const machine of demoMachines) {
    const machineId = input.ids.next();
    await seedMachine(tx, input, machine, machineId, groupId, competencyIds);
    await seedGate(tx, input, machine, machineId, memberIds.get('staff')!);
  }
  await seedRules(tx, input, memberIds.get('admin')!);
}

async function seedRules(tx: Transaction, { now, ids }: SeedInput, by: string): Promise<void> {
  const groupId = ids.next();
  const { name, machines } = demoMachineGroup;
  await tx.query(`insert into machine_group (id, name, created_at) values ($1, $2, $3)`, [
    groupId,
    name,
    new Date(now),
  ]);
  await tx.query(`update machine set machine_group_id = $1 where slug = any ($2)`, [groupId, machines]);
  for (const { rule, machine, ofGroup, settings } of demoSettings) {
    await tx.query(
      `insert into booking_setting (id, rule, machine_id, machine_group_id, settings, changed_at, changed_by)
       values ($1, $2, (select id from machine where slug = $3), $4, $5, $6, $7)`,
      [ids.next(), rule, machine ?? null, ofGroup === true ? groupId : null, settings, new Date(now), by],
    );
  }
}

async function seedMember(tx: Transaction, { now, passwordHash }: SeedInput, member: DemoMember, id: string) {
  const { membershipDays, suspendedReason } = member;
  await tx.query(
    `insert into member (id, name, email, password_hash, language, roles, membership_until, suspended_at, suspended_reason, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      member.name,
      demoEmail(member.key),
      passwordHash,
      member.language ?? 'pl',
      member.roles,
      membershipDays === undefined ? null : new Date(now + membershipDays * dayMs),
      suspendedReason === undefined ? null : new Date(now - 3 * dayMs),
      suspendedReason ?? null,
      new Date(now),
    ],
  );
}

async function seedCard(
  tx: Transaction,
  { now, ids, secrets, uidOf }: SeedInput,
  card: DemoCard,
  memberIds: ReadonlyMap<string, string>,
): Promise<void> {
  if (card.member === undefined) return;
  const uid = uidOf(card.key);
  await tx.query(
    `insert into card (id, member_id, tech, label, digest, site_digest, blocked_at, blocked_reason, created_at)
     values ($1, $2, 'virtual', $3, $4, $5, $6, $7, $8)`,
    [
      ids.next(),
      memberIds.get(card.member.key)!,
      card.key,
      cardDigest(secrets.cardPepper, 'virtual', uid),
      cardSiteDigest(secrets.siteKey, 'virtual', uid),
      card.blockedReason === undefined ? null : new Date(now - dayMs),
      card.blockedReason ?? null,
      new Date(now),
    ],
  );
}

async function seedCompetencies(
  tx: Transaction,
  { now, ids }: SeedInput,
): Promise<ReadonlyMap<DemoCompetency, string>> {
  const made = new Map<DemoCompetency, string>();
  for (const [key, name] of Object.entries(demoCompetencies)) {
    const id = ids.next();
    await tx.query(`insert into competency (id, name, created_at) values ($1, $2, $3)`, [id, name, new Date(now)]);
    made.set(key as DemoCompetency, id);
  }
  return made;
}

/** Issued by the instructor a year ago; her own by the administrator. */
async function seedCertificates(
  tx: Transaction,
  { now, ids }: SeedInput,
  memberIds: ReadonlyMap<string, string>,
  competencyIds: ReadonlyMap<DemoCompetency, string>,
): Promise<void> {
  for (const { key, certificates } of demoMembers) {
    for (const [competency, days] of Object.entries(certificates)) {
      await tx.query(
        `insert into certificate (id, member_id, competency_id, issued_by, issued_at, procedure_version, valid_until)
         values ($1, $2, $3, $4, $5, 1, $6)`,
        [
          ids.next(),
          memberIds.get(key)!,
          competencyIds.get(competency as DemoCompetency)!,
          memberIds.get(key === 'instructor' ? 'admin' : 'instructor')!,
          new Date(now - 365 * dayMs),
          days === undefined ? null : new Date(now + days * dayMs),
        ],
      );
    }
  }
}

async function seedMachine(
  tx: Transaction,
  { now }: SeedInput,
  machine: DemoMachine,
  id: string,
  groupId: string,
  competencyIds: ReadonlyMap<DemoCompetency, string>,
): Promise<void> {
  const { slug, name, hazard, bookingMode, grouped, competencies } = machine;
  await tx.query(
    `insert into machine (id, slug, name, hazard, booking_mode, exclusive_group_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, slug, name, hazard, bookingMode, grouped === true ? groupId : null, new Date(now)],
  );
  await tx.query(`insert into machine_competency (machine_id, competency_id) select $1, unnest($2::uuid[])`, [
    id,
    competencies.map((key) => competencyIds.get(key)!),
  ]);
}

async function seedGate(
  tx: Transaction,
  { now, ids }: SeedInput,
  { slug, undrilled }: DemoMachine,
  machineId: string,
  drilledBy: string,
): Promise<void> {
  const gateId = ids.next();
  await tx.query(`insert into gate (id, slug, machine_id, signed, created_at) values ($1, $2, $3, true, $4)`, [
    gateId,
    slug,
    machineId,
    new Date(now),
  ]);
  if (undrilled === true) return;
  await tx.query(
    `insert into gate_drill (id, gate_id, fail_safe_class, done_at, done_by, note) values ($1, $2, 'A', $3, $4, $5)`,
    [ids.next(), gateId, new Date(now), drilledBy, 'Bramka wirtualna / virtual gate'],
  );
}
