import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bookingFacts as facts, now, workshopSays } from '../../../test/support/booking-facts.js';
import { decideBooking, latestEnd } from './decide-booking.js';
import type { BookingFacts } from './facts.js';
import type { SettingScope } from './rule.js';
import { beyondHorizon } from './rules/beyond-horizon.js';
import { bookingRules } from './rules/index.js';
import type { StoredSetting } from './settings.js';

const minute = 60_000;
const day = 24 * 60 * minute;
const { wanted, member } = facts;
const laser = { competencyName: { pl: 'Laser', en: 'Laser cutter' }, requiredVersion: 2 };
const horizon = (days: number) => workshopSays({ 'beyond-horizon': { days } });

describe('decideBooking', () => {
  it('allows a certified member', () => {
    expect(decideBooking([], facts)).toEqual({ allow: true, state: 'confirmed', expiresAt: undefined, setAside: [] });
  });

  it('says that somebody has that time, beside what the rules say', () => {
    const neighbours = [{ from: wanted.to - 1, to: wanted.to + minute, memberId: 'piotr' }];
    const taken = { allow: false, taken: true };
    expect(decideBooking([], { ...facts, neighbours })).toEqual({ ...taken, refusals: [] });
    expect(decideBooking([], { ...facts, neighbours }, { overrides: true })).toEqual({ ...taken, refusals: [] });
    expect(decideBooking([], { ...facts, neighbours, closures: [wanted] })).toMatchObject({
      ...taken,
      refusals: [{ code: 'closed' }],
    });
  });

  it('gathers all refusals, in order, with what fills in their words', () => {
    const decision = decideBooking(horizon(1), {
      ...facts,
      wanted: { from: now - day, to: now + 3 * day },
      member: { ...member, suspended: true, membershipUntil: now },
      closures: [{ from: now, to: now + 7 }],
      certificates: [
        { ...laser, held: undefined },
        { ...laser, competencyName: { pl: 'Tokarka', en: 'Lathe' }, held: { validUntil: now, version: 1 } },
      ],
    });
    expect(decision).toEqual({
      allow: false,
      taken: false,
      refusals: [
        { code: 'member-suspended', params: {}, override: 'nobody' },
        { code: 'membership-expired', params: { until: now }, override: 'staff' },
        { code: 'not-certified', params: { competencyPl: 'Laser', competencyEn: 'Laser cutter' }, override: 'nobody' },
        {
          code: 'certificate-expired',
          params: { competencyPl: 'Tokarka', competencyEn: 'Lathe', until: now },
          override: 'nobody',
        },
        {
          code: 'certificate-outdated',
          params: { competencyPl: 'Tokarka', competencyEn: 'Lathe', version: 2 },
          override: 'nobody',
        },
        { code: 'in-the-past', params: { from: now - day }, override: 'nobody' },
        { code: 'beyond-horizon', params: { days: 1, until: now + day }, override: 'staff' },
        { code: 'closed', params: { from: now, until: now + 7 }, override: 'staff' },
      ],
    });
  });
});

describe('settings', () => {
  const say = (scope: SettingScope, minutes: number): StoredSetting => ({
    rule: 'day-limit',
    scope,
    settings: { minutes },
  });
  const limitOf = (...stored: StoredSetting[]): unknown => {
    const decision = decideBooking(stored, { ...facts, wanted: { from: now, to: now + 5 * 60 * minute } });
    return decision.allow ? undefined : decision.refusals[0]?.params['limit'];
  };

  it('of the most specific scope win, in whatever order they are stored', () => {
    const [machine, group, membership, workshop] = [
      say('machine', 10),
      say('group', 20),
      say('membership', 30),
      say('workshop', 40),
    ];
    expect(limitOf(workshop, membership, group, machine)).toBe(10);
    expect(limitOf(membership, group, workshop)).toBe(20);
    expect(limitOf(workshop, membership)).toBe(30);
    expect(limitOf(workshop)).toBe(40);
    expect(limitOf()).toBeUndefined();
  });

  it('win whole: what they leave out is not asked, whatever a wider scope says of it', () => {
    const machine: StoredSetting = { rule: 'day-limit', scope: 'machine', settings: { bookings: 3 } };
    expect(limitOf(machine, say('workshop', 40))).toBeUndefined();
  });
});

