import type { AccessRule } from '../rule.js';
import { bookedByOther } from './booked-by-other.js';
import { bookingRequired } from './booking-required.js';
import { cardBlocked } from './card-blocked.js';
import { cardUnknown } from './card-unknown.js';
import { certificateExpired } from './certificate-expired.js';
import { certificateOutdated } from './certificate-outdated.js';
import { closed } from './closed.js';
import { estopActive } from './estop-active.js';
import { exclusiveGroupInUse } from './exclusive-group-in-use.js';
import { gateFault } from './gate-fault.js';
import { gateOffline } from './gate-offline.js';
import { inUse } from './in-use.js';
import { memberLimit } from './member-limit.js';
import { memberSuspended } from './member-suspended.js';
import { membershipExpired } from './membership-expired.js';
import { notCertified } from './not-certified.js';
import { outOfOrder } from './out-of-order.js';
import { outage } from './outage.js';
import { outsideOpeningHours } from './outside-opening-hours.js';
import { powerNotAllowedUntilDrill } from './power-not-allowed-until-drill.js';
import { staleTap } from './stale-tap.js';
import { supervisorRequired } from './supervisor-required.js';
import { tooManyAttempts } from './too-many-attempts.js';

/** Every access rule, in the order in which its refusal is named first. */
export const accessRules: readonly AccessRule[] = [
  staleTap,
  cardUnknown,
  cardBlocked,
  tooManyAttempts,
  memberSuspended,
  membershipExpired,
  gateOffline,
  gateFault,
  estopActive,
  powerNotAllowedUntilDrill,
  outOfOrder,
  outage,
  closed,
  outsideOpeningHours,
  notCertified,
  certificateExpired,
  certificateOutdated,
  inUse,
  bookedByOther,
  bookingRequired,
  exclusiveGroupInUse,
  memberLimit,
  supervisorRequired,
];
