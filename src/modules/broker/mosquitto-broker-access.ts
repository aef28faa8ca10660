import { createHash } from 'node:crypto';
import type { Provisioning } from '../../contracts/http/index.js';
import {
  downFilter,
  everythingFilter,
  sharedFilter,
  serviceFilter,
  serviceUsername,
  upKinds,
  upTopic,
} from '../../contracts/mqtt/index.js';
import {
  type BrokerAcl,
  type BrokerClient,
  type BrokerRole,
  DynamicSecurity,
  type KnownClient,
} from '../../platform/mqtt/dynamic-security.js';
import { BrokerAccess, type BrokerAccessParts, type ServiceConnection } from './broker-access.js';
import { type GateCredentialFacts, gatePassword } from './gate-credential.js';

/** Raised when the roles below change: every client is then given its role anew. */
const rolesVersion = 2;
const markPrefix = 'brama/';
const tryAgainMs = 5_000;
/** Between comparisons of everything: replicas that change one gate at once, and people who change the broker by hand. */
const compareMs = 5 * 60_000;

/**
 * A mosquitto that the service provisions through its dynamic-security plugin: one role per gate with concrete topics, the
 * client id bound. Each time the admin connects, what is missing or different is put right and gates that are no more are
 * removed, so that a broker that lost its data, or got old ones back, is whole again.
 *
 * Each client carries a mark that tells its credential from an older one, since whoever is set anew is disconnected.
 */
export class MosquittoBrokerAccess extends BrokerAccess {
  readonly connection: ServiceConnection;
  readonly gateUrl: string;
  private readonly security: DynamicSecurity;
  private turn: Promise<unknown> = Promise.resolve();
  private stopRetry: () => void = () => undefined;

  constructor(private readonly parts: BrokerAccessParts) {
    super();
    const { mqtt, clock, ids, log } = parts;
    this.connection = serviceConnection(parts);
    this.gateUrl = mqtt.publicUrl;
    this.security = new DynamicSecurity({ url: mqtt.url!, ...mqtt.admin! }, clock, ids, log);
    this.security.onConnected(() => this.provisionSoon(0));
  }

  /** Does not wait for the broker, which may come later. */
  async start(): Promise<void> {
    this.security.start();
  }

  async stop(): Promise<void> {
    this.stopRetry();
    await this.security.stop();
  }

  async provision({ slug }: GateCredentialFacts): Promise<Provisioning> {
    const done = await this.attempt(async () => {
      // What holds when its turn comes: of two rotations at once the later must stay.
      const gate = await this.parts.gates.credential(slug);
      if (gate === undefined) return await this.remove(slug);
      if (isForeign(await this.security.client(slug)))
        throw new Error(`the broker's client ${slug} is not of our making`);
      await this.ensure(gateRole(slug), this.gateClient(gate));
    });
    return done ? 'done' : 'pending';
  }

  async revoke(slug: string): Promise<void> {
    await this.attempt(async () => await this.remove(slug));
  }

  async provisionAll(): Promise<void> {
    await this.inTurn(async () => {
      await this.security.denyByDefault();
      const known = new Map((await this.security.clients()).map((client) => [client.username, client]));
      const service = this.serviceClient();
      if (!isSame(known.get(serviceUsername), service)) await this.ensure(serviceRole, service);
      const gates = await this.parts.gates.credentials();
      for (const gate of gates) {
        const client = this.gateClient(gate);
        if (isForeign(known.get(gate.slug)))
          this.parts.log.error({ gate: gate.slug }, 'the broker has a client of this name that is not of our making');
        else if (!isSame(known.get(gate.slug), client)) await this.ensure(gateRole(gate.slug), client);
      }
      const present = new Set([serviceUsername, ...gates.map(({ slug }) => slug)]);
      for (const { username, mark } of known.values()) {
        if (mark.startsWith(markPrefix) && !present.has(username)) await this.remove(username);
      }
    });
  }

  private async ensure(role: BrokerRole, client: BrokerClient): Promise<void> {
    await this.security.ensureRole(role);
    await this.security.ensureClient(client);
  }