describe('relaxed hours', () => {
  /** A Monday in Warsaw, from 22:00 to 06:00. */
  const evening = Date.UTC(2027, 0, 11, 21);
  const hour = 60 * minute;
  const stored = workshopSays({
    'relaxed-hours': { windows: [{ days: ['mon'], from: '22:00', to: '06:00' }] },
    'day-limit': { minutes: 60 },
    'too-long': { minutes: 120 },
  });
  const codesOf = (from: number, to: number, own: BookingFacts['own'] = []): string[] => {
    const decision = decideBooking(stored, { ...facts, memberSessionsMax: 9, wanted: { from, to }, own });
    return decision.allow ? [] : decision.refusals.map(({ code }) => code);
  };
  const other = (from: number, to: number) => ({
    from,
    to,
    machineId: 'lathe',
    groupId: undefined,
    machineName: { pl: 'Tokarka', en: 'Lathe' },
    along: false,
  });

  it('set limits aside for what lies wholly in them', () => {
    expect(codesOf(evening, evening + 8 * hour)).toEqual([]);
    expect(codesOf(evening - minute, evening + 8 * hour)).toEqual(['too-long', 'day-limit']);
    expect(codesOf(evening, evening + 8 * hour + minute)).toEqual(['too-long', 'day-limit']);
  });

  it('count for nothing later, unless a booking reaches out of them', () => {
    const noon = evening - 10 * hour;
    expect(codesOf(noon, noon + hour, [other(evening, evening + hour)])).toEqual([]);
    expect(codesOf(noon, noon + hour, [other(evening - minute, evening + hour)])).toEqual(['day-limit']);
  });

  it('give a latest end: theirs where a limit would come first, the limit’s where that reaches further', () => {
    const endFrom = (from: number) => latestEnd(stored, { ...facts, wanted: { from, to: from + minute } });
    expect(endFrom(evening)).toBe(evening + 8 * hour);
    expect(endFrom(evening - minute)).toBe(evening - minute + hour);
    expect(endFrom(evening + 8 * hour - minute)).toBe(evening + 8 * hour - minute + hour);
  });
});

describe('approval', () => {
  const hour = 60 * minute;
  const stored = workshopSays({ approval: { needed: true, waitHours: 2 } });
  const expiry = (from: number): number | undefined => {
    const decision = decideBooking(stored, { ...facts, wanted: { from, to: from + hour } });
    return decision.allow && decision.state === 'held' ? decision.expiresAt : undefined;
  };

  it('is waited for so long, not past the start, and a quarter of an hour at least', () => {
    expect(expiry(now + 3 * hour)).toBe(now + 2 * hour);
    expect(expiry(now + hour)).toBe(now + hour);
    expect(expiry(now + minute)).toBe(now + 15 * minute);
  });

  it('is given by whoever sets rules aside', () => {
    expect(decideBooking(stored, facts, { overrides: true })).toMatchObject({ state: 'confirmed' });
  });

  it('cannot be waited for at the gate', () => {
    expect(decideBooking(stored, { ...facts, made: 'at-the-gate' })).toMatchObject({
      refusals: [{ code: 'approval-needed', override: 'staff' }],
    });
  });

  it('is not asked again for less time, but for other time, another machine or member', () => {
    const former = { from: wanted.from, to: wanted.to + hour, machineId: 'laser', memberId: 'anna' };
    expect(decideBooking(stored, { ...facts, former })).toMatchObject({ state: 'confirmed' });
    expect(decideBooking(stored, { ...facts, former, made: 'at-the-gate' })).toMatchObject({ allow: true });
    const others = [{ from: wanted.from + 1 }, { to: wanted.to - 1 }, { machineId: 'lathe' }, { memberId: 'piotr' }];
    for (const other of others)
      expect(decideBooking(stored, { ...facts, former: { ...former, ...other } })).toMatchObject({ state: 'held' });
  });

  it('is not asked for what is booked along', () => {
    expect(decideBooking(stored, { ...facts, along: true })).toMatchObject({ state: 'confirmed' });
  });
});

describe('latestEnd', () => {
  const memberId = 'piotr';
  const endWith = (change: Partial<BookingFacts>) => latestEnd([], { ...facts, ...change });

  it('is where somebody else begins, or the horizon', () => {
    expect(endWith({})).toBe(now + 90 * day);
    expect(endWith({ made: 'at-the-gate' })).toBe(Infinity);
    expect(endWith({ neighbours: [{ from: wanted.to + 7, to: wanted.to + 9, memberId }] })).toBe(wanted.to + 7);
    expect(endWith({ neighbours: [{ from: now, to: wanted.from, memberId }] })).toBe(now + 90 * day);
    expect(endWith({ neighbours: [{ from: now, to: wanted.from + 1, memberId }] })).toBeLessThanOrEqual(wanted.from);
  });

  it('leaves a changed booking what it has, though not at another machine', () => {
    const closures = [{ from: wanted.from, to: wanted.to + day }];
    const former = { from: wanted.from, to: wanted.to + 7, machineId: 'laser', memberId: 'anna' };
    expect(endWith({ closures, former })).toBe(wanted.to + 7);
    expect(endWith({ closures, former: { ...former, machineId: 'lathe' } })).toBe(wanted.from);
  });
});

describe('the list of rules', () => {
  it('takes its settings from what is stored, under the code of each', () => {
    const exactly = { ...facts, wanted: { from: now - minute, to: now + day } };
    expect(decideBooking(horizon(1), exactly)).toMatchObject({ allow: true });
    const strict = workshopSays({ 'beyond-horizon': { days: 1 }, 'in-the-past': { graceMinutes: 0 } });
    expect(decideBooking(strict, exactly)).toMatchObject({ refusals: [{ code: 'in-the-past' }] });
    expect(() => decideBooking(horizon(0), exactly)).toThrow(z.ZodError);
  });

  it('draws a settings form from every rule', () => {
    for (const { params } of bookingRules) expect(z.toJSONSchema(params)).toMatchObject({ type: 'object' });
  });

  it('refuses settings that do not fit', () => {
    expect(() => beyondHorizon.set({ days: 0 }, 'workshop')).toThrow(z.ZodError);
    expect(() => beyondHorizon.set({ days: 1, more: 2 }, 'workshop')).toThrow(z.ZodError);
  });
});
