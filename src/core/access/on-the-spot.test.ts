import { describe, expect, it } from 'vitest';
import { factsOf, nextBooking, now, ownBooking, ownSession, tapFacts } from '../../../test/support/access-facts.js';
import { bookingFacts, workshopSays } from '../../../test/support/booking-facts.js';
import type { BookingFacts } from '../booking/facts.js';
import type { StoredSetting } from '../booking/settings.js';
import { bookAndStartMs, extendByMs, walkUpMs } from '../numbers.js';
import { type AccessDecision, decideAccess } from './decide-access.js';
import type { AccessFacts } from './facts.js';
import { spotWish, underBookingRules } from './on-the-spot.js';

const minute = 60_000;
const plain = factsOf({ booking: undefined });
const walkUp: Partial<AccessFacts> = { booking: undefined, machine: { ...plain.machine, bookingMode: 'walk-up' } };
const offer: Partial<AccessFacts> = { booking: undefined };
const ending = { ...ownBooking, to: now + 4 * minute };
const extend: Partial<AccessFacts> = { session: ownSession, booking: ending };

/** What a tap comes to, once the rules of bookings were asked. */
function tapped(
  gate: Partial<AccessFacts>,
  booking: Partial<BookingFacts> = {},
  stored: readonly StoredSetting[] = [],
  alone = true,
): AccessDecision {
  const facts = factsOf(gate);
  const decision = decideAccess(facts);
  const wish = spotWish(decision, facts);
  if (wish === undefined) return decision;
  const former = wish.longer;
  return underBookingRules(
    wish,
    stored,
    { ...bookingFacts, now, wanted: wish.wanted, former, made: 'at-the-gate', ...booking },
    alone,
  );
}
const closedAfter = (ms: number) => ({ closures: [{ from: now + ms, to: now + 24 * 60 * minute }] });

describe('a tap that takes time on the calendar', () => {
  it.each<[string, Partial<AccessFacts>, number]>([
    ['walk-up', walkUp, now + walkUpMs],
    ['an offer', offer, now + bookAndStartMs],
    ['an extension', extend, ending.to + extendByMs],
  ])('%s is as long as it may be', (_, gate, until) => {
    expect(tapped(gate)).toMatchObject({ allow: true, until });
  });

  it.each<[string, Partial<AccessFacts>, Partial<BookingFacts>, object]>([
    [
      'walk-up ends where the workshop closes',
      walkUp,
      closedAfter(25 * minute),
      { does: 'start', until: now + 25 * minute },
    ],
    ['an offer does too', offer, closedAfter(25 * minute), { does: 'offer', until: now + 25 * minute }],
    ['an offer of less than five minutes is none', offer, closedAfter(4 * minute), { refusals: [{ code: 'closed' }] }],
    ['walk-up may be shorter', walkUp, closedAfter(4 * minute), { does: 'start', until: now + 4 * minute }],
    [
      'an extension does not run into a closure',
      extend,
      closedAfter(10 * minute),
      { does: 'extend', until: now + 10 * minute },
    ],
    [
      'an extension of nothing switches off',
      extend,
      closedAfter(4 * minute),
      { does: 'stop', sessionId: ownSession.id },
    ],
    [
      'nobody with a strike too many walks up',
      walkUp,
      { member: { ...bookingFacts.member, suspended: true } },
      { refusals: [{ code: 'member-suspended' }] },
    ],
  ])('%s', (_, gate, booking, expected) => {
    expect(tapped(gate, booking)).toMatchObject(expected);
  });

  it('lasts no longer than a certificate', () => {
    const validUntil = now + 37 * minute + 30_000;
    const certificates = [{ ...bookingFacts.certificates[0]!, held: { validUntil, version: 2 } }];
    expect(tapped(walkUp, { certificates })).toMatchObject({ does: 'start', until: validUntil });
    expect(tapped(extend, { certificates })).toMatchObject({ does: 'extend', until: ending.to + 30 * minute });
  });

  it('is refused where the machine is booked along with others, or needs approval', () => {
    const bookFirst = { allow: false, refusals: [{ code: 'booking-required' }] };
    expect(tapped(walkUp, {}, [], false)).toMatchObject(bookFirst);
    expect(tapped(extend, {}, [], false)).toMatchObject({ does: 'stop' });
    expect(tapped(offer, {}, workshopSays({ approval: { needed: true } }))).toMatchObject({ allow: false });
  });

  it('is asked nothing when it takes none', () => {
    expect(tapped({}, closedAfter(0))).toMatchObject({ does: 'start', bookingId: ownBooking.id });
    expect(tapped({ ...offer, nextBooking: nextBooking(now + minute) }, closedAfter(0))).toMatchObject({
      allow: false,
    });
    const open = { ...offer, machine: { ...plain.machine, bookingMode: 'open' as const } };
    expect(tapped(open, closedAfter(0))).toMatchObject({ does: 'start', books: false });
    expect(tapped({ session: ownSession, tap: tapFacts }, closedAfter(0))).toMatchObject({ does: 'stop' });
  });
});
