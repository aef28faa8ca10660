import { Injectable } from '@nestjs/common';
import { lateCancellation } from '../../core/booking/policies/index.js';
import { settingOf } from '../../core/booking/settings.js';
import { Database } from '../../platform/database/database.js';
import { allIn, BookingRepository, undoMs } from '../booking/index.js';
import { Strikes } from './strikes.js';
import { SweepRepository } from './sweep.repository.js';

const name = 'late-cancellations';
const minuteMs = 60_000;
/** What was written late is still found. */
const overlapMs = 60_000;
const firstLookMs = 24 * 60 * minuteMs;

/** A cancellation that comes late earns a strike, once it can no longer be taken back. */
@Injectable()
export class LateCancellations {
  constructor(
    private readonly db: Database,
    private readonly repository: SweepRepository,
    private readonly bookings: BookingRepository,
    private readonly strikes: Strikes,
  ) {}

  async sweep(now: number): Promise<void> {
    const last = await this.repository.lastDone(name);
    const after = last === undefined ? now - firstLookMs : last - undoMs - overlapMs;
    for (const { id, from, cancelledAt, settings } of await this.repository.lateCancellations(after, now)) {
      const { minutes } = lateCancellation.read(settingOf(settings, lateCancellation.code).settings);
      if (minutes === 0 || from - cancelledAt >= minutes * minuteMs) continue;
      await this.db.transaction(async (tx) => {
        const booking = await this.bookings.find(allIn(tx), id);
        if (booking?.state === 'cancelled')
          await this.strikes.earn(tx, booking, 'late-cancellation', settings, cancelledAt);
      });
    }
    await this.repository.done(name, now);
  }
}
