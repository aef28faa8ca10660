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
  private readonly freeing: Round;
  /** Looking for time may take long: it holds up nothing but itself. */
  private readonly offering: Round;

  constructor(
    private readonly repository: SweepRepository,
    noShows: NoShows,
    freed: FreedTimes,
    cancellations: LateCancellations,
    offers: WaitOffers,
    private readonly clock: Clock,
    @Inject('log') private readonly log: Log,
  ) {
    const sweeps: Round['sweeps'] = [
      ['no-shows', async (now) => await noShows.sweep(now)],
      ['early-finishes', async (now) => await freed.earlyFinishes(now)],
      ['overdue-holds', async (now) => await freed.overdueHolds(now)],
      ['late-cancellations', async (now) => await cancellations.sweep(now)],
    ];
    this.freeing = { lock: 4_711_002, sweeps, busy: false };
    const looking: Round['sweeps'] = [['wait-offers', async (now) => await offers.sweep(now)]];
    this.offering = { lock: 4_711_003, sweeps: looking, busy: false };
  }

  @Interval(5_000)
  async freeTurn(): Promise<void> {
    await this.turn(this.freeing);
  }

  @Interval(5_000)
  async offerTurn(): Promise<void> {
    await this.turn(this.offering);
  }

  /** All that is due now: what frees time, then what offers it. */
  async sweep(): Promise<void> {
    await this.once(this.freeing);
    await this.once(this.offering);
  }

  private async turn(round: Round): Promise<void> {
    if (round.busy) return;
    round.busy = true;
    try {
      await this.once(round);
    } catch (error) {
      this.log.error({ reason: (error as Error).message }, 'bookings could not be swept');
    } finally {
      round.busy = false;
    }
  }

  /** One replica does a round at a time. */
  private async once({ lock, sweeps }: Round): Promise<void> {
    await this.repository.alone(lock, async () => {
      for (const [name, sweep] of sweeps) await this.run(name, sweep);
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

interface Round {
  readonly lock: number;
  readonly sweeps: readonly (readonly [string, (now: number) => Promise<void>])[];
  busy: boolean;
}
