import { randomInt } from 'node:crypto';
import { connectAsync, type MqttClient } from 'mqtt';
import { type LeaseInput, type LeaseState, powerUp, stepLease } from '../../firmware-bridge/relay-lease.js';
import {
  downRelay,
  type DownAck,
  type DownRelay,
  type DownUi,
  downTopic,
  type UpJournal,
  upTopic,
} from '../../src/contracts/mqtt/index.js';
import { sameTapMs } from '../../src/core/numbers.js';
import { until } from './wait.js';

export interface GateCredential {
  readonly slug: string;
  readonly password: string;
  readonly mqttUrl: string;
}

/** One change of the relay, as an instrument on the contact would see it. */
export interface Edge {
  readonly at: number;
  readonly on: boolean;
  readonly session: string | null;
}

/**
 * A gate played by a test over MQTT 3.1.1: the rules of the lease are those of the bridge, everything around them can be bent
 * (drop commands, hold reports back, replay, go silent).
 */
export class PlayedGate {
  readonly edges: Edge[] = [];
  readonly commands: DownRelay[] = [];
  readonly answers: DownUi[] = [];
  readonly acks: DownAck[] = [];
  /** Commands for which this is true never reach the relay. */
  ignores: (command: DownRelay) => boolean = () => false;
  /** No reports while true. */
  silent = false;
  /** Retained messages that came down. */
  retained = 0;
  lease: LeaseState;
  private n = 0;
  private client: MqttClient | undefined;
  private timer: NodeJS.Timeout | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private readonly bornAt = performance.now();
  private changedUpMs = 0;

  constructor(
    readonly credential: GateCredential,
    readonly boot = randomInt(1, 2 ** 32 - 1),
  ) {
    this.lease = powerUp(this.boot, false);
  }

  get on(): boolean {
    return this.lease.on;
  }

  get connected(): boolean {
    return this.client?.connected === true;
  }

  upMs(): number {
    return Math.floor(performance.now() - this.bornAt);
  }

  async connect(): Promise<this> {
    const { slug, password, mqttUrl } = this.credential;
    const client = await connectAsync(mqttUrl, {
      username: slug,
      clientId: slug,
      password,
      clean: true,
      reconnectPeriod: 300,
      keepalive: 5,
      reconnectOnConnackError: true,
      will: {
        topic: upTopic(slug, 'state'),
        payload: Buffer.from(JSON.stringify({ online: false, boot: this.boot })),
        qos: 1,
        retain: true,
      },
    });
    this.client = client;
    client.on('error', () => undefined);
    client.on('message', (topic, payload, packet) => {
      // A retained command is never acted on.
      if (packet.retain) this.retained += 1;
      else this.hear(topic, payload);
    });
    client.on('connect', () => this.report());
    await client.subscribeAsync(downTopic(slug, 'relay'), { qos: 0 });
    await client.subscribeAsync([downTopic(slug, 'ui'), downTopic(slug, 'ack')], { qos: 1 });
    this.report();
    this.heartbeat = setInterval(() => this.report(), 10_000);
    return this;
  }

  /** A card is read. The number of the tap. */
  tap(uid: string, bent: { ageMs?: number; n?: number; upMs?: number; boot?: number } = {}): number {
    const n = bent.n ?? (this.n += 1);
    const boot = bent.boot ?? this.boot;
    this.send('tap', { boot, n, up_ms: bent.upMs ?? this.upMs(), age_ms: bent.ageMs ?? 0, tech: 'iso14443a', uid });
    return n;
  }

  /** Taps, and waits for what the reader says. */
  async ask(uid: string, bent: Parameters<PlayedGate['tap']>[1] = {}): Promise<DownUi> {
    const n = this.tap(uid, bent);
    return await until(
      () => this.answers.findLast((answer) => answer.for === n && answer.boot === (bent.boot ?? this.boot)),
      {
        deadlineMs: 8_000,
        what: `the answer to tap ${n} at ${this.credential.slug}`,
      },
    );
  }

  /** Resolves when the next read of any card counts as a new tap. */
  async cardsAway(): Promise<void> {
    const at = performance.now() + sameTapMs + 100;
    await until(() => performance.now() >= at, { deadlineMs: sameTapMs + 1_000, what: 'the same-tap time to pass' });
  }

  estop(pressed: boolean): void {
    this.step({ kind: 'estop', pressed });
  }

  journal(journal: Omit<UpJournal, 'boot'> & { boot?: number }): void {
    this.send('journal', { boot: this.boot, ...journal });
  }

  send(kind: 'tap' | 'state' | 'journal' | 'power', payload: object | string, retain = kind === 'state'): void {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    this.client?.publish(upTopic(this.credential.slug, kind), text, { qos: kind === 'power' ? 0 : 1, retain });
  }

  report(changes: Record<string, unknown> = {}): void {
    if (this.silent) return;
    const { boot, seq, on, session, by, cause, estop } = this.lease;
    this.send('state', {
      online: true,
      boot,
      seq,
      on,
      session,
      by,
      cause,
      estop,
      up_ms: this.upMs(),
      fw: 'played',
      changed_up_ms: this.changedUpMs,
      ...changes,
    });
  }

  /** Turned on since `after` on the machine's clock. */
  turnedOnAfter(after: number): boolean {
    return this.edges.some(({ at, on }) => on && at > after);
  }

  async disconnect(): Promise<void> {
    clearTimeout(this.timer);
    clearInterval(this.heartbeat);
    await this.client?.endAsync(true);
  }

  private hear(topic: string, payload: Buffer): void {
    const kind = topic.split('/').at(-1);
    const json = JSON.parse(payload.toString('utf8')) as unknown;
    if (kind === 'ui') this.answers.push(json as DownUi);
    if (kind === 'ack') this.acks.push(json as DownAck);
    if (kind !== 'relay') return;
    const command = downRelay.parse(json);
    this.commands.push(command);
    if (!this.ignores(command)) this.step({ kind: 'command', command });
  }

  private step(input: LeaseInput): void {
    const before = this.lease;
    const { state, news } = stepLease(before, input, this.upMs());
    this.lease = state;
    for (const one of news) {
      if (one.kind !== 'on' && one.kind !== 'off') continue;
      this.changedUpMs = this.upMs();
      this.edges.push({ at: performance.timeOrigin + performance.now(), on: one.kind === 'on', session: one.session });
    }
    clearTimeout(this.timer);
    if (state.on)
      this.timer = setTimeout(() => this.step({ kind: 'time' }), Math.max(1, state.endsUpMs - this.upMs() + 1));
    if (state !== before) this.report();
  }
}
