import type { BookingRule } from '../rule.js';
import { beyondHorizon } from './beyond-horizon.js';
import { certificateExpired } from './certificate-expired.js';
import { certificateOutdated } from './certificate-outdated.js';
import { cleaningTime } from './cleaning-time.js';
import { closed } from './closed.js';
import { dayLimit } from './day-limit.js';
import { exclusiveGroupBooked } from './exclusive-group-booked.js';
import { futureLimit } from './future-limit.js';
import { gapBetweenOwn } from './gap-between-own.js';
import { inThePast } from './in-the-past.js';
import { memberSuspended } from './member-suspended.js';
import { membershipExpired } from './membership-expired.js';
import { minimumNotice } from './minimum-notice.js';
import { notCertified } from './not-certified.js';
import { offStep } from './off-step.js';
import { openLimit } from './open-limit.js';
import { outage } from './outage.js';
import { outsideOpeningHours } from './outside-opening-hours.js';
import { ownOverlap } from './own-overlap.js';
import { strikes } from './strikes.js';
import { supervisorRequired } from './supervisor-required.js';
import { tooLong } from './too-long.js';
import { tooShort } from './too-short.js';
import { weekLimit } from './week-limit.js';

/** Every booking rule, in the order in which its refusal is named first. */
export const bookingRules: readonly BookingRule[] = [
  memberSuspended,
  membershipExpired,
  strikes,
  notCertified,
  certificateExpired,
  certificateOutdated,
  inThePast,
  minimumNotice,
  beyondHorizon,
  closed,
  outsideOpeningHours,
  outage,
  supervisorRequired,
  tooShort,
  tooLong,
  offStep,
  cleaningTime,
  exclusiveGroupBooked,
  ownOverlap,
  gapBetweenOwn,
  dayLimit,
  weekLimit,
  openLimit,
  futureLimit,
];
