import { Injectable } from '@nestjs/common';
import { earlyFinish } from '../../core/booking/policies/index.js';
import { settingOf } from '../../core/booking/settings.js';
import { Database } from '../../platform/database/database.js';
import { allIn, BookingDesk, BookingRepository, noticeTime } from '../booking/index.js';
import { Notices } from '../notices/index.js';
import { SweepRepository } from './sweep.repository.js';

const minuteMs = 60_000;

/** Time that is not used goes back to the calendar. */
@Injectable()
export class FreedTimes {
  constructor(
    private readonly db: Database,
    private readonly repository: SweepRepository,
    private readonly bookings: BookingRepository,
    private readonly desk: BookingDesk,
    private readonly notices: Notices,
  ) {}

  /** The member has switched off and not on again: the booking ends when that was. */
  async earlyFinishes(now: number): Promise<void> {
    for (const { id, version, leftAt, settings } of await this.repository.left(now)) {
      const { freed, afterMinutes } = earlyFinish.read(settingOf(settings, earlyFinish.code).settings);
      if (!freed || leftAt + afterMinutes * minuteMs > now) continue;
      await this.desk.finish(
        id,
        { by: null, at: leftAt, when: (booking) => booking.version === version && !booking.isOn },
        async (tx, written) => {
          const booking = written.find((one) => one.id === id)!;
          const params = { ...noticeTime(booking), from: booking.to, to: booking.plannedTo ?? booking.to };
          const subject = { kind: 'booking', id } as const;
          await this.notices.tell(tx, { memberId: booking.memberId, kind: 'rest-freed', params, subject });
        },
      );
    }
  }

  /** Holds that run out are released; a booking that wants their time may have done so before. */
  async overdueHolds(now: number): Promise<void> {
    for (const { id, version, heldFor } of await this.repository.overdueHolds(now)) {
      const as = heldFor === 'approval' ? 'not-approved' : 'not-claimed';
      await this.desk.end(id, { as, by: null, when: (booking) => booking.version === version }, async () => undefined);
    }
    await this.db.transaction(async (tx) => {
      for (const id of await this.repository.claimUntold(tx, now)) {
        const booking = await this.bookings.find(allIn(tx), id);
        if (booking === undefined) continue;
        const subject = { kind: 'booking', id } as const;
        const params = noticeTime(booking);
        await this.notices.tell(tx, { memberId: booking.memberId, kind: 'booking-not-approved', params, subject });
      }
    });
  }
}
