import { Inject, Injectable } from '@nestjs/common';
import type { UpTap } from '../../contracts/mqtt/index.js';
import { databaseAnswerMs, leaseTtlMs, resendAfterMs, tapAgeMaxMs } from '../../core/numbers.js';
import { faultPoint } from '../../platform/fault-point.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Log } from '../../platform/log/log.js';
import type { ServiceSecrets } from '../../service-secrets.js';
import { AccessService, type GateAddress, type TapOutcome } from '../access/index.js';
import { BramaEventBus } from '../events.js';
import { cardDigest } from '../members/index.js';
import { SessionRepository } from '../usage/index.js';
import { GateCommands, type Saying } from './gate-commands.js';
import { Metrics } from '../health/index.js';
import { GateTimes } from './gate-times.js';
import { JournalIntake } from './journal-intake.js';
import { LeaseLoop } from './lease-loop.js';
import { Readiness } from '../health/index.js';

/** Taps one gate may have counted in a second; a reader that shouts is no person. */
const tapsPerSecondMax = 20;

/** The life of a tap: decided, recorded, then said to the gate. Any doubt on the way means no power. */
@Injectable()
export class TapIntake {
  private readonly rates = new Map<string, { second: number; count: number }>();
  /** Leases that will be sent again unless their gate confirms them. */
  private readonly unconfirmed = new Map<string, { boot: number; seq: number; cancel: () => void }>();

  constructor(
    private readonly access: AccessService,
    private readonly times: GateTimes,
    private readonly commands: GateCommands,
    private readonly journals: JournalIntake,
    private readonly loop: LeaseLoop,
    private readonly sessions: SessionRepository,
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    private readonly events: BramaEventBus,
    private readonly clock: Clock,
    @Inject('secrets') private readonly secrets: ServiceSecrets,
    @Inject('log') private readonly log: Log,
  ) {}

  async take(slug: string, tap: UpTap, receivedAt: number): Promise<void> {
    if (this.tooFast(slug, receivedAt)) return this.metrics.add('gate_message', 'tap:too-fast');
    faultPoint('tap-received', slug);
    const gate = await this.times.note(slug, tap.boot, tap.up_ms, receivedAt);
    if (gate === undefined) return this.metrics.add('gate_message', 'tap:unknown-gate');
    const ageMs = (): number =>
      gate.superseded
        ? Number.MAX_SAFE_INTEGER
        : this.times.ageMs(slug, { boot: tap.boot, upMs: tap.up_ms, ageMs: tap.age_ms, receivedAt });
    const asked = this.access.tap({
      gateSlug: slug,
      boot: tap.boot,
      n: tap.n,
      upMs: tap.up_ms,
      cardDigest: cardDigest(this.secrets.cardPepper, tap.tech, tap.uid),
      ageMs: () => Math.min(ageMs(), 1e12),
    });
    const outcome = await this.inTime(asked, gate.address, tap, receivedAt);
    if (outcome === undefined) return;
    faultPoint('tap-written', slug);
    this.perform(tap, outcome, ageMs, receivedAt);
    await this.events.emit('machine-changed', { machineId: outcome.machineId });
  }

  /** The answer, or undefined when the person has been told to try again: what comes later gives no power. */
  private async inTime(
    asked: Promise<TapOutcome | undefined>,
    to: GateAddress,
    tap: UpTap,
    receivedAt: number,
  ): Promise<TapOutcome | undefined> {
    let late = false;
    const cancel = this.clock.after(databaseAnswerMs, () => {
      late = true;
      this.sayTryAgain(to, tap, receivedAt);
    });
    try {
      const outcome = await asked;
      if (outcome?.command?.on === true && (late || !this.readiness.mayStart())) {
        await this.loop.end(outcome.command.sessionId, 'not-started');
        if (!late) this.sayTryAgain(to, tap, receivedAt, outcome.language);
        return undefined;
      }
      return late ? undefined : outcome;
    } catch (error) {
      this.metrics.add('gate_message', 'tap:no-answer');
      this.log.error({ gate: to.slug, reason: (error as Error).message }, 'a tap could not be decided');
      if (!late) this.sayTryAgain(to, tap, receivedAt);
      return undefined;
    } finally {
      cancel();
    }
  }

  private perform(tap: UpTap, outcome: TapOutcome, ageMs: () => number, receivedAt: number): void {
    const { address, command, answer, language } = outcome;
    if (command?.on === true) this.sendLease(tap, outcome, command, ageMs);
    faultPoint('lease-sent', address.slug);
    if (command?.on === false) this.commands.off(address, tap.boot, command.seq);
    const until = Number(answer.params.until ?? Number.NaN);
    const leftMs = Number.isNaN(until) ? {} : { leftMs: until - this.clock.wallMs() };
    this.say(address, { boot: tap.boot, for: tap.n, ...answer, language, ...leftMs }, receivedAt);
    faultPoint('answer-sent', address.slug);
    this.journals.ackSoon(address, tap.boot);
  }

  /** Sent at once, and twice more while the tap is young and the gate has not confirmed it. */
  private sendLease(
    tap: UpTap,
    outcome: TapOutcome,
    command: Extract<TapOutcome['command'], { on: true }>,
    ageMs: () => number,
  ): void {
    const send = (): void => {
      if (ageMs() > tapAgeMaxMs) return;
      const left = command.until === undefined ? leaseTtlMs : command.until - this.clock.wallMs();
      if (left <= 0) return;
      this.commands.lease(outcome.address, {
        boot: tap.boot,
        seq: command.seq,
        sessionId: command.sessionId,
        ttlMs: Math.min(leaseTtlMs, left),
        byUpMs: tap.up_ms + tapAgeMaxMs,
      });
    };
    send();
    const { slug } = outcome.address;
    const resend = async (): Promise<void> => {
      if (await this.sessions.isStarting(command.sessionId)) send();
    };
    const cancels = resendAfterMs.map((after) => this.clock.after(after, () => void resend().catch(() => undefined)));
    this.unconfirmed.get(slug)?.cancel();
    this.unconfirmed.set(slug, { boot: tap.boot, seq: command.seq, cancel: () => cancels.forEach((one) => one()) });
  }

  /** A gate has said which command it follows. */
  heard(slug: string, { boot, seq }: { readonly boot: number; readonly seq: number }): void {
    const waiting = this.unconfirmed.get(slug);
    if (waiting === undefined || waiting.boot !== boot || seq < waiting.seq) return;
    waiting.cancel();
    this.unconfirmed.delete(slug);
  }

  /** Without an answer from the database nobody knows whose card it is: Polish, then. */
  private sayTryAgain(to: GateAddress, tap: UpTap, receivedAt: number, language: Saying['language'] = 'pl'): void {
    const [code, params] = ['try-again', {}];
    const refusals = [{ code, params, override: 'nobody' as const }];
    this.say(to, { boot: tap.boot, for: tap.n, verdict: 'deny', code, params, refusals, language }, receivedAt);
  }

  private say(to: GateAddress, saying: Saying, receivedAt: number): void {
    this.commands.say(to, saying);
    this.metrics.add('tap', { verdict: saying.verdict, code: saying.code });
    this.metrics.took('tap', this.clock.monoMs() - receivedAt);
  }

  private tooFast(slug: string, at: number): boolean {
    const second = Math.floor(at / 1000);
    const rate = this.rates.get(slug);
    if (rate?.second !== second) {
      this.rates.set(slug, { second, count: 1 });
      return false;
    }
    rate.count += 1;
    return rate.count > tapsPerSecondMax;
  }
}
