import type { BookingRule, SetRule } from '../rule.js';
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

/** What a workshop asks: every rule, with the settings that are stored under its code. */
export const workshopRules = (settings: Readonly<Record<string, unknown>>): readonly SetRule[] =>
  bookingRules.map((rule) => rule.set(settings[rule.code] ?? {}));
