import { describe, expect, it } from 'vitest';
import {
  factsOf,
  nextBooking,
  now,
  ownBooking,
  ownSession,
  planned,
  tapFacts,
} from '../../../test/support/access-facts.js';
import type { WeeklyHours } from '../calendar/opening-hours.js';
import { decideAccess } from './decide-access.js';
import type { AccessFacts, BookedTime, MachineFacts, MemberFacts, SessionFacts, TapFacts } from './facts.js';
import { accessRules } from './rules/index.js';

const second = 1_000;
const minute = 60 * second;
const refused = new Set<string>();

function codes(change: Partial<AccessFacts>): string[] {
  const decision = decideAccess(factsOf(change));
  if (decision.allow) return [];
  const found = decision.refusals.map(({ code }) => code);
  for (const code of found) refused.add(code);
  return found;
}

const plain = factsOf();
const tap = (change: Partial<TapFacts>) => ({ tap: { ...tapFacts, ...change } });
const member = (change: Partial<MemberFacts>) => ({ member: { ...plain.member!, ...change } });
const machine = (change: Partial<MachineFacts>) => ({ machine: { ...plain.machine, ...change } });
const gate = (change: Partial<NonNullable<AccessFacts['gate']>>) => ({ gate: { ...plain.gate!, ...change } });
const held = (change: { validUntil?: number; version?: number }) => ({
  certificates: [{ ...plain.certificates[0]!, held: { validUntil: undefined, version: 2, ...change } }],
});
const session = (change: Partial<SessionFacts> = {}) => ({ session: { ...ownSession, ...change } });
const booking = (change: Partial<BookedTime>) => ({ booking: { ...ownBooking, ...change } });
const previous = (code: string, agoMs: number) => tap({ previous: { code, agoMs } });
const free = { booking: undefined };
/** It is a Monday, 17:00. */
const hours = (from: string, to: string): WeeklyHours => {
  const each = [{ from, to }];
  return { mon: each, tue: each, wed: each, thu: each, fri: each, sat: each, sun: each };
};
const elsewhere = [{ machineName: { pl: 'Tokarka', en: 'Lathe' } }];

