import type { DownUi, UpTap } from '../src/contracts/mqtt/index.js';
import type { CardTech } from '../src/core/kinds.js';
import type { Clock } from '../src/platform/clock/clock.js';

export interface CardRead {
  readonly tech: CardTech;
  readonly uid: string;
  readonly sun?: string;
}

interface LiveTap {
  readonly n: number;
  readonly upMs: number;
  readonly card: CardRead;
  readonly readMono: number;
  answered: boolean;
  cancel: () => void;
}

/** A tap is repeated under its own number; after the last wait it is only history, and the journal's. */
const repeatAtMs = [1_000, 3_000];
const liveForMs = 5_000;
/** An answer does not say that the database holds the tap; the acknowledgement that does is given this long. */
const acknowledgedWithinMs = 4_000;

/** Taps that somebody is waiting for. They are sent now or never: a tap that comes late must not switch anything. */
export class LiveTaps {
  private readonly taps = new Map<number, LiveTap>();
  private readonly askers = new Map<number, (answer: DownUi) => void>();

  constructor(
    private readonly clock: Clock,
    private readonly send: (tap: Omit<UpTap, 'boot'>) => void,
    /** Nobody waits for this tap any more: the journal may go on. */
    private readonly onOver: () => void,
  ) {}

  /** `upMs`: when the card was read, which stays the same however often the tap is sent. */
  add(n: number, upMs: number, card: CardRead): void {
    const tap: LiveTap = { n, upMs, card, readMono: this.clock.monoMs(), answered: false, cancel: () => {} };
    this.taps.set(n, tap);
    this.sendAndRepeat(tap, 0);
  }

  /** Somebody waits for an answer. */
  get waiting(): boolean {
    return [...this.taps.values()].some(({ answered }) => !answered);
  }

  /** The numbers that the journal need not tell of for now. */
  get toldLive(): ReadonlySet<number> {
    return new Set(this.taps.keys());
  }

  /** Calls `then` with the answer when one comes. Returns what takes the wish back. */
  ask(n: number, then: (answer: DownUi) => void): () => void {
    this.askers.set(n, then);
    return () => this.askers.delete(n);
  }

  answer(n: number, answer: DownUi): void {
    const tap = this.taps.get(n);
    if (tap !== undefined) {
      tap.cancel();
      tap.answered = true;
      tap.cancel = this.clock.after(acknowledgedWithinMs, () => this.finish(n));
      this.onOver();
    }
    this.askers.get(n)?.(answer);
    this.askers.delete(n);
  }

  /** The database holds every tap up to this number. */
  acknowledge(upto: number): void {
    for (const n of this.taps.keys()) if (n <= upto) this.finish(n);
  }

  stop(): void {
    for (const tap of this.taps.values()) tap.cancel();
    this.taps.clear();
  }

  private sendAndRepeat(tap: LiveTap, repeat: number): void {
    const age = Math.floor(this.clock.monoMs() - tap.readMono);
    if (age < liveForMs) this.send({ n: tap.n, up_ms: tap.upMs, age_ms: age, ...tap.card });
    const next = repeatAtMs[repeat];
    const wait = Math.max(0, (next ?? liveForMs) - age);
    tap.cancel = this.clock.after(wait, () => {
      if (next === undefined || age >= liveForMs) this.finish(tap.n);
      else this.sendAndRepeat(tap, repeat + 1);
    });
  }

  private finish(n: number): void {
    const tap = this.taps.get(n);
    if (tap === undefined) return;
    tap.cancel();
    this.taps.delete(n);
    this.onOver();
  }
}
