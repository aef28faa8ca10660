import type { Socket } from 'node:net';
import { connectAsync, type MqttClient } from 'mqtt';
import { sameTapMs } from '../../src/core/numbers.js';
import { until } from '../support/wait.js';
import type { Arm, Login } from './messages.js';
import { cardsPerMember, certifiedPerMachine, floorRoot, uidOf, uncertifiedPerMachine } from './numbers.js';

/** Start, stop, start, stop, refusal: a fifth of all taps is refused. */
const steps = ['start', 'stop', 'start', 'stop', 'refusal'] as const;
export type Step = (typeof steps)[number];

export interface Tapped {
  readonly step: Step;
  readonly ms: number;
  readonly boot: number;
  readonly n: number;
  /** The answer, where it was not the one expected. */
  readonly unexpected: string | undefined;
}

/** A reader that is read faster is no person, and the service drops what it says. */
const gapMs = 60;
const answerMs = 6_000;

/**
 * A gate as both arms see it: it takes relay commands and reports them at once. Its leases do not run out here, so that the
 * floor needs no renewals.
 */
export class Gate {
  private client!: MqttClient;
  private boot = 0;
  private n = 0;
  private taps = 0;
  private bornAt = 0;
  private seq = 0;
  private on = false;
  private session: string | null = null;
  private readonly used: number[] = [];
  private lastTapAt = 0;
  /** From the choice of a card to the answer: a second tap meanwhile would be out of step. */
  private busy = false;
  private pending: { step: Step; sentAt: number; n: number; end: (unexpected?: string) => void } | undefined;
  private echoed: () => void = () => undefined;
  readonly root: string;

  constructor(
    readonly arm: Arm,
    readonly slug: string,
    private readonly machine: number,
  ) {
    this.root = arm === 'service' ? `brama/v1/gate/${slug}` : `${floorRoot}/${slug}`;
  }

  get free(): boolean {
    return !this.busy && performance.now() - this.lastTapAt >= gapMs;
  }

  /** How long until the next tap may come. */
  get waitMs(): number {
    return Math.max(0, this.lastTapAt + gapMs - performance.now());
  }

  async connect(url: string, login: Login): Promise<void> {
    const clientId = this.arm === 'service' ? this.slug : `bench-${this.slug}`;
    // The service tells the broker of the gates while it starts: refused until then.
    this.client = await until(
      async () =>
        await connectAsync(url, { ...login, clientId, protocolVersion: 4, keepalive: 120 }, false).catch(
          async () => await new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 200)),
        ),
      { deadlineMs: 30_000, what: `${clientId} to be let in` },
    );
    (this.client.stream as unknown as Socket).setNoDelay(true);
    this.client.on('message', (topic, payload) => this.hear(topic.slice(topic.lastIndexOf('/') + 1), payload));
    await this.client.subscribeAsync(`${this.root}/down/#`, { qos: 1 });
  }

  powerUp(boot: number): void {
    this.boot = boot;
    this.n = 0;
    this.taps = 0;
    this.seq = 0;
    this.on = false;
    this.session = null;
    this.bornAt = performance.now();
    this.used.length = 0;
    this.report();
  }

  report(): void {
    const { boot, seq, on, session } = this;
    const cause = this.n === 0 ? 'power-up' : on ? 'lease' : 'off';
    const by = on ? 'service' : 'none';
    const state = { online: true, boot, seq, on, session, by, cause, estop: false, up_ms: this.upMs(), fw: 'bench' };
    this.send('state', state);
  }

  /** One tap and its relay command, or its answer when it is refused. Undefined: none came. */
  async tap(): Promise<Tapped | undefined> {
    this.busy = true;
    const step = steps[this.taps % steps.length]!;
    const uid = await this.nextCard(step);
    this.taps += 1;
    this.n += 1;
    const { n, boot } = this;
    const sentAt = performance.now();
    this.lastTapAt = sentAt;
    return await new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.pending = undefined;
        this.busy = false;
        resolve(undefined);
      }, answerMs);
      const end = (unexpected?: string): void => {
        clearTimeout(timer);
        this.pending = undefined;
        this.busy = false;
        resolve({ step, ms: performance.now() - sentAt, boot, n, unexpected });
      };
      this.pending = { step, sentAt, n, end };
      this.send('tap', { boot, n, up_ms: this.upMs(), age_ms: 0, tech: 'iso14443a', uid });
    });
  }

  async echo(): Promise<number> {
    const from = performance.now();
    const back = new Promise<void>((resolve) => (this.echoed = resolve));
    this.send('echo', { boot: this.boot, n: 1, up_ms: 1, age_ms: 0, tech: 'iso14443a', uid: '04000000000000' });
    await back;
    return performance.now() - from;
  }

  async disconnect(): Promise<void> {
    await this.client?.endAsync(true);
  }

  /** Each pair of a start and a stop is one member's, with two cards; no card is read twice within the same-tap time. */
  private async nextCard(step: Step): Promise<string> {
    const round = Math.floor(this.taps / steps.length);
    const place = this.taps % steps.length;
    const pair = round * 2 + Math.floor(place / 2);
    const member =
      step === 'refusal' ? certifiedPerMachine + (round % uncertifiedPerMachine) : pair % certifiedPerMachine;
    const turn =
      step === 'refusal'
        ? Math.floor(round / uncertifiedPerMachine)
        : Math.floor(pair / certifiedPerMachine) * 2 + (place % 2);
    const card = turn % cardsPerMember;
    const key = member * cardsPerMember + card;
    const wait = (this.used[key] ?? -Infinity) + sameTapMs + 100 - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    this.used[key] = performance.now();
    return uidOf(this.machine, member, card);
  }

  private hear(kind: string, payload: Buffer): void {
    if (kind === 'echo') return this.echoed();
    if (kind !== 'relay' && kind !== 'ui') return;
    const message = JSON.parse(payload.toString()) as Record<string, unknown>;
    if (message.boot !== this.boot) return;
    if (kind === 'ui') this.hearAnswer(message);
    else this.hearRelay(message);
  }

  private hearRelay(message: Record<string, unknown>): void {
    const { pending } = this;
    const on = message.on === true;
    const moved = on ? message.session !== this.session : this.on;
    this.on = on;
    this.seq = message.seq as number;
    if (on) this.session = message.session as string;
    if (moved && pending?.step === (on ? 'start' : 'stop')) pending.end();
    this.report();
  }

  private hearAnswer(message: Record<string, unknown>): void {
    const { pending } = this;
    if (pending === undefined || message.for !== pending.n) return;
    const expected = pending.step === 'refusal';
    if (message.verdict === 'deny') pending.end(expected ? undefined : `${pending.step}: ${String(message.code)}`);
  }

  private send(kind: string, payload: object): void {
    this.client.publish(`${this.root}/up/${kind}`, JSON.stringify(payload), { qos: 1, retain: kind === 'state' });
  }

  private upMs(): number {
    return Math.floor(performance.now() - this.bornAt);
  }
}
