import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { Api } from '../../support/api.js';
import { startMosquitto, type Mosquitto } from '../../support/broker.js';
import { PlayedGate } from '../../support/played-gate.js';
import { type TestDatabase, testDatabase } from '../../support/postgres.js';
import { Service } from '../../support/service.js';
import { until } from '../../support/wait.js';

/** Where the attacks run: two replicas on mosquitto, or one with the embedded broker. */
export type StageKind = 'embedded' | 'mosquitto';
export const stageKinds: readonly StageKind[] = ['embedded', 'mosquitto'];

const hour = 3_600_000;

export interface Seat {
  readonly machineId: string;
  readonly gate: PlayedGate;
}

export class Stage {
  private readonly gates: PlayedGate[] = [];
  private made = 0;

  private constructor(
    readonly kind: StageKind,
    readonly services: readonly Service[],
    readonly api: Api,
    readonly db: Pool,
    readonly broker: Mosquitto | undefined,
    readonly database: TestDatabase,
  ) {}

  /** `between` puts something between the services and mosquitto, and gives its port; gates go to mosquitto itself. */
  static async open(
    kind: StageKind,
    {
      replicas = kind === 'mosquitto' ? 2 : 1,
      between,
    }: { readonly replicas?: number; readonly between?: (port: number) => Promise<number> } = {},
  ): Promise<Stage> {
    const database = await testDatabase();
    const broker = kind === 'mosquitto' ? await startMosquitto() : undefined;
    const secretsDir = await mkdtemp(join(tmpdir(), 'brama-secrets-'));
    const mqtt = broker && {
      admin: broker.admin,
      url: `mqtt://127.0.0.1:${(await between?.(broker.port)) ?? broker.port}`,
    };
    const options = { databaseUrl: database.url, secretsDir, ...(mqtt && { mqtt }) };
    const first = await Service.start(options);
    const api = await Api.firstAdmin(first.url, await first.adminToken());
    const services = [first];
    while (services.length < replicas) services.push(await Service.start(options));
    const db = new Pool({ connectionString: database.superuserUrl, max: 4 });
    db.on('error', () => undefined);
    return new Stage(kind, services, api, db, broker, database);
  }

  get service(): Service {
    return this.services[0]!;
  }

  secret(name: string): Buffer {
    return Buffer.from(readFileSync(join(this.service.secretsDir, name), 'utf8').trim(), 'base64url');
  }

  /** A machine with a played gate, connected. */
  async seat(changes: Record<string, unknown> = {}): Promise<Seat> {
    this.made += 1;
    const slug = `gate-${this.made}`;
    const { id } = await this.api.machine(slug, changes);
    const made = await this.api.gate(id, slug);
    const gate = await new PlayedGate({
      slug,
      password: made.password,
      mqttUrl: this.broker?.url ?? this.service.mqttUrl,
    }).connect();
    this.gates.push(gate);
    return { machineId: id, gate };
  }

  /** A member who may use the machine now. */
  async booked(name: string, { machineId }: Pick<Seat, 'machineId'>): Promise<Awaited<ReturnType<Api['member']>>> {
    const member = await this.api.member(name);
    await this.api.book(machineId, member.id, Date.now() + 400, Date.now() + hour);
    await this.db.query(
      `update booking set during = tstzrange(lower(during) - interval '1 minute', upper(during)) where machine_id = $1 and member_id = $2`,
      [machineId, member.id],
    );
    return member;
  }

  /** Machines with gates, all alike. */
  async seats(count: number, changes: Record<string, unknown> = {}): Promise<Seat[]> {
    const seats: Seat[] = [];
    while (seats.length < count) seats.push(await this.seat(changes));
    return seats;
  }

  /** As if the last round had never been: no session, no tap that could be the same one, every right given back. */
  async reset({ machineId, gate }: Seat): Promise<void> {
    await this.db.query(
      `with s as (update session set state = 'closed', end_reason = 'round-over', closed_at = clock_timestamp(), version = version + 1
         where machine_id = $1 and closed_at is null),
       t as (delete from tap where gate_id = (select id from gate where machine_id = $1))
       update machine set out_of_order_at = null, out_of_order_reason = null, version = version + 1 where id = $1`,
      [machineId],
    );
    await until(() => !gate.on, { deadlineMs: 4_000, what: `${gate.credential.slug} to be off after its round` });
  }

  /** Sessions open on a machine, as the database holds them. */
  async open(
    machineId: string,
  ): Promise<{ id: string; state: string; confirmed_at: Date | null; withdrawn_at: Date | null }[]> {
    const { rows } = await this.db.query(
      'select id, state, confirmed_at, withdrawn_at from session where machine_id = $1 and closed_at is null',
      [machineId],
    );
    return rows as { id: string; state: string; confirmed_at: Date | null; withdrawn_at: Date | null }[];
  }

  /** The last session of a machine. */
  async lastSession(
    machineId: string,
  ): Promise<{ state: string; end_reason: string | null; closed_at: Date | null } | undefined> {
    const { rows } = await this.db.query(
      'select state, end_reason, closed_at from session where machine_id = $1 order by opened_at desc limit 1',
      [machineId],
    );
    return rows[0] as { state: string; end_reason: string | null; closed_at: Date | null } | undefined;
  }

  async close(): Promise<void> {
    for (const gate of this.gates) await gate.disconnect();
    for (const service of this.services) await service.stop();
    await this.broker?.stop();
    await this.db.end();
    await this.database.drop();
  }
}
