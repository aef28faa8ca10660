import type { UpJournal } from '../src/contracts/mqtt/index.js';
import type { Clock } from '../src/platform/clock/clock.js';
import type { Journal } from './journal.js';

const firstWaitMs = 2_000;
const longestWaitMs = 15_000;

/**
 * Brings the journal to the database: one message under way at a time, never while a live tap waits for its answer, and
 * again until it is acknowledged, each time after a longer wait.
 */
export class JournalUpload {
  private underWay: { readonly boot: number; readonly last: number } | undefined;
  private waitMs = firstWaitMs;
  private cancelWait: () => void = () => {};
  private connected = false;

  constructor(
    private readonly journal: Journal,
    private readonly boot: number,
    private readonly clock: Clock,
    private readonly taps: { readonly waiting: boolean; readonly toldLive: ReadonlySet<number> },
    private readonly send: (journal: UpJournal) => boolean,
  ) {}

  /** Says what is held, so that a database that lost some can ask, and goes on. */
  connect(): void {
    this.disconnect();
    this.connected = true;
    this.send(this.journal.greeting(this.boot));
    this.advance();
  }

  disconnect(): void {
    this.cancelWait();
    this.connected = false;
    this.underWay = undefined;
    this.waitMs = firstWaitMs;
  }

  /** Sends what there is, unless something is under way. */
  advance(): void {
    if (!this.connected || this.underWay !== undefined || this.taps.waiting) return;
    const batch = this.journal.batch(this.boot, this.taps.toldLive);
    const last = batch?.events.at(-1);
    if (batch === undefined || last === undefined || !this.send(batch)) return;
    this.underWay = { boot: batch.boot, last: last.n };
    this.cancelWait = this.clock.after(this.waitMs, () => {
      this.underWay = undefined;
      this.waitMs = Math.min(this.waitMs * 2, longestWaitMs);
      this.advance();
    });
  }

  /** The journal has taken an acknowledgement of this power-up. */
  acknowledged(boot: number): void {
    const { underWay } = this;
    if (underWay === undefined) return this.advance();
    if (boot !== underWay.boot || this.journal.acknowledged(boot) < underWay.last) return;
    this.cancelWait();
    this.underWay = undefined;
    this.waitMs = firstWaitMs;
    this.advance();
  }
}
