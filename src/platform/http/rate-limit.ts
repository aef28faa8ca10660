import type { Clock } from '../clock/clock.js';

export interface Limit {
  readonly max: number;
  readonly windowMs: number;
}

interface Window {
  readonly endsAt: number;
  taken: number;
}

/**
 * Counts per key in fixed windows, in the memory of this process: with several replicas each counts for itself. At most
 * `keysMax` keys are held; beyond that the oldest window is forgotten first.
 */
export class RateLimit {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly clock: Clock,
    private readonly keysMax = 20_000,
  ) {}

  /** Takes one. Undefined: it may go on; else the seconds after which it is worth trying again. */
  take(key: string, { max, windowMs }: Limit): number | undefined {
    const now = this.clock.monoMs();
    const window = this.current(key, now) ?? this.open(key, now + windowMs);
    if (window.taken >= max) return Math.max(1, Math.ceil((window.endsAt - now) / 1000));
    window.taken += 1;
    return undefined;
  }

  /** Gives one back, for attempts that turned out not to count. */
  giveBack(key: string): void {
    const window = this.windows.get(key);
    if (window !== undefined && window.taken > 0) window.taken -= 1;
  }

  private current(key: string, now: number): Window | undefined {
    const window = this.windows.get(key);
    return window !== undefined && now < window.endsAt ? window : undefined;
  }

  private open(key: string, endsAt: number): Window {
    this.windows.delete(key);
    const oldest = this.windows.size >= this.keysMax ? this.windows.keys().next().value : undefined;
    if (oldest !== undefined) this.windows.delete(oldest);
    const window = { endsAt, taken: 0 };
    this.windows.set(key, window);
    return window;
  }
}
