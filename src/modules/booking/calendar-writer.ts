import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction, violatedConstraint } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { BramaEventBus } from '../events.js';
import type { BookingRecord, KnownBooking } from './booking-record.js';
import { BookingRepository } from './booking.repository.js';
import { type Guards, guardsOf } from './guards.js';
import { allIn, eachAlone, type Statements } from './statements.js';

/** What else is written in the same transaction: a record of the decision, a notice, a wish that is served. */
export type Also = (tx: Transaction, written: readonly KnownBooking[]) => Promise<void>;
/** Bookings as they are to be, and from which versions that was decided. */
export interface CalendarWrite {
  readonly records: readonly BookingRecord[];
  readonly guards: Guards;
  readonly also?: Also | undefined;
}
/** Bookings that are there already, each as it is to be; nothing new is decided about their time. */
export const rewritten = (
  bookings: readonly KnownBooking[],
  become: (booking: KnownBooking) => BookingRecord,
): CalendarWrite => ({ records: bookings.map(become), guards: guardsOf([], bookings) });

/** Reads facts and decides; throws what the caller is to hear when nothing may be written. */
export type Decide = (on: Statements, now: number) => Promise<CalendarWrite>;
/** Who lost so many races takes the locks before deciding again, and then loses none to other bookings. */
const racesMax = 2;
const attemptsMax = 10;

/**
 * All that changes bookings goes through here: one snapshot, one decision, one write that the database guards. Who loses a
 * race decides again from fresh facts.
 */
@Injectable()
export class CalendarWriter {
  constructor(
    private readonly db: Database,
    private readonly bookings: BookingRepository,
    private readonly clock: Clock,
    private readonly events: BramaEventBus,
  ) {}

  async write(decide: Decide): Promise<readonly KnownBooking[]> {
    let lost: Guards | undefined;
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      const { written, guards } =
        attempt > racesMax && lost !== undefined ? await this.inLocks(lost, decide) : await this.optimistic(decide);
      if (written !== undefined) {
        for (const machineId of guards.machines.keys()) await this.events.emit('machine-changed', { machineId });
        return written;
      }
      lost = guards;
    }
    throw new Failure('conflict');
  }

  private async optimistic(decide: Decide): Promise<Attempt> {
    const now = this.now();
    const wish = await decide(eachAlone(this.db), now);
    return await orLost(wish.guards, async () =>
      wish.also === undefined
        ? await this.put(eachAlone(this.db), wish, now)
        : await this.db.transaction(async (tx) => await this.putWithAll(tx, wish, now)),
    );
  }

  private async inLocks(locked: Guards, decide: Decide): Promise<Attempt> {
    let guards = locked;
    const { written } = await orLost(locked, async () =>
      this.db.transaction(async (tx) => {
        await this.bookings.lock(tx, locked);
        const now = this.now();
        const wish = await decide(allIn(tx), now);
        guards = wish.guards;
        return await this.putWithAll(tx, wish, now);
      }),
    );
    return { written, guards };
  }

  private async put(on: Statements, { records, guards }: CalendarWrite, now: number): Promise<Attempt['written']> {
    return records.length === 0 ? [] : await this.bookings.write(on, records, guards, now);
  }

  private async putWithAll(tx: Transaction, wish: CalendarWrite, now: number): Promise<Attempt['written']> {
    const written = await this.put(allIn(tx), wish, now);
    if (written !== undefined && written.length > 0) await wish.also?.(tx, written);
    return written;
  }

  /** Whole milliseconds, as everything that is stored. */
  private now(): number {
    return Math.floor(this.clock.wallMs());
  }
}

interface Attempt {
  readonly written: readonly KnownBooking[] | undefined;
  readonly guards: Guards;
}

/** A time that is taken after all, though no version moved: decided again, and then it is seen. */
async function orLost(guards: Guards, write: () => Promise<Attempt['written']>): Promise<Attempt> {
  try {
    return { written: await write(), guards };
  } catch (error) {
    if (violatedConstraint(error) !== 'booking_no_overlap') throw error;
    return { written: undefined, guards };
  }
}
