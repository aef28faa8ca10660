import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookingFacts, now } from '../../../test/support/booking-facts.js';
import { weekdays } from '../calendar/weekly-times.js';
import { decideBooking, latestEnd } from './decide-booking.js';
import type { BookingFacts, OwnBooking } from './facts.js';
import { settingScopes } from './rule.js';
import type { StoredSetting } from './settings.js';

const minute = 60_000;
const day = 24 * 60 * minute;
const limits = ['day-limit', 'week-limit', 'open-limit', 'future-limit', 'gap-between-own', 'own-overlap'];

/** Around the winter's Monday of the facts, and around both nights in which clocks are set. */
const starts = [now, Date.UTC(2027, 2, 27, 12), Date.UTC(2027, 9, 30, 12)];
const instant = fc
  .tuple(fc.constantFrom(...starts), fc.integer({ min: 0, max: 4 * 24 * 4 }))
  .map(([from, quarters]) => from + quarters * 15 * minute);
const during = fc
  .tuple(instant, fc.integer({ min: 1, max: 60 }))
  .map(([from, quarters]) => ({ from, to: from + quarters * 15 * minute }));
const ownBooking: fc.Arbitrary<OwnBooking> = fc
  .record({
    span: during,
    machineId: fc.constantFrom('laser', 'lathe', 'saw'),
    groupId: fc.constantFrom('hot', undefined),
    along: fc.boolean(),
  })
  .map(({ span, ...rest }) => ({ ...span, ...rest, machineName: { pl: 'Tokarka', en: 'Lathe' } }));
const spans = fc.array(during, { maxLength: 3 });

const facts: fc.Arbitrary<BookingFacts> = fc
  .record({
    wanted: during,
    own: fc.array(ownBooking, { maxLength: 5 }),
    closures: spans,
    outages: spans,
    supervised: spans,
    exclusive: spans,
    neighbours: spans,
    groupId: fc.constantFrom('hot', undefined),
    memberSessionsMax: fc.constantFrom(1, 2),
    made: fc.constantFrom('ahead' as const, 'at-the-gate' as const),
    suspended: fc.boolean(),
    strikes: fc.array(fc.integer({ min: now - 100 * day, max: now }), { maxLength: 3 }),
  })
  .map(({ groupId, suspended, exclusive, neighbours, ...some }) => ({
    ...bookingFacts,
    ...some,
    machine: { id: 'laser', groupId },
    member: { ...bookingFacts.member, suspended },
    exclusive: exclusive.map((one) => ({ ...one, machineName: { pl: 'Piła', en: 'Saw' } })),
    neighbours: [
      ...neighbours.map((one) => ({ ...one, memberId: 'piotr' })),
      ...some.own.filter(({ machineId }) => machineId === 'laser').map((one) => ({ ...one, memberId: 'anna' })),
    ],
    strikes: some.strikes.toSorted((a, b) => a - b),
  }));

const upTo = (max: number) => fc.option(fc.integer({ min: 1, max }), { nil: null });
const openDay = [
  { from: '00:00', to: '12:00' },
  { from: '13:00', to: '24:00' },
];
const settings: Readonly<Record<string, fc.Arbitrary<object>>> = {
  'too-long': fc.record({ minutes: upTo(2000) }),
  'day-limit': fc.record({ bookings: upTo(4), minutes: upTo(1380) }),
  'week-limit': fc.record({ bookings: upTo(4), minutes: upTo(3000) }),
  'open-limit': fc.record({ bookings: upTo(4) }),
  'future-limit': fc.record({ minutes: upTo(4000) }),
  'gap-between-own': fc.record({ minutes: fc.integer({ min: 0, max: 300 }) }),
  'cleaning-time': fc.record({ minutes: fc.integer({ min: 0, max: 120 }) }),
  'supervisor-required': fc.record({ needed: fc.boolean() }),
  strikes: fc.record({ max: upTo(3) }),
  'outside-opening-hours': fc.constant({ hours: Object.fromEntries(weekdays.map((name) => [name, openDay])) }),
  'relaxed-hours': fc.constant({ windows: [{ days: ['mon', 'sat', 'sun'], from: '20:00', to: '08:00' }] }),
  approval: fc.record({ needed: fc.boolean() }),
};
const stored: fc.Arbitrary<StoredSetting[]> = fc
  .subarray(Object.keys(settings))
  .chain((rules) =>
    fc.tuple(
      ...rules.map((rule) =>
        fc.record({ rule: fc.constant(rule), scope: fc.constantFrom(...settingScopes), settings: settings[rule]! }),
      ),
    ),
  )
  .map((some) => [...some, { rule: 'beyond-horizon', scope: 'workshop', settings: { days: 1000 } }]);

const refusalsOf = (said: readonly StoredSetting[], asked: BookingFacts): string[] => {
  const decision = decideBooking(said, asked);
  return decision.allow ? [] : decision.refusals.map(({ code }) => code);
};

describe('of any workshop', () => {
  it('staff set aside all that may be, told as such, and never what is for nobody or somebody’s time', () => {
    fc.assert(
      fc.property(stored, facts, (said, asked) => {
        const plain = decideBooking(said, asked);
        const found = plain.allow ? [] : plain.refusals;
        const forNobody = found.filter(({ override }) => override === 'nobody');
        const decision = decideBooking(said, asked, { overrides: true });
        if (decision.allow)
          expect({ left: forNobody, taken: plain.allow ? false : plain.taken, aside: decision.setAside }).toEqual({
            left: [],
            taken: false,
            aside: found,
          });
        else expect(decision).toEqual({ allow: false, taken: !plain.allow && plain.taken, refusals: forNobody });
      }),
      { numRuns: 200 },
    );
  });

  it('one more booking of one’s own turns no limit into a yes', () => {
    fc.assert(
      fc.property(stored, facts, ownBooking, (said, asked, another) => {
        const before = refusalsOf(said, asked).filter((code) => limits.includes(code));
        const after = refusalsOf(said, { ...asked, own: [...asked.own, another] });
        expect(after).toEqual(expect.arrayContaining(before));
      }),
      { numRuns: 200 },
    );
  });

  it('the latest end is allowed, and a minute more is not', () => {
    let ends = 0;
    fc.assert(
      fc.property(stored, facts, (said, asked) => {
        const { from } = asked.wanted;
        const to = latestEnd(said, asked);
        // Without what has no end of its own.
        const settled = said.filter(({ rule }) => rule !== 'open-limit' && rule !== 'approval');
        const allows = (end: number): boolean =>
          decideBooking(settled, { ...asked, member: bookingFacts.member, strikes: [], wanted: { from, to: end } })
            .allow;
        if (to > from) {
          ends += 1;
          expect(allows(Math.min(to, from + 300 * day))).toBe(true);
        }
        if (to < Infinity) expect(allows(Math.max(to, from) + minute)).toBe(false);
      }),
      { numRuns: 500 },
    );
    expect(ends).toBeGreaterThan(50);
  });

  it('a booking of one’s own becomes shorter whatever was set, closed or booked since', () => {
    fc.assert(
      fc.property(stored, facts, fc.nat(10), fc.nat(10), (said, asked, before, after) => {
        const { from, to } = asked.wanted;
        const former = { from: from - before * minute, to: to + after * minute, machineId: 'laser', memberId: 'anna' };
        expect(refusalsOf(said, { ...asked, former })).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
