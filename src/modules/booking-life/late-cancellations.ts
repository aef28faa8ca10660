import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { lateCancellation } from '../../core/booking/policies/index.js';
import { settingOf, type StoredSetting } from '../../core/booking/settings.js';
import { Database } from '../../platform/database/database.js';
import { allIn, BookingRepository, undoMs } from '../booking/index.js';
import { Strikes } from './strikes.js';
import { type BramaEvents, BramaEventBus } from '../events.js';
import { SweepRepository } from './sweep.repository.js';

const name = 'late-cancellations';
const minuteMs = 60_000;
/** What was written late is still found. */
const overlapMs = 60_000;
const firstLookMs = 24 * 60 * minuteMs;

/** A cancellation that comes late earns a strike, once it can no longer be taken back; so does a late move to a later time. */
@Injectable()
export class LateCancellations implements OnApplicationBootstrap {
  constructor(
    private readonly db: Database,
    private readonly repository: SweepRepository,
    private readonly bookings: BookingRepository,
    private readonly strikes: Strikes,
    private readonly events: BramaEventBus,
  ) {}

  onApplicationBootstrap(): void {
    this.events.on('booking-put-off', async (event) => await this.putOff(event));
  }

  async sweep(now: number): Promise<void> {
    const last = await this.repository.lastDone(name);
    const after = last === undefined ? now - firstLookMs : last - undoMs - overlapMs;
    for (const { id, from, cancelledAt, settings } of await this.repository.lateCancellations(after, now)) {
      if (!isLate(settings, from, cancelledAt)) continue;
      await this.db.transaction(async (tx) => {
        const booking = await this.bookings.find(allIn(tx), id);
        if (booking?.state === 'cancelled')
          await this.strikes.earn(tx, booking, 'late-cancellation', settings, cancelledAt);
      });
    }
    await this.repository.done(name, now);
  }

  private async putOff({ bookingId, from, at }: BramaEvents['booking-put-off']): Promise<void> {
    const settings = await this.repository.lateSettings(bookingId, from);
    if (settings === undefined || !isLate(settings, from, at)) return;
    await this.db.transaction(async (tx) => {
      const booking = await this.bookings.find(allIn(tx), bookingId);
      if (booking === undefined) return;
      const before = { ...booking, from, to: from + booking.to - booking.from };
      await this.strikes.earn(tx, before, 'late-cancellation', settings, at);
    });
  }
}

function isLate(settings: readonly StoredSetting[], from: number, at: number): boolean {
  const { minutes } = lateCancellation.read(settingOf(settings, lateCancellation.code).settings);
  return minutes > 0 && from - at < minutes * minuteMs;
}