describe('each rule at its edge', () => {
  it.each<[string, Partial<AccessFacts>, string[]]>([
    ['nothing against it', {}, []],
    ['a tap of 5 s', tap({ ageMs: 5_000 }), []],
    ['a tap of 5.001 s', tap({ ageMs: 5_001 }), ['stale-tap']],
    ['a tap of an earlier power-up', tap({ superseded: true, ageMs: 0 }), ['stale-tap']],
    ['a card nobody has', { ...tap({ card: undefined }) }, ['card-unknown']],
    ['a card whose member is gone', { member: undefined, booking: undefined }, ['card-unknown', 'booking-required']],
    ['a preview for nobody', { tap: undefined, member: undefined, ...free }, ['card-unknown', 'booking-required']],
    ['a blocked card', tap({ card: { blocked: true } }), ['card-blocked']],
    ['nine unknown cards', tap({ unknownCardsLastMinute: 9 }), []],
    ['ten unknown cards', tap({ unknownCardsLastMinute: 10 }), ['too-many-attempts']],
    ['a suspended member', member({ suspended: true }), ['member-suspended']],
    ['a membership that ends in 1 ms', member({ membershipUntil: now + 1 }), []],
    ['a membership that ends now', member({ membershipUntil: now }), ['membership-expired']],
    ['a live tap from a gate not heard of', gate({ online: false, contactAt: undefined }), []],
    ['a preview, heard 30 s ago', { tap: undefined, ...gate({ contactAt: now - 30_000 }) }, []],
    ['a preview, heard 30.001 s ago', { tap: undefined, ...gate({ contactAt: now - 30_001 }) }, ['gate-offline']],
    ['a preview, said to be off line', { tap: undefined, ...gate({ online: false }) }, ['gate-offline']],
    ['a preview, never heard', { tap: undefined, ...gate({ contactAt: undefined }) }, ['gate-offline']],
    ['a preview without a gate', { tap: undefined, gate: undefined }, ['gate-offline']],
    ['a tap without a gate', { gate: undefined }, ['gate-offline']],
    ['a gate with a fault', gate({ fault: 'stuck' }), ['gate-fault']],
    ['an emergency stop', gate({ estop: true }), ['estop-active']],
    ['high hazard, class A', machine({ hazard: 'high' }), []],
    [
      'high hazard, class B',
      { ...machine({ hazard: 'high' }), ...gate({ failSafeClass: 'B' }) },
      ['power-not-allowed-until-drill'],
    ],
    ['medium hazard, class D', gate({ failSafeClass: 'D' }), []],
    ['a machine out of order', machine({ outOfOrderSince: now }), ['out-of-order']],
    ['a closed workshop', { closures: planned() }, ['closed']],
    ['an outage', { outages: planned() }, ['outage']],
    ['open from this minute', { openingHours: hours('17:00', '18:00') }, []],
    ['open until this minute', { openingHours: hours('16:00', '17:00') }, ['outside-opening-hours']],
    ['open from the next minute', { openingHours: hours('17:01', '18:00') }, ['outside-opening-hours']],
    ['a day without hours', { openingHours: { ...hours('16:00', '18:00'), mon: [] } }, ['outside-opening-hours']],
    ['no certificate', { certificates: [{ ...plain.certificates[0]!, held: undefined }] }, ['not-certified']],
    [
      'one certificate of two',
      { certificates: [plain.certificates[0]!, { ...plain.certificates[0]!, held: undefined }] },
      ['not-certified'],
    ],
    ['a certificate that ends in 1 ms', held({ validUntil: now + 1 }), []],
    ['a certificate that ends now', held({ validUntil: now }), ['certificate-expired']],
    ['a certificate of a newer version', held({ version: 3 }), []],
    ['a certificate of an older version', held({ version: 1 }), ['certificate-outdated']],
    ['a session of somebody else', session({ memberId: 'piotr' }), ['in-use']],
    ["somebody else's booking", booking({ memberId: 'piotr' }), ['booked-by-other']],
    ['an own booking that waits for approval', booking({ held: true }), ['booking-required']],
    ["somebody else's hold", booking({ held: true, memberId: 'piotr' }), ['booked-by-other', 'booking-required']],
    ['a group in use', { groupInUse: { machineName: { pl: 'Piła', en: 'Saw' } } }, ['exclusive-group-in-use']],
    ['one machine too many', { elsewhere }, ['member-limit']],
    ['nobody to supervise it', { supervisorMissing: true }, ['supervisor-required']],
    ['a second machine of two', { elsewhere, memberSessionsMax: 2 }, []],
    ['what is booked along with one', { elsewhere, booking: { ...ownBooking, along: true } }, []],
  ])('%s', (_, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });

  it('gathers all refusals, in the order of the rules', () => {
    const everything: Partial<AccessFacts> = {
      ...tap({ card: { blocked: true } }),
      ...member({ suspended: true, membershipUntil: now }),
      ...machine({ hazard: 'high', outOfOrderSince: now }),
      ...gate({ fault: 'stuck', estop: true, failSafeClass: 'C' }),
      closures: planned(),
      outages: planned(),
      openingHours: hours('08:00', '09:00'),
      certificates: [
        { ...plain.certificates[0]!, held: undefined },
        ...held({ validUntil: now }).certificates,
        ...held({ version: 1 }).certificates,
      ],
      ...session({ memberId: 'piotr' }),
      ...booking({ memberId: 'piotr', held: true }),
      groupInUse: elsewhere[0],
      elsewhere,
      supervisorMissing: true,
    };
    const order = accessRules.map(({ code }) => code);
    const notTogether = new Set(['stale-tap', 'card-unknown', 'too-many-attempts', 'gate-offline']);
    expect(codes(everything)).toEqual(order.filter((code) => !notTogether.has(code)));
  });

  it('a reader that pauses does not tell which cards there are', () => {
    for (const card of [undefined, { blocked: false }, { blocked: true }])
      expect(codes(tap({ card, unknownCardsLastMinute: 10 }))).toEqual(['too-many-attempts']);
  });

  it('says why in params that words can use', () => {
    expect(decideAccess(factsOf(held({ validUntil: now })))).toEqual({
      allow: false,
      refusals: [
        {
          code: 'certificate-expired',
          params: { competencyPl: 'Laser', competencyEn: 'Laser cutter', until: now },
          override: 'nobody',
        },
      ],
    });
  });

  it('is not refused for what staff set aside for the booking, and what nobody may set aside is', () => {
    const shut = { closures: planned(), outages: planned(), openingHours: hours('08:00', '09:00') };
    const overrides = ['closed', 'outage', 'outside-opening-hours', 'membership-expired', 'out-of-order'];
    const lapsed = { ...member({ membershipUntil: now }), ...machine({ outOfOrderSince: now }) };
    expect(codes({ ...shut, ...booking({ overrides, overridesAt: now }) })).toEqual([]);
    expect(codes({ ...shut, ...lapsed, ...booking({ overrides: overrides.slice(1), overridesAt: now }) })).toEqual([
      'out-of-order',
      'closed',
    ]);
    expect(codes({ ...shut, ...booking({ overrides, overridesAt: now, memberId: 'piotr' }) })).toEqual([
      'outage',
      'closed',
      'outside-opening-hours',
      'booked-by-other',
    ]);
  });

  it('is refused for what was planned or set after staff set aside what they knew of', () => {
    const shut = {
      closures: planned(),
      outages: planned(),
      openingHours: hours('08:00', '09:00'),
      openingHoursSetAt: now - 60 * minute,
    };
    const given = (overridesAt: number | null) =>
      booking({ overrides: ['closed', 'outage', 'outside-opening-hours'], overridesAt });
    expect(codes({ ...shut, ...given(now - 60 * minute) })).toEqual([]);
    for (const before of [now - 60 * minute - 1, null])
      expect(codes({ ...shut, ...given(before) })).toEqual(['outage', 'closed', 'outside-opening-hours']);
    const unsupervised = { supervisorMissing: true, supervisorAskedAt: now - minute };
    const alone = (overridesAt: number) => booking({ overrides: ['supervisor-required'], overridesAt });
    expect(codes({ ...unsupervised, ...alone(now - minute) })).toEqual([]);
    expect(codes({ ...unsupervised, ...alone(now - 2 * minute) })).toEqual(['supervisor-required']);
    const twice = { closures: [...planned(), ...planned({ plannedAt: now - minute })] };
    expect(codes({ ...twice, ...given(now - 2 * minute) })).toEqual(['closed']);
    const past = { closures: [...planned(), ...planned({ from: now + 1, to: now + 2, plannedAt: now })] };
    expect(codes({ ...past, ...given(now - 2 * minute) })).toEqual([]);
  });

  it('was refused by every rule at least once', () => {
    expect(accessRules.length).toBe(23);
    expect([...refused].toSorted()).toEqual(accessRules.map(({ code }) => code).toSorted());
  });
});