  private async remove(slug: string): Promise<void> {
    if (isForeign(await this.security.client(slug))) return;
    await this.security.removeClient(slug);
    await this.security.removeRole(gateRoleName(slug));
  }

  /** One change. What does not work now is put right by the next comparison of everything. */
  private async attempt(change: () => Promise<void>): Promise<boolean> {
    if (!this.security.connected) return false;
    try {
      await this.inTurn(change);
      return true;
    } catch (error) {
      this.parts.log.warn({ reason: (error as Error).message }, 'the broker could not be told of a gate');
      this.provisionSoon(tryAgainMs);
      return false;
    }
  }

  private provisionSoon(afterMs: number): void {
    this.stopRetry();
    this.stopRetry = this.parts.clock.after(afterMs, () => {
      if (!this.security.connected) return;
      this.provisionAll().then(
        () => this.provisionSoon(compareMs),
        (error: unknown) => {
          this.parts.log.warn({ reason: (error as Error).message }, 'the broker could not be provisioned');
          this.provisionSoon(tryAgainMs);
        },
      );
    });
  }

  private async inTurn(change: () => Promise<void>): Promise<void> {
    const mine = this.turn.then(change);
    this.turn = mine.catch(() => undefined);
    await mine;
  }

  private gateClient({ id, slug, credentialVersion }: GateCredentialFacts): BrokerClient {
    const password = gatePassword(this.parts.secrets.gateMaster, id, credentialVersion);
    return { username: slug, clientId: slug, password, role: gateRoleName(slug), mark: markOf(password) };
  }

  private serviceClient(): BrokerClient {
    const { username, password } = this.connection;
    return { username, password, role: serviceRole.name, mark: markOf(password) };
  }
}

/** A broker that somebody else looks after: gates are entered there by hand (docs/operating.md). */
export class HandmadeBrokerAccess extends BrokerAccess {
  readonly connection: ServiceConnection;
  readonly gateUrl: string;

  constructor(parts: BrokerAccessParts) {
    super();
    this.connection = serviceConnection(parts);
    this.gateUrl = parts.mqtt.publicUrl;
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  async provision(): Promise<Provisioning> {
    return 'by-hand';
  }
  async revoke(): Promise<void> {}
  async provisionAll(): Promise<void> {}
}

const serviceConnection = ({ mqtt, secrets }: BrokerAccessParts): ServiceConnection => ({
  url: mqtt.url!,
  username: serviceUsername,
  password: secrets.mqttPassword,
  protocolVersion: 5,
});

/** The password is 256 random bits: a part of its digest tells nothing of it. */
const markOf = (password: string): string =>
  `${markPrefix}${rolesVersion}/${createHash('sha256').update(`mark/${password}`).digest('hex').slice(0, 16)}`;

/** Somebody else made it: the plugin's own admin, or another program that uses the broker. */
const isForeign = (known: KnownClient | undefined): boolean =>
  known !== undefined && !known.mark.startsWith(markPrefix) && !known.roles.some((role) => role.startsWith('brama-'));

const isSame = (known: KnownClient | undefined, { mark, role }: BrokerClient): boolean =>
  known !== undefined && !known.disabled && known.mark === mark && known.roles.includes(role);

const allow = (acltype: BrokerAcl['acltype'], topic: string): BrokerAcl => ({ acltype, topic, allow: true });

const gateRoleName = (slug: string): string => `brama-gate-${slug}`;

const gateRole = (slug: string): BrokerRole => ({
  name: gateRoleName(slug),
  acls: [
    ...upKinds.map((kind) => allow('publishClientSend', upTopic(slug, kind))),
    allow('publishClientReceive', downFilter(slug)),
    allow('subscribePattern', downFilter(slug)),
  ],
});

const serviceRole: BrokerRole = {
  name: 'brama-service',
  acls: [
    allow('publishClientSend', downFilter('+')),
    allow('publishClientSend', serviceFilter),
    allow('publishClientReceive', everythingFilter),
    allow('subscribePattern', everythingFilter),
    // Mosquitto 2.0 judges a shared subscription by its whole name.
    allow('subscribePattern', sharedFilter),
  ],
};
