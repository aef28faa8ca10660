import { withdrawalGraceMs } from '../numbers.js';
import type { Refusal } from '../refusal.js';
import { type Closing, type ClosingCode, closingAhead } from './closing-ahead.js';
import type { AccessFacts } from './facts.js';
import { refusalsOf } from './rule.js';
import { bookedByOther } from './rules/booked-by-other.js';
import { accessRules } from './rules/index.js';

/** What a second of a session leads to. */
export type ContinueDecision =
  /** `closing`: what ends it, when it is not the end of its booking. */
  | { readonly go: 'on'; readonly until: number | undefined; readonly closing?: ClosingCode | undefined }
  /** A right was withdrawn: warned, and off at `until` unless it comes back. */
  | {
      readonly go: 'out';
      readonly code: string;
      /** Undefined: the booking was lost, which is no refusal. */
      readonly refusal: Refusal | undefined;
      readonly since: number;
      readonly until: number;
    }
  | { readonly go: 'off'; readonly reason: string };

/** Refusals that end a session at once: there is no grace against an emergency stop or an outage. */
const atOnce: ReadonlySet<string> = new Set(['estop-active', 'out-of-order']);

/** Known before, and so warned of: then there is no grace either. */
const closingCodes: ReadonlySet<string> = new Set<ClosingCode>(['closed', 'outage', 'outside-opening-hours']);

const continueRules = accessRules.filter(({ asked }) => asked === 'start-and-continue');

/**
 * The same rules as at the tap, asked each second for a session that is open.
 *
 * @param hardEnd end of its booking; undefined: none
 * @param knownEnd the end that its member could reckon with so far; later than `hardEnd`: the booking was cut short
 * @param bookingLost the booking was cancelled, released or moved away
 * @param displaced it has no booking, and somebody's booking began that it could not be warned of
 * @param warned it was warned for the last time that it would end
 * @param withdrawn since when, and why, a right is gone already
 */
export function decideContinue(
  facts: AccessFacts,
  session: {
    readonly hardEnd: number | undefined;
    readonly knownEnd: number | undefined;
    readonly bookingLost: boolean;
    readonly displaced: boolean;
    readonly warned: boolean;
    readonly withdrawn: { readonly since: number } | undefined;
  },
): ContinueDecision {
  const { now, machine } = facts;
  const since = session.withdrawn?.since ?? now;
  const grace = since + withdrawalGraceMs[machine.hazard];
  const { hardEnd, knownEnd } = session;
  const cutShort = hardEnd !== undefined && knownEnd !== undefined && hardEnd < Math.min(knownEnd, grace);
  if (hardEnd !== undefined && hardEnd <= now && !session.bookingLost && !cutShort)
    return { go: 'off', reason: 'booking-ended' };
  const refusals = refusalsOf(session.displaced ? [...continueRules, bookedByOther] : continueRules, facts);
  const urgent = refusals.find(({ code }) => atOnce.has(code) || (session.warned && closingCodes.has(code)));
  if (urgent !== undefined) return { go: 'off', reason: urgent.code };
  const [refusal] = refusals;
  const code = refusal?.code ?? (session.bookingLost ? 'booking-lost' : cutShort ? 'booking-ends' : undefined);
  if (code === undefined) return goOn(session.hardEnd, closingAhead(facts));
  const end = session.bookingLost ? undefined : cutShort ? knownEnd : hardEnd;
  const until = Math.min(grace, end ?? Infinity);
  return until <= now
    ? { go: 'off', reason: code === 'booking-ends' ? 'booking-ended' : code }
    : { go: 'out', code, refusal, since, until };
}

const goOn = (hardEnd: number | undefined, closing: Closing | undefined): ContinueDecision =>
  closing === undefined || (hardEnd !== undefined && hardEnd <= closing.at)
    ? { go: 'on', until: hardEnd }
    : { go: 'on', until: closing.at, closing: closing.code };
