import { Client } from 'pg';
import { tokenDigest } from '../../src/modules/auth/index.js';
import { cardDigest } from '../../src/modules/members/index.js';
import { cardsPerMember, certifiedPerMachine, machines, membersPerMachine, slugOf, uidOf } from './numbers.js';

/** Machines with their gates, members with cards and certificates. All in one competency. */
export async function seedWorkshop(ownerUrl: string, pepper: Uint8Array): Promise<void> {
  await withClient(ownerUrl, async (db) => {
    await db.query(
      `insert into competency (id, name) values ('00000000-0000-7000-8000-000000000001', '{"pl": "Laser", "en": "Laser"}')`,
    );
    await db.query(
      `insert into machine (id, slug, name, hazard, booking_mode)
       select ('10000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'machine-' || i,
         jsonb_build_object('pl', 'Maszyna ' || i, 'en', 'Machine ' || i), 'low', 'open'
       from generate_series(0, $1::int - 1) i`,
      [machines],
    );
    await db.query(
      `insert into machine_competency (machine_id, competency_id)
       select id, '00000000-0000-7000-8000-000000000001' from machine`,
    );
    await db.query(
      `insert into gate (id, slug, machine_id)
       select ('20000000-0000-7000-8000-' || lpad((i - 1)::text, 12, '0'))::uuid, slug,
         ('10000000-0000-7000-8000-' || lpad((i - 1)::text, 12, '0'))::uuid
       from unnest($1::text[]) with ordinality as g (slug, i)`,
      [Array.from({ length: machines }, (_, machine) => slugOf(machine))],
    );
    await db.query(
      `insert into member (id, name, email, roles)
       select ('30000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'Osoba ' || i, 'member-' || i || '@brama.example',
         array['member'] from generate_series(0, $1::int - 1) i`,
      [machines * membersPerMachine],
    );
    await db.query(
      `insert into certificate (id, member_id, competency_id, issued_at, procedure_version)
       select gen_random_uuid(), ('30000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid,
         '00000000-0000-7000-8000-000000000001', '2020-01-01', 1
       from generate_series(0, $1::int - 1) i where i % $2::int < $3::int`,
      [machines * membersPerMachine, membersPerMachine, certifiedPerMachine],
    );
    await seedCards(db, pepper);
  });
}

async function seedCards(db: Client, pepper: Uint8Array): Promise<void> {
  const members: number[] = [];
  const digests: Buffer[] = [];
  for (let machine = 0; machine < machines; machine += 1) {
    for (let member = 0; member < membersPerMachine; member += 1) {
      for (let card = 0; card < cardsPerMember; card += 1) {
        members.push(machine * membersPerMachine + member);
        digests.push(cardDigest(pepper, 'iso14443a', uidOf(machine, member, card)));
      }
    }
  }
  await db.query(
    `insert into card (id, member_id, tech, label, digest, site_digest)
     select gen_random_uuid(), ('30000000-0000-7000-8000-' || lpad(i.member::text, 12, '0'))::uuid, 'iso14443a', 'karta',
       i.digest, i.digest from unnest($1::int[], $2::bytea[]) as i (member, digest)`,
    [members, digests],
  );
}

export const machineId = (machine: number): string => `10000000-0000-7000-8000-${String(machine).padStart(12, '0')}`;
export const memberId = (member: number): string => `30000000-0000-7000-8000-${String(member).padStart(12, '0')}`;
/** What the browser of member `member` holds. */
export const signInOf = (member: number): string => `bench-sign-in-of-member-${member}`;

export async function seedSignIns(ownerUrl: string): Promise<void> {
  const members = Array.from({ length: machines * membersPerMachine }, (_, member) => member);
  await withClient(ownerUrl, async (db) => {
    await db.query(
      `insert into sign_in (id, token_digest, member_id, created_at, last_seen_at, expires_at)
       select gen_random_uuid(), t.digest, t.member_id, $3, $3, $3::timestamptz + interval '1 day'
       from unnest($1::bytea[], $2::uuid[]) as t (digest, member_id)`,
      [members.map((member) => tokenDigest(signInOf(member))), members.map(memberId), new Date()],
    );
  });
}

/** Past bookings of an hour each, and as many taps, spread over all machines. `from` are there already. */
export async function seedPast(ownerUrl: string, from: number, to: number): Promise<void> {
  await withClient(ownerUrl, async (db) => {
    // Each machine's hours, going back from the day before yesterday.
    await db.query(
      `insert into booking (id, machine_id, member_id, during, state)
       select gen_random_uuid(), ('10000000-0000-7000-8000-' || lpad((i % $3)::text, 12, '0'))::uuid,
         ('30000000-0000-7000-8000-' || lpad((i % $3 * $4 + i / $3 % $4)::text, 12, '0'))::uuid,
         tstzrange(t.start, t.start + interval '1 hour'), 'done'
       from generate_series($1::int, $2::int - 1) i,
         lateral (select date_trunc('hour', $5::timestamptz) - make_interval(hours => 48 + i / $3) as start) t`,
      [from, to, machines, membersPerMachine, new Date()],
    );
    await db.query(
      `insert into tap (id, gate_id, boot, n, received_at, up_ms, age_ms, card_id, member_id, verdict, code)
       select gen_random_uuid(), ('20000000-0000-7000-8000-' || lpad((i % $3)::text, 12, '0'))::uuid, 1, i / $3 + 1,
         $4::timestamptz - make_interval(hours => 48 + i / $3), i, 0, c.id, c.member_id, 'allow', 'ok'
       from generate_series($1::int, $2::int - 1) i,
         lateral (select id, member_id from card
           where member_id = ('30000000-0000-7000-8000-' || lpad((i % $3 * $5 + i / $3 % $5)::text, 12, '0'))::uuid limit 1) c`,
      [from, to, machines, new Date(), membersPerMachine],
    );
    await db.query('vacuum analyze');
  });
}

export async function withClient<T>(url: string, work: (db: Client) => Promise<T>): Promise<T> {
  const db = new Client(url);
  await db.connect();
  try {
    return await work(db);
  } finally {
    await db.end();
  }
}
