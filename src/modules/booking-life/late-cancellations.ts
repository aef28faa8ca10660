import { Injectable } from '@nestjs/common';
import { isGivenUpLate } from '../../core/booking/given-up.js';
import { checkIn, lateCancellation } from '../../core/booking/policies/index.js';
import { settingOf } from '../../core/booking/settings.js';
import { Database } from '../../platform/database/database.js';
import { allIn, BookingRepository, undoMs } from '../booking/index.js';
import { Strikes } from './strikes.js';
import { type GivenUpTime, SweepRepository } from './sweep.repository.js';

/** Time that is given up late earns a strike, once that can no longer be taken back: by a cancellation, or by a change. */
@Injectable()
export class LateCancellations {
  constructor(
    private readonly db: Database,
    private readonly repository: SweepRepository,
    private readonly bookings: BookingRepository,
    private readonly strikes: Strikes,
  ) {}

  async sweep(now: number): Promise<void> {
    for (const givenUp of await this.repository.givenUp(now - undoMs)) await this.judge(givenUp);
  }

  /** Whoever was warned already, and then cancels, has not come. */
  private async judge({ id, settings, excused, warned, machineName, ...givenUp }: GivenUpTime): Promise<void> {
    const late = lateCancellation.read(settingOf(settings, lateCancellation.code).settings);
    const { from, to, at, machineId, memberId } = givenUp;
    const strikes = !excused && isGivenUpLate(givenUp, late, checkIn.read(settingOf(settings, checkIn.code).settings));
    await this.db.transaction(async (tx) => {
      if (!(await this.repository.judged(tx, id, at)) || !strikes) return;
      const booking = await this.bookings.find(allIn(tx), id);
      if (booking === undefined) return;
      const before = { ...booking, from, to, machineId, machineName, memberId };
      await this.strikes.earn(tx, before, warned ? 'no-show' : 'late-cancellation', settings, at);
    });
  }
}
