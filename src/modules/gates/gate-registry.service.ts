import { Inject, Injectable } from '@nestjs/common';
import type {
  DrillRequest,
  Gate,
  GateCredential,
  GateRequest,
  ListQuery,
  Page,
  Provisioning,
} from '../../contracts/http/index.js';
import { gateOfflineAfterMs } from '../../core/numbers.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import type { ServiceSecrets } from '../../service-secrets.js';
import { AuditService } from '../audit/index.js';
import { BrokerAccess, type GateCredentialFacts, gateKey, gatePassword } from '../broker/index.js';
import { BramaEventBus } from '../events.js';
import { bumpMachines, lockCalendar } from '../machines/index.js';
import { notFitting } from '../not-fitting.js';
import { GateRepository } from './gate.repository.js';
import { LeaseLoop } from './lease-loop.js';

/**
 * Gates as people know them: registered, given a credential, drilled, retired. Each change raises the version of the machine,
 * so that a tap that was decided from what was so before is decided again.
 */
@Injectable()
export class GateRegistryService {
  constructor(
    private readonly db: Database,
    private readonly gates: GateRepository,
    private readonly broker: BrokerAccess,
    private readonly loop: LeaseLoop,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly audit: AuditService,
    private readonly events: BramaEventBus,
    @Inject('secrets') private readonly secrets: ServiceSecrets,
  ) {}

  async list(query: ListQuery): Promise<Page<Gate>> {
    return await this.gates.list(query, this.heardSince());
  }

  async get(id: string): Promise<Gate> {
    const gate = await this.gates.find(id, this.heardSince());
    if (gate === undefined) throw new Failure('not-found');
    return gate;
  }

  async register(by: string, request: GateRequest): Promise<GateCredential> {
    const id = this.ids.next();
    const { machineId } = request;
    const facts = await this.db.transaction(async (tx) => {
      if (!(await lockCalendar(tx, machineId))) throw notFitting('machineId', 'unknown-machine');
      const created = await this.gates.create(tx, id, new Date(this.clock.wallMs()), request);
      await this.conclude(tx, by, 'gate-registered', id, machineId, request);
      return created;
    });
    const provisioning = await this.broker.provision(facts);
    await this.events.emit('machine-changed', { machineId });
    return await this.credentialOf(facts, provisioning);
  }

  /** The old credential is void at once, and whoever is connected with it is disconnected. */
  async rotateCredential(by: string, id: string): Promise<GateCredential> {
    const facts = await this.change(id, async (tx, machineId) => {
      const rotated = await this.gates.rotate(tx, id);
      if (rotated === undefined) throw new Failure('not-found');
      await this.conclude(tx, by, 'gate-credential-rotated', id, machineId, {});
      return rotated;
    });
    const provisioning = await this.broker.provision(facts);
    return await this.credentialOf(facts, provisioning);
  }

  async recordDrill(by: string, id: string, drill: DrillRequest): Promise<Gate> {
    const machineId = await this.change(id, async (tx, machine) => {
      await this.gates.recordDrill(tx, this.ids.next(), id, by, new Date(this.clock.wallMs()), drill);
      await this.conclude(tx, by, 'gate-drilled', id, machine, drill);
      return machine;
    });
    await this.events.emit('machine-changed', { machineId });
    return await this.get(id);
  }

  /** The gate is heard no more; a lease it still holds runs out. Its slug stays taken. */
  async retire(by: string, id: string): Promise<void> {
    const { slug, machineId } = await this.change(id, async (tx, machine) => {
      const retired = await this.gates.retire(tx, id, new Date(this.clock.wallMs()));
      if (retired === undefined) throw new Failure('not-found');
      await this.conclude(tx, by, 'gate-retired', id, machine, {});
      return { slug: retired, machineId: machine };
    });
    // Told off while it still listens; a lease that it holds all the same runs out.
    await this.loop.endOfMachine(machineId, 'gate-retired');
    await this.broker.revoke(slug);
    await this.events.emit('machine-changed', { machineId });
  }

  /** A write to a gate in use, under the lock of its machine. */
  private async change<T>(id: string, write: (tx: Transaction, machineId: string) => Promise<T>): Promise<T> {
    return await this.db.transaction(async (tx) => {
      const machineId = await this.gates.machineOf(tx, id);
      if (machineId === undefined) throw new Failure('not-found');
      await lockCalendar(tx, machineId);
      return await write(tx, machineId);
    });
  }

  private async conclude(
    tx: Transaction,
    actor: string,
    action: string,
    gateId: string,
    machineId: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await bumpMachines(tx, [machineId]);
    await this.audit.record(tx, { actor, action, subject: { kind: 'gate', id: gateId }, detail });
  }

  private async credentialOf(facts: GateCredentialFacts, provisioning: Provisioning): Promise<GateCredential> {
    const { id, slug, credentialVersion } = facts;
    const master = this.secrets.gateMaster;
    return {
      ...(await this.get(id)),
      username: slug,
      password: gatePassword(master, id, credentialVersion),
      key: gateKey(master, id, credentialVersion).toString('base64url'),
      mqttUrl: this.broker.gateUrl,
      provisioning,
    };
  }

  private heardSince(): Date {
    return new Date(this.clock.wallMs() - gateOfflineAfterMs);
  }
}
