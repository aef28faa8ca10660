import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import type { Clock } from '../clock/clock.js';
import type { Log } from '../log/log.js';
import { Admission } from './broker-admission.js';
import { type BrokerLimits, brokerLimits } from './broker-limits.js';
import { FrameMeter } from './broker-meters.js';
import { TopicAccess } from './broker-topics.js';
import {
  type BrokerCounts,
  BrokerLedger,
  type BrokerRules,
  type ConnectRefusal,
  type Visitor,
} from './broker-visitor.js';

export type { BrokerCounts, BrokerRules } from './broker-visitor.js';

export interface BrokerOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly rules: BrokerRules;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<BrokerLimits>;
}

/** Somebody else listens on this port. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';

  constructor(
    readonly host: string,
    readonly port: number,
  ) {
    super(`${host}:${port} is taken by another program`);
  }
}

/** Return codes of CONNACK (MQTT 3.1.1, 3.2.2.3). */
const returnCodes: Readonly<Record<ConnectRefusal, 2 | 3 | 4 | 5>> = {
  anonymous: 5,
  'wrong-client-id': 2,
  'wrong-credentials': 4,
  'will-denied': 5,
  'locked-out': 5,
  'too-many-of-username': 3,
  'no-answer': 3,
};

/**
 * An MQTT 3.1.1 broker within this process, for one workshop on one computer. Bounded in every direction; what it refuses it
 * counts and logs. Sessions are never durable: whoever comes back hears nothing that was said meanwhile, except what is
 * retained, so that no old command is ever delivered.
 */
export class EmbeddedBroker {
  private readonly limits: BrokerLimits;
  private readonly ledger: BrokerLedger;
  private readonly admission: Admission;
  private readonly topics: TopicAccess;
  private readonly visitors = new Set<Visitor>();
  private readonly byClient = new WeakMap<object, Visitor>();
  private readonly perAddress = new Map<string, number>();
  private readonly server: Server;
  private readonly aedes: Aedes;

