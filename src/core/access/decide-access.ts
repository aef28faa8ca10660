import { isRefused, type Refusal, type Refusals } from '../refusal.js';
import {
  bookAndStartMs,
  extendByMs,
  extendWindowMs,
  offerGapMinMs,
  offerMs,
  sameTapMs,
  tapAgeMaxMs,
  walkUpMs,
} from '../numbers.js';
import { closingAhead } from './closing-ahead.js';
import type { AccessFacts, SessionFacts } from './facts.js';
import { refusalsOf } from './rule.js';
import { accessRules } from './rules/index.js';

/** What a tap leads to. Nothing but `start` gives power. */
export type AccessDecision =
  /** Power, for a booking that is there or for one made in the same write; `until` undefined: no end of its own. */
  | {
      readonly allow: true;
      readonly does: 'start';
      readonly bookingId: string | undefined;
      readonly books: boolean;
      readonly until: number | undefined;
    }
  /** The member's own session ends. Needs no right. */
  | { readonly allow: true; readonly does: 'stop'; readonly sessionId: string }
  | {
      readonly allow: true;
      readonly does: 'extend';
      readonly sessionId: string;
      readonly bookingId: string;
      readonly until: number;
    }
  /** A second tap within 15 s books the machine and starts it. */
  | { readonly allow: true; readonly does: 'offer'; readonly until: number }
  /** The same tap once more, or one that came while the session was ending. */
  | { readonly allow: true; readonly does: 'nothing'; readonly code: 'same-tap' | 'ending' }
  | { readonly allow: false; readonly refusals: Refusals };

/**
 * The one decision, for the gate and for its preview. Switching off is judged before every rule and limit; then all rules
 * are asked and all refusals gathered. A missing fact is a refusal.
 */
export function decideAccess(facts: AccessFacts): AccessDecision {
  const { tap, member, session } = facts;
  if (tap !== undefined && (tap.superseded || tap.ageMs > tapAgeMaxMs)) {
    return refuse(refusalsOf(accessRules, facts).filter(({ code }) => code === 'stale-tap'));
  }
  if (tap?.previous !== undefined && tap.previous.agoMs < sameTapMs)
    return { allow: true, does: 'nothing', code: 'same-tap' };
  if (tap !== undefined && member !== undefined && session?.memberId === member.id)
    return decideOwnSession(facts, session);

  const refusals = refusalsOf(accessRules, facts);
  // A reader that pauses tells nobody which cards there are.
  const paused = refusals.filter(({ code }) => code === 'too-many-attempts');
  if (isRefused(paused)) return refuse(paused);
  const [only] = refusals;
  if (only !== undefined && refusals.length === 1 && only.code === 'booking-required') return decideOffer(facts, only);
  if (isRefused(refusals)) return { allow: false, refusals };
  return decideStart(facts);
}

function refuse(refusals: readonly Refusal[]): AccessDecision {
  if (!isRefused(refusals)) throw new Error('a refusal without a reason');
  return { allow: false, refusals };
}

function decideStart(facts: AccessFacts): AccessDecision {
  const { now, machine, booking, nextBooking } = facts;
  const closes = closingAhead(facts)?.at ?? Infinity;
  if (booking !== undefined) {
    const until = Math.min(booking.to, closes);
    return { allow: true, does: 'start', bookingId: booking.id, books: false, until };
  }
  if (machine.bookingMode === 'open') {
    const end = Math.min(nextBooking?.from ?? Infinity, closes);
    const until = end === Infinity ? undefined : end;
    return { allow: true, does: 'start', bookingId: undefined, books: false, until };
  }
  return { allow: true, does: 'start', bookingId: undefined, books: true, until: upToNext(facts, now + walkUpMs) };
}

/** A certified member at a free machine without a booking: offered it, and given it at the second tap. */
function decideOffer(facts: AccessFacts, refusal: Refusal): AccessDecision {
  const { now, tap } = facts;
  const until = upToNext(facts, now + bookAndStartMs);
  if (facts.booking !== undefined || until - now < offerGapMinMs) return refuse([refusal]);
  const offered = tap?.previous?.code === 'book-and-start' && tap.previous.agoMs <= offerMs;
  return offered
    ? { allow: true, does: 'start', bookingId: undefined, books: true, until }
    : { allow: true, does: 'offer', until };
}

function decideOwnSession(facts: AccessFacts, session: SessionFacts): AccessDecision {
  const { now, tap, booking } = facts;
  if (session.state === 'ending') return { allow: true, does: 'nothing', code: 'ending' };
  const stop: AccessDecision = { allow: true, does: 'stop', sessionId: session.id };
  if (session.state !== 'running' || booking === undefined || booking.memberId !== session.memberId) return stop;
  if (booking.to - now > extendWindowMs) return stop;
  if (tap?.previous?.code === 'extended' && tap.previous.agoMs <= offerMs) return stop;
  const until = upToNext(facts, booking.to + extendByMs);
  const mayGoOn =
    refusalsOf(
      accessRules.filter(({ asked }) => asked === 'start-and-continue'),
      facts,
    ).length === 0;
  if (!mayGoOn || until <= booking.to) return stop;
  return { allow: true, does: 'extend', sessionId: session.id, bookingId: booking.id, until };
}

const upToNext = ({ nextBooking }: AccessFacts, wanted: number): number =>
  nextBooking === undefined ? wanted : Math.min(wanted, nextBooking.from);
