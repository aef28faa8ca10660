import { type BookingRule, type SetRule, setRule } from '../rule.js';
import { beyondHorizon } from './beyond-horizon.js';
import { certificateExpired } from './certificate-expired.js';
import { certificateOutdated } from './certificate-outdated.js';
import { closed } from './closed.js';
import { inThePast } from './in-the-past.js';
import { memberSuspended } from './member-suspended.js';
import { membershipExpired } from './membership-expired.js';
import { notCertified } from './not-certified.js';

/** Every booking rule, in the order in which its refusal is named first. */
export const bookingRules: readonly Pick<BookingRule, 'code' | 'says' | 'params' | 'override'>[] = [
  memberSuspended,
  membershipExpired,
  notCertified,
  certificateExpired,
  certificateOutdated,
  inThePast,
  beyondHorizon,
  closed,
];

/** A start this long ago counts as now: people book "from two o'clock" at two minutes past. */
export const startGraceMinutes = 5;

/** The rules of a workshop with nothing set but its horizon. */
export const workshopRules = (horizonDays: number): readonly SetRule[] => [
  setRule(memberSuspended, {}),
  setRule(membershipExpired, {}),
  setRule(notCertified, {}),
  setRule(certificateExpired, {}),
  setRule(certificateOutdated, {}),
  setRule(inThePast, { graceMinutes: startGraceMinutes }),
  setRule(beyondHorizon, { days: horizonDays }),
  setRule(closed, {}),
];
