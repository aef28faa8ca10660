import { describe, expect, it } from 'vitest';
import { factsOf, now, ownBooking, planned } from '../../../test/support/access-facts.js';
import type { WeeklyHours } from '../calendar/opening-hours.js';
import { closingAhead } from './closing-ahead.js';
import { decideAccess } from './decide-access.js';
import { decideContinue } from './decide-continue.js';
import type { AccessFacts } from './facts.js';

const minute = 60_000;
const hour = 60 * minute;
const at = now + 12 * minute;
/** It is 17:00 in Warsaw. */
const hours = (to: string): WeeklyHours => {
  const each = [{ from: '08:00', to }];
  return { mon: each, tue: each, wed: each, thu: each, fri: each, sat: each, sun: each };
};
const closure = (from: number, plannedAt = now - hour) => planned({ from, to: from + hour, plannedAt });
const aside = (overridesAt: number) => ({
  booking: { ...ownBooking, overrides: ['closed', 'outage', 'outside-opening-hours'], overridesAt },
});

describe('what is known to switch a machine off', () => {
  it.each<[string, Partial<AccessFacts>, { at: number; code: string } | undefined]>([
    ['nothing', {}, undefined],
    ['a closure', { closures: closure(at) }, { at, code: 'closed' }],
    ['an outage', { outages: closure(at) }, { at, code: 'outage' }],
    ['the closing time', { openingHours: hours('17:12') }, { at, code: 'outside-opening-hours' }],
    [
      'the first of them',
      { closures: closure(at + 1), outages: closure(at), openingHours: hours('18:00') },
      { at, code: 'outage' },
    ],
    ['not what holds already', { closures: closure(now), openingHours: hours('17:00') }, undefined],
    ['not what staff set aside', { closures: closure(at), openingHours: hours('17:12'), ...aside(now) }, undefined],
    ['but what was planned since', { closures: closure(at, now), ...aside(now - 1) }, { at, code: 'closed' }],
    [
      'and hours that were set since',
      { openingHours: hours('17:12'), openingHoursSetAt: now, ...aside(now - 1) },
      { at, code: 'outside-opening-hours' },
    ],
  ])('%s', (_, change, expected) => {
    expect(closingAhead(factsOf(change))).toEqual(expected);
  });

  it('is when a session ends that starts now, with a booking or without one', () => {
    const closing = { closures: closure(at) };
    expect(decideAccess(factsOf(closing))).toMatchObject({ does: 'start', until: at });
    const open = { machine: { ...factsOf().machine, bookingMode: 'open' as const }, booking: undefined };
    expect(decideAccess(factsOf({ ...closing, ...open }))).toMatchObject({ does: 'start', until: at });
  });
});

describe('a session that runs into it', () => {
  const session = {
    hardEnd: ownBooking.to,
    bookingLost: false,
    displaced: false,
    knownEnd: undefined,
    warned: false,
    withdrawn: undefined,
  };
  const closed = { closures: closure(now) };

  it('goes on until then, and says why', () => {
    expect(decideContinue(factsOf({ closures: closure(at) }), session)).toEqual({
      go: 'on',
      until: at,
      closing: 'closed',
    });
    const later = factsOf({ closures: closure(ownBooking.to) });
    expect(decideContinue(later, session)).toEqual({ go: 'on', until: ownBooking.to });
    expect(decideContinue(later, { ...session, hardEnd: undefined })).toMatchObject({ closing: 'closed' });
  });

  it('is off at once then, when it was warned; with a grace, when it could not be', () => {
    expect(decideContinue(factsOf(closed), { ...session, warned: true })).toEqual({ go: 'off', reason: 'closed' });
    expect(decideContinue(factsOf(closed), session)).toMatchObject({ go: 'out', code: 'closed' });
  });
});