  constructor(private readonly options: BrokerOptions) {
    const { rules, clock, log } = options;
    this.limits = { ...brokerLimits, ...options.limits };
    this.ledger = new BrokerLedger(this.limits, clock, log);
    this.admission = new Admission(rules, this.limits, this.ledger, clock);
    this.topics = new TopicAccess(rules, this.limits, this.ledger);
    this.server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 }, (socket) => {
      this.accept(socket);
    });
    this.aedes = this.makeAedes();
  }

  /** Listens. Rejects with `PortTaken` when the port is not free. */
  async start(): Promise<{ readonly host: string; readonly port: number; readonly url: string }> {
    await this.aedes.listen();
    const { host, port } = this.options;
    try {
      await new Promise<void>((resolve, reject) => {
        this.server.once('error', reject);
        this.server.listen(port, host, () => {
          this.server.off('error', reject);
          resolve();
        });
      });
    } catch (error) {
      await this.stop();
      throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? new PortTaken(host, port) : error;
    }
    const bound = (this.server.address() as AddressInfo).port;
    return { host, port: bound, url: `mqtt://${host.includes(':') ? `[${host}]` : host}:${bound}` };
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    await new Promise<void>((resolve) => this.aedes.close(() => resolve()));
    for (const { socket } of this.visitors) socket.destroy();
    await closed;
  }

  /** Closes a client at once: its credential has been revoked. */
  kick(username: string): void {
    this.admission.kick(username);
  }

  counts(): BrokerCounts {
    const { cuts, refusals, published, deniedSubscriptions, takeovers, flapping, brokenPackets } = this.ledger;
    return {
      connections: this.visitors.size,
      signedIn: this.admission.size,
      published,
      deniedSubscriptions,
      takeovers,
      flapping,
      brokenPackets,
      retainedTopics: this.topics.retainedTopics,
      retainedBytes: this.topics.retainedBytes,
      cut: { ...cuts },
      refused: { ...refusals },
    };
  }

  private accept(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const visitor: Visitor = {
      socket,
      address,
      meter: new FrameMeter(this.limits, this.options.clock),
      connect: undefined,
      username: undefined,
      trusted: false,
      filtersAsked: 0,
    };
    const neighbours = this.perAddress.get(address) ?? 0;
    if (this.visitors.size >= this.limits.connections || neighbours >= this.limits.connectionsPerAddress) {
      this.ledger.cut(visitor, 'too-many-connections');
      return;
    }
    this.perAddress.set(address, neighbours + 1);
    this.visitors.add(visitor);
    socket.once('close', () => this.forget(visitor));
    this.meterReads(visitor);
    this.byClient.set(this.aedes.handle(socket), visitor);
  }

  /** The parser takes its bytes with `read()` and in no other way: the meter stands there. */
  private meterReads(visitor: Visitor): void {
    const { socket, meter } = visitor;
    const read = socket.read.bind(socket);
    socket.read = (size?: number): unknown => {
      const chunk = read(size) as Buffer | null;
      const fault = chunk === null ? undefined : meter.read(chunk);
      if (fault === undefined) return chunk;
      this.ledger.cut(visitor, fault);
      return null;
    };
  }

  private forget(visitor: Visitor): void {
    this.visitors.delete(visitor);
    this.admission.leave(visitor);
    const neighbours = (this.perAddress.get(visitor.address) ?? 1) - 1;
    if (neighbours === 0) this.perAddress.delete(visitor.address);
    else this.perAddress.set(visitor.address, neighbours);
  }

  private makeAedes(): Aedes {
    const aedes = new Aedes({
      // Unbounded here: a client that does not read must not hold up the others; what waits for it is bounded in bytes.
      concurrency: 0,
      connectTimeout: this.limits.connectWithinMs,
      drainTimeout: this.limits.drainWithinMs,
      queueLimit: this.limits.packetsBeforeConnack,
      maxInflightInbound: 1,
      maxClientsIdLength: 64,
      maxTopicLevels: this.limits.topicLevels,
      preConnect: (client, packet, done) => {
        const visitor = this.visitorOf(client);
        visitor.connect = packet;
        packet.clean = true;
        done(null, true);
      },
      authenticate: (client, username, password, done) => {
        void this.signIn(this.visitorOf(client), username, password?.toString('utf8') ?? '', done);
      },
      authorizePublish: (client, packet, done) => {
        const allowed = client !== null && this.topics.admitPublish(this.visitorOf(client), packet);
        done(allowed ? null : new Error('publish denied'));
      },
      authorizeSubscribe: (client, subscription, done) => {
        done(null, this.topics.admitSubscription(this.visitorOf(client), subscription.topic) ? subscription : null);
      },
      authorizeForward: (client, packet) => (this.topics.admitDelivery(this.visitorOf(client)) ? packet : null),
    });
    const noteFault = (client: Client, error: Error) => this.noteFault(client, error);
    aedes.on('clientError', noteFault);
    aedes.on('connectionError', noteFault);
    (aedes as NodeJS.EventEmitter).on('error', (error: Error) => {
      this.options.log.error({ reason: error.message }, 'embedded broker failed');
    });
    return aedes;
  }

  private async signIn(
    visitor: Visitor,
    username: string | undefined,
    password: string,
    done: (error: AuthenticateError | null, success: boolean | null) => void,
  ): Promise<void> {
    const refusal = await this.admission.judge(visitor, username, password);
    if (refusal === undefined) return done(null, true);
    this.ledger.refuse(visitor, refusal);
    done(Object.assign(new Error(refusal), { returnCode: returnCodes[refusal] }), false);
  }

  /** What the parser itself did not accept. Connections that break are no fault. */
  private noteFault(client: Client, error: Error & { code?: string; errorCode?: number }): void {
    const visitor = this.byClient.get(client);
    if (visitor === undefined || error.code !== undefined || error.errorCode !== undefined) return;
    if (error.message === 'connect did not arrive in time') this.ledger.cuts['no-connect'] += 1;
    else if (error.message !== 'publish denied' && error.message !== 'keep alive timeout')
      this.ledger.brokenPackets += 1;
    else return;
    this.ledger.warn('mqtt connection cut', visitor, { reason: error.message });
  }

  private visitorOf(client: Client): Visitor {
    const visitor = this.byClient.get(client);
    if (visitor === undefined) throw new Error('a client without a connection');
    return visitor;
  }
}
