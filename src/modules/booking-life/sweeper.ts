import { Inject, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../../platform/clock/clock.js';
import type { Log } from '../../platform/log/log.js';
import { FreedTimes } from './freed-times.js';
import { LateCancellations } from './late-cancellations.js';
import { NoShows } from './no-shows.js';
import { SweepRepository } from './sweep.repository.js';
import { WaitOffers } from './wait-offers.js';

/**
 * What becomes due by itself. Each piece is decided again where it is written, and is done once however often it is asked
 * for, so that a sweep that was cut off, or comes after any downtime, makes up for all that it missed.
 */
@Injectable()
export class Sweeper {
  private sweeping = false;
  /** What frees time comes before what offers it. */
  private readonly sweeps: readonly (readonly [string, (now: number) => Promise<void>])[];

  constructor(
    private readonly repository: SweepRepository,
    noShows: NoShows,
    freed: FreedTimes,
    cancellations: LateCancellations,
    offers: WaitOffers,
    private readonly clock: Clock,
    @Inject('log') private readonly log: Log,
  ) {
    this.sweeps = [
      ['no-shows', async (now) => await noShows.sweep(now)],
      ['early-finishes', async (now) => await freed.earlyFinishes(now)],
      ['overdue-holds', async (now) => await freed.overdueHolds(now)],
      ['late-cancellations', async (now) => await cancellations.sweep(now)],
      ['wait-offers', async (now) => await offers.sweep(now)],
    ];
  }

  @Interval(5_000)
  async turn(): Promise<void> {
    if (this.sweeping) return;
    this.sweeping = true;
    try {
      await this.sweep();
    } catch (error) {
      this.log.error({ reason: (error as Error).message }, 'bookings could not be swept');
    } finally {
      this.sweeping = false;
    }
  }

  /** All that is due now. One replica sweeps at a time. */
  async sweep(): Promise<void> {
    await this.repository.alone(async () => {
      for (const [name, sweep] of this.sweeps) await this.run(name, sweep);
    });
  }

  private async run(name: string, sweep: (now: number) => Promise<void>): Promise<void> {
    try {
      await sweep(Math.floor(this.clock.wallMs()));
    } catch (error) {
      this.log.error({ sweep: name, reason: (error as Error).message }, 'a sweep failed');
    }
  }
}
