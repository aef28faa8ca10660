import type { BookingPolicy } from '../rule.js';
import { approval } from './approval.js';
import { checkIn } from './check-in.js';
import { earlyFinish } from './early-finish.js';
import { lateCancellation } from './late-cancellation.js';
import { overrun } from './overrun.js';
import { relaxedHours } from './relaxed-hours.js';

export { approval, checkIn, earlyFinish, lateCancellation, overrun, relaxedHours };

/** Every policy of bookings, in the order in which its settings are shown. */
export const bookingPolicies: readonly BookingPolicy[] = [
  approval,
  checkIn,
  earlyFinish,
  lateCancellation,
  overrun,
  relaxedHours,
];
