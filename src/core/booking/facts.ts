import type { CertificateFacts } from '../certification/facts.js';
import type { Interval } from '../interval.js';

/** One snapshot: all that any booking rule may look at. Times in ms since the epoch. */
export interface BookingFacts {
  readonly now: number;
  readonly wanted: Interval;
  readonly member: {
    readonly suspended: boolean;
    readonly membershipUntil: number | undefined;
  };
  /** Of the whole workshop, those that touch the wanted time, in order. */
  readonly closures: readonly Interval[];
  /** One for each competency the machine requires. */
  readonly certificates: readonly CertificateFacts[];
}