describe('old and repeated taps', () => {
  it('a stale tap never acts, not even to switch off', () => {
    expect(codes({ ...session(), ...tap({ ageMs: 5_001 }) })).toEqual(['stale-tap']);
    expect(codes({ ...session(), ...tap({ superseded: true }) })).toEqual(['stale-tap']);
  });

  it.each([
    [0, 'nothing'],
    [1_999, 'nothing'],
    [2_000, 'stop'],
  ])('the same card %i ms later: %s', (agoMs, does) => {
    expect(decideAccess(factsOf({ ...session(), ...previous('ok', agoMs) }))).toMatchObject({ allow: true, does });
  });

  it('is one tap when it was refused, too', () => {
    expect(decideAccess(factsOf({ ...member({ suspended: true }), ...previous('member-suspended', 500) }))).toEqual({
      allow: true,
      does: 'nothing',
      code: 'same-tap',
    });
  });
});

describe('switching off', () => {
  const stop = { allow: true, does: 'stop', sessionId: ownSession.id };

  it('needs no right', () => {
    const stripped: Partial<AccessFacts> = {
      ...session(),
      ...tap({ card: { blocked: true }, unknownCardsLastMinute: 99 }),
      ...member({ suspended: true, membershipUntil: 0 }),
      ...machine({ outOfOrderSince: now }),
      ...gate({ fault: 'stuck', estop: true, online: false }),
      certificates: [{ ...plain.certificates[0]!, held: undefined }],
      closures: planned(),
      booking: undefined,
    };
    expect(decideAccess(factsOf(stripped))).toEqual(stop);
  });

  it('also of a session that the gate has not confirmed', () => {
    expect(decideAccess(factsOf(session({ state: 'starting' })))).toEqual(stop);
  });

  it('does nothing while it is switching off', () => {
    expect(decideAccess(factsOf(session({ state: 'ending' })))).toEqual({
      allow: true,
      does: 'nothing',
      code: 'ending',
    });
  });

  it('is for the member of the session alone', () => {
    expect(codes({ ...session(), ...member({ id: 'piotr' }), ...free })).toContain('in-use');
  });

  it('is not what a preview answers', () => {
    expect(codes({ ...session(), tap: undefined })).toEqual(['in-use']);
  });
});

