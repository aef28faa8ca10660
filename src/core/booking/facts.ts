import type { CertificateFacts } from '../certification/facts.js';
import type { Interval } from '../interval.js';
import type { Bilingual } from '../words/bilingual.js';

/** One snapshot: all that any booking rule may look at. Times in ms since the epoch. */
export interface BookingFacts {
  readonly now: number;
  /** Of the workshop (IANA): in it days and opening hours are meant. */
  readonly zone: string;
  readonly wanted: Interval;
  /** Undefined: a new booking. Otherwise what the one that is changed is so far. */
  readonly former: FormerBooking | undefined;
  /** `at-the-gate`: a tap books and starts at once. */
  readonly made: 'ahead' | 'at-the-gate';
  /** Booked along with another machine that needs this one: only whether this machine can be had then is asked. */
  readonly along: boolean;
  readonly member: {
    readonly id: string;
    readonly suspended: boolean;
    readonly membershipUntil: number | undefined;
  };
  readonly machine: {
    readonly id: string;
    readonly groupId: string | undefined;
  };
  /** At so many machines a member may be at once. */
  readonly memberSessionsMax: number;
  /** Of the whole workshop, those that touch the wanted time, in order. */
  readonly closures: readonly Interval[];
  /** Planned, of this machine, those that touch the wanted time, in order. */
  readonly outages: readonly Interval[];
  /** When a supervisor is booked in for this machine, merged, around the wanted time. */
  readonly supervised: readonly Interval[];
  /** One for each competency the machine requires. */
  readonly certificates: readonly CertificateFacts[];
  /** The member's other bookings that take time: all that are not over, and those of the weeks that the wanted time touches and of a week before. */
  readonly own: readonly OwnBooking[];
  /** Bookings of this machine that take time, other than the one that is changed, from a day before to a day after the wanted time. */
  readonly neighbours: readonly Neighbour[];
  /** Bookings, within the wanted time, of machines that may not run together with this one. */
  readonly exclusive: readonly (Interval & { readonly machineName: Bilingual })[];
  /** When strikes that were told and not waived were earned, oldest first. */
  readonly strikes: readonly number[];
}

export interface FormerBooking extends Interval {
  readonly machineId: string;
  readonly memberId: string;
}

export interface OwnBooking extends Interval {
  readonly machineId: string;
  readonly groupId: string | undefined;
  readonly machineName: Bilingual;
  /** Booked along with another one (an extractor): it counts for no limit of the member. */
  readonly along: boolean;
}

export interface Neighbour extends Interval {
  readonly memberId: string;
}
