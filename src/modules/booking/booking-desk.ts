import { Injectable } from '@nestjs/common';
import type { Booking } from '../../contracts/http/index.js';
import type { Interval } from '../../core/interval.js';
import { cut, ended, isAhead, type KnownBooking } from './booking-record.js';
import { BookingRepository, type Bundle } from './booking.repository.js';
import { type Also, CalendarWriter, type CalendarWrite, type Decide, rewritten } from './calendar-writer.js';
import { Denied, Placer } from './placer.js';

export interface Held {
  readonly machineId: string;
  readonly memberId: string;
  readonly during: Interval;
  /** Not claimed by then, it is released. */
  readonly claimBy: number;
}

export interface Ending {
  readonly as: NonNullable<Booking['endReason']>;
  /** Null: nobody, it comes about by itself. */
  readonly by: string | null;
  /** Asked again in the very write: whether it is still to be ended. */
  readonly when: (booking: KnownBooking, now: number) => boolean;
}

/**
 * What the rest of the service does with bookings, decided and guarded as all else. Each call is a transaction of its own, in
 * which `also` writes what belongs to it; hold no lock on a member, a machine or a booking while calling. A booking stands
 * for all that were made along with it.
 */
@Injectable()
export class BookingDesk {
  constructor(
    private readonly writer: CalendarWriter,
    private readonly placer: Placer,
    private readonly bookings: BookingRepository,
  ) {}

  /** A slot for somebody who waited, until it is claimed. Undefined: it is taken, or the rules are against it. */
  async hold({ machineId, memberId, during, claimBy }: Held, also: Also): Promise<KnownBooking | undefined> {
    const becomes = { state: 'held', heldFor: 'claim', expiresAt: claimBy } as const;
    const placing = { machineId, memberId, during, by: null, becomes };
    return await unlessDenied(async () =>
      this.first(async (on, now) => await this.placer.plan(on, placing, now), also),
    );
  }

  /** The member takes the slot that is held, to wait for approval where it is asked for. Undefined: it is not held any more. Throws `Denied` when the rules are against it. */
  async claim(bookingId: string, also: Also): Promise<KnownBooking | undefined> {
    return await this.changeOne(bookingId, also, async (on, { main, along }, now) => {
      if (main.state !== 'held' || main.heldFor !== 'claim' || !isAhead(main, now)) return undefined;
      const { machineId, memberId } = main;
      const placing = { machineId, memberId, during: main, former: { main, along }, asksAnew: true };
      return await this.placer.plan(on, { ...placing, by: memberId }, now);
    });
  }

  /** Its time is free again. Undefined: there was nothing to end. */
  async end(bookingId: string, { as, by, when }: Ending, also: Also): Promise<KnownBooking | undefined> {
    return await this.changeOne(bookingId, also, async (_, { main, along }, now) => {
      if (!takesTime(main) || !when(main, now)) return undefined;
      const all = [main, ...along.filter(takesTime)];
      return rewritten(all, (booking) => ended(booking, { at: now, by, as }));
    });
  }

  /** It was over at that time, and what is left of it is free. Undefined: it had not begun, or is over already. */
  async finish(
    bookingId: string,
    { by, when, at }: Pick<Ending, 'by' | 'when'> & { readonly at: number },
    also: Also,
  ): Promise<KnownBooking | undefined> {
    return await this.changeOne(bookingId, also, async (_, { main, along }, now) => {
      if (!isAhead(main, now) || at > now || main.from >= at || !when(main, now)) return undefined;
      const all = [main, ...along.filter((booking) => isAhead(booking, now))];
      return rewritten(all, (booking) => cut(booking, { at, by, as: 'finished-early' }));
    });
  }

  private async changeOne(
    bookingId: string,
    also: Also,
    plan: (on: Parameters<Decide>[0], bundle: Bundle, now: number) => Promise<CalendarWrite | undefined>,
  ): Promise<KnownBooking | undefined> {
    return await this.first(async (on, now) => {
      const bundle = await this.bookings.bundle(on, bookingId);
      const wish = bundle && (await plan(on, bundle, now));
      return wish ?? rewritten([], (booking) => booking);
    }, also);
  }

  /** The booking itself: the first that was planned. */
  private async first(decide: Decide, also: Also): Promise<KnownBooking | undefined> {
    const written = await this.writer.write(async (on, now) => ({ ...(await decide(on, now)), also }));
    return written.find(({ bundleId }) => bundleId === null);
  }
}

const takesTime = ({ state }: KnownBooking): boolean => state === 'held' || state === 'confirmed' || state === 'in_use';

async function unlessDenied<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Denied) return undefined;
    throw error;
  }
}
