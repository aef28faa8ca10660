import type { Socket } from 'node:net';
import type { ConnectPacket } from 'aedes';
import type { Clock } from '../clock/clock.js';
import type { Log } from '../log/log.js';
import type { BrokerLimits } from './broker-limits.js';
import { type FrameMeter, TokenBucket } from './broker-meters.js';

/** What the broker asks of the domain. It knows no name and no topic by itself. */
export interface BrokerRules {
  authenticate(username: string, password: string, clientId: string): Promise<boolean>;
  /** Which client ids a username may take; so that no client can push out another. */
  mayUseClientId(username: string, clientId: string): boolean;
  mayPublish(username: string, topic: string, retain: boolean): boolean;
  maySubscribe(username: string, filter: string): boolean;
  /** Part of this installation itself: no rates, a longer queue, never locked out because of others' failures. */
  isTrusted(username: string): boolean;
}

/** Why the broker closed a connection by itself. */
export const cutReasons = [
  'too-many-connections',
  'not-mqtt',
  'packet-too-large',
  'too-fast',
  'no-connect',
  'publish-denied',
  'too-many-filters',
  'slow-consumer',
  'revoked',
] as const;
export type CutReason = (typeof cutReasons)[number];

/** Why a CONNECT was answered with no. */
export const connectRefusals = [
  'anonymous',
  'wrong-client-id',
  'wrong-credentials',
  'will-denied',
  'locked-out',
  'too-many-of-username',
  'no-answer',
] as const;
export type ConnectRefusal = (typeof connectRefusals)[number];

export interface BrokerCounts {
  readonly connections: number;
  readonly signedIn: number;
  readonly published: number;
  readonly deniedSubscriptions: number;
  readonly takeovers: number;
  readonly flapping: number;
  readonly brokenPackets: number;
  readonly retainedTopics: number;
  readonly retainedBytes: number;
  readonly cut: Readonly<Record<CutReason, number>>;
  readonly refused: Readonly<Record<ConnectRefusal, number>>;
}

/** One open socket and who is behind it. */
export interface Visitor {
  readonly socket: Socket;
  readonly address: string;
  readonly meter: FrameMeter;
  connect: ConnectPacket | undefined;
  username: string | undefined;
  trusted: boolean;
  filtersAsked: number;
}

const none = <K extends string>(keys: readonly K[]) =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;

/** Counts what happened and writes it to the log: names and reasons, never a payload. */
export class BrokerLedger {
  readonly cuts = none(cutReasons);
  readonly refusals = none(connectRefusals);
  published = 0;
  deniedSubscriptions = 0;
  takeovers = 0;
  flapping = 0;
  brokenPackets = 0;

  private readonly lines: TokenBucket;

  constructor(
    limits: BrokerLimits,
    clock: Clock,
    private readonly log: Log,
  ) {
    this.lines = new TokenBucket(limits.logLinesPerSecond, limits.logLinesPerSecond, clock);
  }

  /** Closes the connection at once. */
  cut(visitor: Visitor, reason: CutReason, detail: Readonly<Record<string, unknown>> = {}): void {
    if (visitor.socket.destroyed) return;
    this.cuts[reason] += 1;
    this.warn('mqtt connection cut', visitor, { reason, ...detail });
    visitor.socket.destroy();
  }

  refuse(visitor: Visitor, reason: ConnectRefusal): void {
    this.refusals[reason] += 1;
    this.warn('mqtt client refused', visitor, { reason, clientId: visitor.connect?.clientId.slice(0, 64) });
  }

  warn(message: string, visitor: Visitor, detail: Readonly<Record<string, unknown>>): void {
    if (!this.lines.take()) return;
    const username = visitor.username ?? visitor.connect?.username?.slice(0, 64);
    this.log.warn({ address: visitor.address, username, ...detail }, message);
  }
}
