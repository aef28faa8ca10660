import type { BookingRule } from '../rule.js';
import { beyondHorizon } from './beyond-horizon.js';
import { certificateExpired } from './certificate-expired.js';
import { certificateOutdated } from './certificate-outdated.js';
import { closed } from './closed.js';
import { inThePast } from './in-the-past.js';
import { memberSuspended } from './member-suspended.js';
import { membershipExpired } from './membership-expired.js';
import { notCertified } from './not-certified.js';

/** Every booking rule, in the order in which its refusal is named first. */
export const bookingRules: readonly BookingRule[] = [
  memberSuspended,
  membershipExpired,
  notCertified,
  certificateExpired,
  certificateOutdated,
  inThePast,
  beyondHorizon,
  closed,
];
