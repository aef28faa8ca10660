import type { Clock } from '../src/platform/clock/clock.js';
import type { Log } from '../src/platform/log/log.js';

const sayAgainAfterMs = 60_000;

/** Counts what was dropped, by reason, and logs each reason at most once a minute: noise cannot fill a disk. */
export class DropCount {
  private readonly counts = new Map<string, { total: number; saidAt: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** True when this reason has not been told of for a minute. */
  add(what: string, reason: string): boolean {
    const key = `${what}:${reason}`;
    const now = this.clock.monoMs();
    const count = this.counts.get(key) ?? { total: 0, saidAt: Number.NEGATIVE_INFINITY };
    this.counts.set(key, count);
    count.total += 1;
    if (now - count.saidAt < sayAgainAfterMs) return false;
    count.saidAt = now;
    this.log.warn({ what, reason, total: count.total }, 'dropped');
    return true;
  }

  total(what: string, reason: string): number {
    return this.counts.get(`${what}:${reason}`)?.total ?? 0;
  }
}