describe('the last five minutes', () => {
  const at = (leftMs: number, change: Partial<AccessFacts> = {}) =>
    decideAccess(factsOf({ ...session(), ...booking({ to: now + leftMs }), ...change }));

  it.each([
    [5 * minute + 1, 'stop'],
    [5 * minute, 'extend'],
    [1, 'extend'],
  ])('with %i ms left, a tap means %s', (left, does) => {
    expect(at(left)).toMatchObject({ allow: true, does });
  });

  it('extends by half an hour, or up to the next booking', () => {
    const end = now + 4 * minute;
    expect(at(4 * minute)).toMatchObject({ does: 'extend', until: end + 30 * minute, bookingId: ownBooking.id });
    expect(at(4 * minute, { nextBooking: nextBooking(end + 7 * minute) })).toMatchObject({ until: end + 7 * minute });
    expect(at(4 * minute, { nextBooking: nextBooking(end) })).toMatchObject({ does: 'stop' });
  });

  it.each([
    [15_000, 'stop'],
    [15_001, 'extend'],
  ])('a second tap %i ms after an extension means %s', (agoMs, does) => {
    expect(at(4 * minute, previous('extended', agoMs))).toMatchObject({ does });
  });

  it('extends nothing for who may not go on', () => {
    expect(at(4 * minute, member({ suspended: true }))).toMatchObject({ does: 'stop' });
    expect(at(4 * minute, { closures: planned() })).toMatchObject({ does: 'stop' });
    expect(at(4 * minute, held({ validUntil: now }))).toMatchObject({ does: 'stop' });
    expect(at(4 * minute, session({ state: 'starting' }))).toMatchObject({ does: 'stop' });
    expect(at(4 * minute, free)).toMatchObject({ does: 'stop' });
  });
});

describe('what starts, and until when', () => {
  const start = { allow: true, does: 'start' };
  it('a booking: to its end', () => {
    expect(decideAccess(factsOf())).toEqual({ ...start, bookingId: ownBooking.id, books: false, until: ownBooking.to });
  });

  it.each([
    ['walk-up', undefined, { books: true, until: now + 120 * minute }],
    ['walk-up', now + minute, { books: true, until: now + minute }],
    ['walk-up', now + 121 * minute, { books: true, until: now + 120 * minute }],
    ['open', undefined, { books: false, until: undefined }],
    ['open', now + minute, { books: false, until: now + minute }],
  ] as const)('%s, next booking at %s', (bookingMode, next, expected) => {
    const facts = factsOf({
      ...free,
      ...machine({ bookingMode }),
      nextBooking: next === undefined ? undefined : nextBooking(next),
    });
    expect(decideAccess(facts)).toEqual({ ...start, bookingId: undefined, ...expected });
  });

  it.each(['walk-up', 'open'] as const)("%s: somebody else's booking holds", (bookingMode) => {
    expect(codes({ ...machine({ bookingMode }), ...booking({ memberId: 'piotr' }) })).toEqual(['booked-by-other']);
  });
});

describe('a free machine that must be booked', () => {
  it('is offered for an hour', () => {
    expect(decideAccess(factsOf(free))).toEqual({ allow: true, does: 'offer', until: now + 60 * minute });
  });

  it.each([
    [5 * minute, true],
    [5 * minute - 1, false],
  ])('with %i ms to the next booking: %s', (gap, offered) => {
    const decision = decideAccess(factsOf({ ...free, nextBooking: nextBooking(now + gap) }));
    expect(decision).toMatchObject(offered ? { does: 'offer', until: now + gap } : { allow: false });
  });

  it.each([
    ['book-and-start', 2_000, 'start'],
    ['book-and-start', 15_000, 'start'],
    ['book-and-start', 15_001, 'offer'],
    ['booking-required', 5_000, 'offer'],
  ])('after %s, %i ms ago: %s', (code, agoMs, does) => {
    expect(decideAccess(factsOf({ ...free, ...previous(code, agoMs) }))).toMatchObject({ allow: true, does });
  });

  it('is not offered when anything else is against it, nor started by a second tap', () => {
    expect(codes({ ...free, closures: planned() })).toEqual(['closed', 'booking-required']);
    const tapped = tap({ previous: { code: 'book-and-start', agoMs: 5_000 } });
    expect(codes({ ...free, ...tapped, ...member({ suspended: true }) })).toEqual([
      'member-suspended',
      'booking-required',
    ]);
  });
});
