import { overlap } from '../interval.js';
import { isRefused, type Refusal } from '../refusal.js';
import { relaxes } from './relaxed.js';
import type { BookingFacts } from './facts.js';
import { approval } from './policies/index.js';
import type { SetRule } from './rule.js';
import { bookingRules } from './rules/index.js';
import { settingOf, type StoredSetting } from './settings.js';

export type BookingDecision =
  | {
      readonly allow: true;
      readonly state: 'confirmed' | 'held';
      /** Of a held one: by then somebody has to approve. */
      readonly expiresAt: number | undefined;
      /** Refusals that staff set aside. */
      readonly setAside: readonly Refusal[];
    }
  /** `taken`: somebody has that time. `refusals` may be empty then, and only then. */
  | { readonly allow: false; readonly taken: boolean; readonly refusals: readonly Refusal[] };

export interface BookingWill {
  /** Staff set aside what may be set aside. */
  readonly overrides: boolean;
}

const hourMs = 60 * 60_000;

/**
 * Whether the member may have the machine for the wanted time. All rules are asked and all refusals gathered. What the facts
 * say about the time being free may be old: `booking_no_overlap` guards the write. A machine out of order may be booked for
 * later: it will be repaired, and the tap asks again.
 *
 * @param stored what machine, group, membership and workshop say
 */
export function decideBooking(
  stored: readonly StoredSetting[],
  facts: BookingFacts,
  { overrides }: BookingWill = { overrides: false },
): BookingDecision {
  const found = rulesFor(stored, facts).flatMap((rule) => rule.ask(facts) ?? []);
  const refusals = overrides ? found.filter(({ override }) => override === 'nobody') : found;
  const taken = facts.neighbours.some((neighbour) => overlap(neighbour, facts.wanted));
  if (taken || isRefused(refusals)) return { allow: false, taken, refusals };
  const setAside = overrides ? found.filter(({ override }) => override === 'staff') : [];
  const { needed, waitHours } = approval.read(settingOf(stored, approval.code).settings);
  // Whoever sets rules aside has approved; a booking that is changed keeps the state it has.
  if (!needed || overrides || facts.former !== undefined)
    return { allow: true, state: 'confirmed', expiresAt: undefined, setAside };
  const expiresAt = Math.min(facts.now + waitHours * hourMs, Math.max(facts.wanted.from, facts.now + hourMs / 4));
  return { allow: true, state: 'held', expiresAt, setAside };
}

/** Until when a booking from `wanted.from` could last, as far as the rules and the next booking are concerned. */
export function latestEnd(stored: readonly StoredSetting[], facts: BookingFacts): number {
  const ends = rulesFor(stored, facts).map((rule) => rule.latestEnd(facts) ?? Infinity);
  const next = facts.neighbours.filter(({ to }) => to > facts.wanted.from).map(({ from }) => from);
  return Math.min(...ends, ...next);
}

function rulesFor(stored: readonly StoredSetting[], facts: BookingFacts): SetRule[] {
  const relaxed = relaxes(stored, facts);
  return bookingRules
    .filter((rule) => facts.made === 'ahead' || rule.asked === 'always')
    .filter((rule) => !(relaxed && rule.relaxable))
    .map((rule) => {
      const { settings, origin } = settingOf(stored, rule.code);
      return rule.set(settings, origin);
    });
}
