import { decideBooking, latestEnd } from '../booking/decide-booking.js';
import type { BookingFacts, FormerBooking } from '../booking/facts.js';
import type { StoredSetting } from '../booking/settings.js';
import type { Interval } from '../interval.js';
import { offerGapMinMs } from '../numbers.js';
import { isRefused, type Refusal } from '../refusal.js';
import type { AccessDecision } from './decide-access.js';
import type { AccessFacts } from './facts.js';

const minuteMs = 60_000;

/** A tap that takes time on the calendar: it books, offers to book, or makes a booking longer. */
type Booking =
  | (Extract<AccessDecision, { readonly does: 'start' }> & { readonly until: number })
  | Extract<AccessDecision, { readonly does: 'offer' | 'extend' }>;

export interface SpotWish {
  readonly decision: Booking;
  readonly wanted: Interval;
  /** The booking that would be made longer. */
  readonly longer: (FormerBooking & { readonly id: string }) | undefined;
}

/** What the booking rules have to be asked before a decision stands; undefined: nothing. */
export function spotWish(decision: AccessDecision, { now, machine, booking }: AccessFacts): SpotWish | undefined {
  if (!decision.allow) return undefined;
  if (decision.does === 'extend' && booking !== undefined)
    return {
      decision,
      wanted: { from: booking.from, to: decision.until },
      longer: { ...booking, machineId: machine.id },
    };
  if (decision.does === 'offer') return { decision, wanted: { from: now, to: decision.until }, longer: undefined };
  if (decision.does !== 'start' || !decision.books || decision.until === undefined) return undefined;
  const { until } = decision;
  return { decision: { ...decision, until }, wanted: { from: now, to: until }, longer: undefined };
}

/**
 * The same decision under the rules of bookings: as long as they allow, or refused for their reasons. A booking that may not
 * become longer is left as it is, and the tap switches off.
 *
 * @param alone the machine is booked by itself; false: along with what it needs, which no tap books
 */
export function underBookingRules(
  { decision, wanted, longer }: SpotWish,
  stored: readonly StoredSetting[],
  facts: BookingFacts,
  alone: boolean,
): AccessDecision {
  const least = longer === undefined ? leastOf(decision, wanted) : longer.to + minuteMs;
  const until = alone ? longestEnd(stored, facts, Math.min(least, wanted.to)) : undefined;
  if (until !== undefined) return { ...decision, until };
  if (decision.does === 'extend') return { allow: true, does: 'stop', sessionId: decision.sessionId };
  const asked = decideBooking(stored, facts);
  const refusals = alone && !asked.allow ? asked.refusals : [];
  return { allow: false, refusals: isRefused(refusals) ? refusals : [bookFirst] };
}

const bookFirst: Refusal = { code: 'booking-required', params: {}, override: 'nobody' };

const leastOf = ({ does }: Booking, { from }: Interval): number => from + (does === 'offer' ? offerGapMinMs : minuteMs);

/** The latest end that all rules allow, of a booking as it is wanted. */
function longestEnd(stored: readonly StoredSetting[], facts: BookingFacts, least: number): number | undefined {
  const to = Math.min(facts.wanted.to, latestEnd(stored, facts));
  if (to < least) return undefined;
  const asked = decideBooking(stored, { ...facts, wanted: { from: facts.wanted.from, to } });
  return asked.allow && asked.state === 'confirmed' ? to : undefined;
}
