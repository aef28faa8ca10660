import { Injectable } from '@nestjs/common';
import { judgeNoShow } from '../../core/booking/no-show.js';
import { checkIn } from '../../core/booking/policies/index.js';
import { settingOf } from '../../core/booking/settings.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { AccessService } from '../access/index.js';
import { allIn, BookingDesk, BookingRepository, noticeTime } from '../booking/index.js';
import { Notices } from '../notices/index.js';
import { Strikes } from './strikes.js';
import { type AwaitedBooking, SweepRepository } from './sweep.repository.js';

const name = 'no-shows';
/** Nobody swept for longer than this: nobody could check in, for all that is known. */
const gapMs = 30_000;

/** Who does not come is warned, and then the booking is released. */
@Injectable()
export class NoShows {
  constructor(
    private readonly db: Database,
    private readonly repository: SweepRepository,
    private readonly access: AccessService,
    private readonly bookings: BookingRepository,
    private readonly desk: BookingDesk,
    private readonly strikes: Strikes,
    private readonly notices: Notices,
    private readonly clock: Clock,
  ) {}

  async sweep(now: number): Promise<void> {
    const last = await this.repository.lastDone(name);
    const unwatched = last === undefined || now - last > gapMs;
    const paused: string[] = [];
    for (const booking of await this.repository.awaited(now)) {
      const { machineId, memberId } = booking;
      const policy = checkIn.read(settingOf(booking.settings, checkIn.code).settings);
      const refusedFor = await this.refusedFor(machineId, memberId, now);
      const verdict = judgeNoShow({ ...booking, refusedFor, seen: !unwatched }, policy, now);
      if (verdict.does === 'pause') paused.push(machineId);
      if (verdict.does === 'warn') await this.warn(booking, verdict.by, now);
      if (verdict.does === 'release') await this.release(booking, verdict.strike, now);
    }
    await this.repository.pause(paused, now);
    await this.repository.finishUnwatched(now);
    // From when it was done: a turn that takes long is no gap in which nobody watched.
    await this.repository.done(name, Math.floor(this.clock.wallMs()));
  }

  /** What the gate would say to the member. */
  private async refusedFor(machineId: string, memberId: string, now: number): Promise<string[]> {
    const decision = await this.access.preview(machineId, memberId, now);
    return decision === undefined || decision.allow ? [] : decision.refusals.map(({ code }) => code);
  }

  private async warn({ id }: AwaitedBooking, by: number, now: number): Promise<void> {
    await this.db.transaction(async (tx) => {
      if (!(await this.repository.warn(tx, id, now))) return;
      const booking = await this.bookings.find(allIn(tx), id);
      if (booking === undefined) return;
      const params = { ...noticeTime(booking), by };
      const subject = { kind: 'booking', id } as const;
      await this.notices.tell(tx, { memberId: booking.memberId, kind: 'no-show-warning', params, subject });
    });
  }

  /** Who taps in the same instant wins, or is too late: the booking is what it was when it was judged, or it stays. */
  private async release({ id, version, settings }: AwaitedBooking, strike: boolean, now: number): Promise<void> {
    const when = (booking: { readonly state: string; readonly version: number }): boolean =>
      booking.state === 'confirmed' && booking.version === version;
    await this.desk.end(id, { as: 'no-show', by: null, when }, async (tx, written) => {
      const booking = written.find((one) => one.id === id)!;
      const { memberId } = booking;
      const subject = { kind: 'booking', id } as const;
      await this.notices.tell(tx, { memberId, kind: 'no-show-released', params: noticeTime(booking), subject });
      if (strike) await this.strikes.earn(tx, booking, 'no-show', settings, now);
    });
  }
}
