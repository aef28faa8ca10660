import type { Clock } from '../src/platform/clock/clock.js';

export interface Power {
  readonly w: number;
  readonly wh?: number;
}

const everyMs = 10_000;

/** What a meter reads, on to the service: on change, at most every ten seconds, and the last of them always. */
export class PowerReport {
  private sent: Power | undefined;
  private latest: Power | undefined;
  private cancel: (() => void) | undefined;

  constructor(
    private readonly clock: Pick<Clock, 'after'>,
    /** False: nobody was there to take it. */
    private readonly send: (power: Power) => boolean,
  ) {}

  take(power: Power): void {
    this.latest = power;
    if (this.cancel === undefined) this.report();
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  private report(): void {
    const { latest, sent } = this;
    if (latest === undefined || (latest.w === sent?.w && latest.wh === sent?.wh)) return;
    if (this.send(latest)) this.sent = latest;
    this.cancel = this.clock.after(everyMs, () => {
      this.cancel = undefined;
      this.report();
    });
  }
}
