import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { verify } from '@node-rs/argon2';
import type { DemoGateRequest, DemoTapAnswer, DemoTapRequest, DemoView } from '../../contracts/http/index.js';
import type { Refusal } from '../../core/refusal.js';
import { renderRefusal } from '../../core/words/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { isLoopback } from '../../platform/config/loopback.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import type { ServiceConfig } from '../../service-config.js';
import { demoPassword, type ServiceSecrets } from '../../service-secrets.js';
import { hashPassword } from '../auth/index.js';
import { type DemoGate, writeBridgeFile } from './bridge-file.js';
import { BridgeSocket } from './bridge-socket.js';
import { renewCalendar } from './demo-calendar.js';
import { demoMachines } from './demo-machines.js';
import { demoCardOwner, demoCards, demoEmail, demoMembers } from './demo-people.js';
import { demoCardUid } from './demo-card-uid.js';
import { seedWorkshop } from './demo-seed.js';

const seedLock = 4_711_002;
const addresses = demoMembers.map(({ key }) => demoEmail(key));

/** A workshop to play with, on loopback only: its accounts share a password and anybody may tap anybody's card. */
@Injectable()
export class DemoService implements OnModuleInit {
  private readonly bridge: BridgeSocket;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    @Inject('config') private readonly config: ServiceConfig,
    @Inject('secrets') private readonly secrets: ServiceSecrets,
  ) {
    this.bridge = new BridgeSocket(config.demoBridge.socket);
  }

  async onModuleInit(): Promise<void> {
    if (this.config.demo) await this.prepare();
  }

  /** Fills an empty database; at each start sets the password, puts the bookings around now and writes the bridge's file. */
  private async prepare(): Promise<void> {
    const { http, mqtt, secretsDir } = this.config;
    if (!isLoopback(http.host)) {
      throw new Error(
        'The demo workshop runs on loopback only: leave BRAMA_HTTP_HOST at 127.0.0.1, or BRAMA_DEMO at 0.',
      );
    }
    const uidOf = (key: string): string => demoCardUid(secretsDir, key);
    const gates = await this.db.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock($1)`, [seedLock]);
      const now = this.clock.wallMs();
      const passwordHash = await this.passwordHash(tx);
      if (!(await hasMembers(tx))) {
        await seedWorkshop(tx, { now, ids: this.ids, passwordHash, secrets: this.secrets, uidOf });
      }
      await tx.query(
        `update member set password_hash = $1 where lower(email) = any ($2) and password_hash is distinct from $1`,
        [passwordHash, addresses],
      );
      await renewCalendar(tx, now, this.ids);
      return await demoGates(tx);
    });
    const mqttUrl = mqtt.url ?? `mqtt://${mqtt.embedded.host}:${mqtt.embedded.port}`;
    writeBridgeFile(this.config, mqttUrl, gates, this.secrets.gateMaster, uidOf);
  }

  async view(): Promise<DemoView> {
    this.requireDemo();
    const machines = await this.db.query<{ slug: string; machine_id: string }>(
      `select slug, machine_id from gate where retired_at is null`,
    );
    const machineOf = new Map(machines.map((row) => [row.slug, row.machine_id]));
    const gates = await this.bridge.gates();
    return {
      cards: demoCards.map((card) => ({ key: card.key, memberName: demoCardOwner(card), note: card.note })),
      gates: gates.flatMap((gate) => {
        const machineId = machineOf.get(gate.slug);
        return machineId === undefined ? [] : [{ ...gate, machineId }];
      }),
    };
  }

  /** What the reader showed, and every refusal that was written with the tap. */
  async tap({ gate, card }: DemoTapRequest): Promise<DemoTapAnswer> {
    this.requireDemo();
    requireGate(gate);
    if (!demoCards.some(({ key }) => key === card)) throw new Failure('not-found');
    const tapped = await this.bridge.tap(gate, card);
    const answer = tapped?.answer ?? null;
    return {
      answered: answer !== null,
      verdict: answer?.verdict ?? null,
      code: answer?.code ?? null,
      light: answer?.light ?? null,
      text: answer?.text ?? null,
      refusals: tapped === undefined ? [] : await this.refusalsOf(gate, tapped.boot, tapped.n),
    };
  }

  async act({ gate, action }: DemoGateRequest): Promise<void> {
    this.requireDemo();
    requireGate(gate);
    await this.bridge.act(gate, action);
  }

  private async refusalsOf(gate: string, boot: number, n: number): Promise<DemoTapAnswer['refusals']> {
    const [row] = await this.db.query<{ refusals: Refusal[] }>(
      `select t.refusals from tap t join gate g on g.id = t.gate_id where g.slug = $1 and t.boot = $2 and t.n = $3`,
      [gate, boot, n],
    );
    return (row?.refusals ?? []).map((refusal) => renderRefusal(refusal, this.config.timeZone));
  }

  /** The one that is kept while it still fits: a hash anew would be another one. */
  private async passwordHash(tx: Transaction): Promise<string> {
    const password = demoPassword(this.config);
    const [kept] = await tx.query<{ hash: string | null }>(
      `select password_hash as hash from member where lower(email) = $1`,
      [demoEmail('admin')],
    );
    const fits = kept?.hash != null && (await verify(kept.hash, password));
    return fits ? kept.hash! : await hashPassword(password);
  }

  private requireDemo(): void {
    if (!this.config.demo) throw new Failure('not-found');
  }
}

function requireGate(slug: string): void {
  if (!demoMachines.some((machine) => machine.slug === slug)) throw new Failure('not-found');
}

async function hasMembers(tx: Transaction): Promise<boolean> {
  const [row] = await tx.query<{ some: boolean }>(`select exists (select from member) as some`);
  return row?.some === true;
}

async function demoGates(tx: Transaction): Promise<DemoGate[]> {
  return await tx.query<DemoGate & Record<string, unknown>>(
    `select id, slug, credential_version as "credentialVersion" from gate
     where slug = any ($1) and signed and retired_at is null order by id`,
    [demoMachines.map(({ slug }) => slug)],
  );
}
