import { isRefused, type Refusal } from '../refusal.js';
import { onlyShorter } from './change.js';
import type { BookingFacts } from './facts.js';
import { freeUntil, inTheWay } from './obstacles.js';
import { relaxedUntil, relaxes } from './relaxed.js';
import type { SetRule } from './rule.js';
import { type Rulebook, rulebookOf } from './rulebook.js';
import { cleaningTime } from './rules/cleaning-time.js';
import { closed } from './rules/closed.js';
import { exclusiveGroupBooked } from './rules/exclusive-group-booked.js';
import { inThePast } from './rules/in-the-past.js';
import { offStep } from './rules/off-step.js';
import { outage } from './rules/outage.js';
import { outsideOpeningHours } from './rules/outside-opening-hours.js';
import { tooShort } from './rules/too-short.js';
import type { StoredSetting } from './settings.js';

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
  /** It cannot wait for approval: it is in use. */
  readonly atOnce?: boolean;
}

const hourMs = 60 * 60_000;

/** Neither a tap nor a running machine can wait for somebody. */
const approvalNeeded: Refusal = { code: 'approval-needed', params: {}, override: 'staff' };

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
  { overrides, atOnce = facts.made === 'at-the-gate' }: BookingWill = { overrides: false },
): BookingDecision {
  const rulebook = rulebookOf(stored);
  const relaxed = relaxes(rulebook.windows, facts.wanted, facts.zone);
  const { needed, waitHours } = rulebook.approval;
  const toApprove = needed && !facts.along && !onlyShorter(facts);
  const found = [
    ...questionsOf(rulebook, facts, relaxed).flatMap((question) => question.rule.ask(question.facts) ?? []),
    ...(toApprove && atOnce ? [approvalNeeded] : []),
  ];
  const refusals = overrides ? found.filter(({ override }) => override === 'nobody') : found;
  const taken = inTheWay(facts.neighbours, facts.wanted) !== undefined;
  if (taken || isRefused(refusals)) return { allow: false, taken, refusals };
  // Whoever sets rules aside has approved.
  if (!toApprove || overrides) return { allow: true, state: 'confirmed', expiresAt: undefined, setAside: found };
  const expiresAt = Math.min(facts.now + waitHours * hourMs, Math.max(facts.wanted.from, facts.now + hourMs / 4));
  return { allow: true, state: 'held', expiresAt, setAside: [] };
}

/**
 * Until when a booking from `wanted.from` could last, as far as the rules, the next booking and the facts reach. What a changed
 * booking has already it may keep. Not later than `wanted.from`: not at all; Infinity: as long as one likes.
 */
export function latestEnd(stored: readonly StoredSetting[], facts: BookingFacts): number {
  const rulebook = rulebookOf(stored);
  const { neighbours, former, zone } = facts;
  const { from } = facts.wanted;
  const longest = { ...facts, wanted: { from, to: Infinity } };
  const next = freeUntil(neighbours, from);
  const endOf = (questions: readonly Question[]): number =>
    Math.min(next, ...questions.map((question) => question.rule.latestEnd(question.facts) ?? Infinity));
  const strict = endOf(questionsOf(rulebook, longest, false));
  const relaxed = Math.min(
    relaxedUntil(rulebook.windows, longest.wanted, zone),
    endOf(questionsOf(rulebook, longest, true)),
  );
  const kept = former !== undefined && onlyShorter({ ...facts, wanted: { from, to: former.to } }) ? former.to : from;
  return Math.max(strict, relaxed, kept);
}

/** A rule, and what it is to look at. */
interface Question {
  readonly rule: SetRule;
  readonly facts: BookingFacts;
}

/** Of a booking that only becomes shorter: it takes nothing from anybody, whatever was set or closed since. */
const askedOfShorter = [inThePast, tooShort, offStep].map(({ code }) => code);
const askedOfCompanions = [closed, outsideOpeningHours, outage, cleaningTime, exclusiveGroupBooked].map(
  ({ code }) => code,
);

function questionsOf(rulebook: Rulebook, facts: BookingFacts, relaxed: boolean): Question[] {
  const own = facts.own.filter(({ along }) => !along);
  const all = { ...facts, own };
  const counted = { ...facts, own: own.filter((one) => rulebook.counts(one, facts.zone)) };
  const shorter = onlyShorter(facts);
  return rulebook.rules
    .filter((rule) => facts.made === 'ahead' || rule.asked === 'always')
    .filter((rule) => !facts.along || askedOfCompanions.includes(rule.code))
    .filter((rule) => !shorter || askedOfShorter.includes(rule.code))
    .filter((rule) => !(relaxed && rule.relaxable))
    .map((rule) => ({ rule, facts: rule.relaxable ? counted : all }));
}
