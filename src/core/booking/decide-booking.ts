import { isRefused, type Refusals } from '../refusal.js';
import type { BookingFacts } from './facts.js';
import type { SetRule } from './rule.js';

export type BookingDecision = { readonly allow: true } | { readonly allow: false; readonly refusals: Refusals };

/**
 * Whether the member may have the machine for the wanted time. Whether the time is free is not asked here: the database
 * alone knows (`booking_no_overlap`). All rules are asked and all refusals gathered. A machine out of order may be booked
 * for later: it will be repaired, and the tap asks again.
 */
export function decideBooking(rules: readonly SetRule[], facts: BookingFacts): BookingDecision {
  const refusals = rules.flatMap((rule) => rule.ask(facts) ?? []);
  return isRefused(refusals) ? { allow: false, refusals } : { allow: true };
}
