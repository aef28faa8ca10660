import { Injectable } from '@nestjs/common';
import type { Booking, HandOverRequest } from '../../contracts/http/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Failure } from '../../platform/http/failure.js';
import { RateLimit } from '../../platform/http/rate-limit.js';
import { isStaff } from '../auth/index.js';
import { Notices } from '../notices/index.js';
import { notFitting } from '../not-fitting.js';
import { changed, type KnownBooking } from './booking-record.js';
import { BookingTrail, timeOf as noticeTime } from './booking-trail.js';
import { BookingRepository } from './booking.repository.js';
import { shown } from './booking.service.js';
import { BundleChanges, type Change, mustBeAhead, type Whose } from './bundle-changes.js';
import { type Also, rewritten } from './calendar-writer.js';
import { Placer } from './placer.js';

const perMember = { max: 10, windowMs: 60 * 60_000 };

const isReceiver: Whose = (by, { offeredTo }) => offeredTo === by.memberId;

/** To another member; the time is never free in between. */
@Injectable()
export class HandOverService {
  private readonly limit: RateLimit;

  constructor(
    private readonly changes: BundleChanges,
    private readonly bookings: BookingRepository,
    private readonly placer: Placer,
    private readonly trail: BookingTrail,
    private readonly notices: Notices,
    clock: Clock,
  ) {
    this.limit = new RateLimit(clock);
  }

  async handOver(change: Change, request: HandOverRequest): Promise<Booking> {
    if (isStaff(change.by)) return await this.atOnce(change, request);
    if (request.override !== undefined || request.email === undefined) throw new Failure('not-allowed');
    return await this.offer(change, request.email);
  }

  /** The rules are asked of whoever receives it, who also is the only one to hear what is against it. */
  async accept(change: Change): Promise<Booking> {
    const { by } = change;
    const { memberId } = by;
    const written = await this.changes.run(
      change,
      async (on, former, now) => {
        const { main } = former;
        mustBeAhead(main, now);
        if (main.isOn) throw new Failure('machine-still-on');
        const placing = { machineId: main.machineId, memberId, during: main, former, note: null, by: memberId };
        const also: Also = async (tx, [booking]) => {
          await this.trail.tell(tx, main.memberId, 'hand-over-accepted', booking!);
          const detail = { to: memberId };
          await this.trail.record(tx, by, main.memberId, booking!, { action: 'booking-handed-over', detail });
        };
        return { ...(await this.placer.plan(on, placing, now)), also: mainOnly(also) };
      },
      isReceiver,
    );
    return shown(written, by);
  }

  /** It stays with whoever has it. */
  async decline(change: Change): Promise<void> {
    const also: Also = async (tx, [booking]) =>
      await this.trail.tell(tx, booking!.memberId, 'hand-over-declined', booking!);
    await this.changes.run(
      change,
      async (_, { main }) => ({ ...offered(main, null, null), also: mainOnly(also) }),
      isReceiver,
    );
  }

  async takeBack(change: Change): Promise<Booking> {
    const written = await this.changes.run(change, async (_, { main }) => {
      if (main.offeredAt === null) throw new Failure('conflict');
      return offered(main, null, null);
    });
    return shown(written, change.by);
  }

  /** Answered the same whoever has that address, and when nobody has it: nobody learns of others by it. */
  private async offer(change: Change, email: string): Promise<Booking> {
    const { by } = change;
    const retryAfterS = this.limit.take(by.memberId, perMember);
    if (retryAfterS !== undefined) throw new Failure('too-many-requests', { retryAfterS });
    const memberId = await this.bookings.memberByEmail(email);
    if (memberId === by.memberId) throw notFitting('email', 'same-member');
    const written = await this.changes.run(change, async (_, { main }, now) => {
      mustBeAhead(main, now);
      if (main.isOn) throw new Failure('machine-still-on');
      const also: Also = async (tx, [booking]) => {
        if (memberId === undefined) return;
        const params = { ...noticeTime(booking!), name: booking!.memberName };
        const subject = { kind: 'booking', id: booking!.id } as const;
        await this.notices.tell(tx, { memberId, kind: 'hand-over-offered', params, subject });
      };
      return { ...offered(main, memberId ?? null, now), also: mainOnly(also) };
    });
    return shown(written, by);
  }

  /** By staff, who may set rules aside for it. */
  private async atOnce(change: Change, request: HandOverRequest): Promise<Booking> {
    const { by } = change;
    const memberId = request.memberId ?? (await this.bookings.memberByEmail(request.email ?? ''));
    if (memberId === undefined) throw notFitting('email', 'unknown-member');
    const written = await this.changes.run(change, async (on, former, now) => {
      const { main } = former;
      mustBeAhead(main, now);
      if (main.isOn) throw new Failure('machine-still-on');
      if (main.memberId === memberId)
        throw notFitting(request.email === undefined ? 'memberId' : 'email', 'same-member');
      const overrideReason = request.override?.reason;
      const placing = { machineId: main.machineId, memberId, during: main, former, by: by.memberId, overrideReason };
      const also: Also = async (tx, [booking]) => {
        const params = { ...noticeTime(booking!), name: main.memberName };
        const subject = { kind: 'booking', id: main.id } as const;
        await this.notices.tell(tx, { memberId, kind: 'handed-over', params, subject });
        if (main.memberId !== by.memberId) await this.trail.tell(tx, main.memberId, 'handed-on-by-staff', booking!);
        const detail = { to: memberId };
        await this.trail.record(tx, by, main.memberId, booking!, { action: 'booking-handed-over', detail });
      };
      return { ...(await this.placer.plan(on, placing, now)), also: mainOnly(also) };
    });
    return shown(written, by);
  }
}

const mainOnly =
  (also: Also): Also =>
  async (tx, written) =>
    await also(
      tx,
      written.filter(({ bundleId }) => bundleId === null),
    );

const offered = (main: KnownBooking, offeredTo: string | null, offeredAt: number | null) =>
  rewritten([main], (booking) => changed(booking, { offeredTo, offeredAt }));
