import type { Clock } from '../src/platform/clock/clock.js';

const burst = 10;
const perSecond = 5;

/** What a hand can do; a reader that sends more is broken, and must not fill the journal. */
export class TapLimit {
  private left = burst;
  private at: number;

  constructor(private readonly clock: Clock) {
    this.at = clock.monoMs();
  }

  allows(): boolean {
    const now = this.clock.monoMs();
    this.left = Math.min(burst, this.left + ((now - this.at) / 1000) * perSecond);
    this.at = now;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
