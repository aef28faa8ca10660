import { Injectable } from '@nestjs/common';
import { Failure } from '../../platform/http/failure.js';
import { type CallerIdentity, isStaff } from '../auth/index.js';
import { Alternatives } from './alternatives.js';
import { isAhead, type KnownBooking } from './booking-record.js';
import { BookingRepository, type Bundle } from './booking.repository.js';
import { CalendarWriter, type CalendarWrite } from './calendar-writer.js';
import { Denied } from './placer.js';
import type { Statements } from './statements.js';

export interface Change {
  readonly by: CallerIdentity;
  readonly id: string;
  /** The version that the caller saw; undefined: whatever it is. */
  readonly seen?: number | undefined;
}
export type Plan = (on: Statements, bundle: Bundle, now: number) => Promise<CalendarWrite>;

/** Whose booking it may be: to all others there is none. */
export type Whose = (by: CallerIdentity, main: KnownBooking) => boolean;
const ownOrStaff: Whose = (by, { memberId }) => memberId === by.memberId || isStaff(by);

/** A booking and what takes time along with it are changed as one, as they are at the very moment of deciding. */
@Injectable()
export class BundleChanges {
  constructor(
    private readonly bookings: BookingRepository,
    private readonly writer: CalendarWriter,
    private readonly alternatives: Alternatives,
  ) {}

  async run({ by, id, seen }: Change, plan: Plan, whose = ownOrStaff): Promise<KnownBooking> {
    try {
      const written = await this.writer.write(async (on, now) => {
        const found = await this.bookings.bundle(on, id);
        if (found === undefined || !whose(by, found.main)) throw new Failure('not-found');
        const { main, along } = found;
        if (main.id !== id) throw new Failure('booked-along');
        if (seen !== undefined && seen !== main.version) throw new Failure('stale-version');
        return await plan(on, { main, along: along.filter(({ endedAt }) => endedAt === main.endedAt) }, now);
      });
      return written.find((booking) => booking.id === id)!;
    } catch (error) {
      throw error instanceof Denied ? await this.alternatives.instead(error, [error.placing]) : error;
    }
  }
}

export function mustBeAhead(main: KnownBooking, now: number): void {
  if (!isAhead(main, now)) throw new Failure('conflict');
  // What becomes of an offer is for the wait list to know.
  if (main.heldFor === 'claim') throw new Failure('claim-or-leave');
}
