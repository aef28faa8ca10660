import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bookingFacts as facts, now, workshopSays } from '../../../test/support/booking-facts.js';
import { decideBooking } from './decide-booking.js';
import type { BookingFacts } from './facts.js';
import { beyondHorizon } from './rules/beyond-horizon.js';
import { bookingRules } from './rules/index.js';

const minute = 60_000;
const day = 24 * 60 * minute;
const { wanted, member } = facts;
const laser = { competencyName: { pl: 'Laser', en: 'Laser cutter' }, requiredVersion: 2 };
const horizon = (days: number) => workshopSays({ 'beyond-horizon': { days } });

const codes = (change: Partial<BookingFacts>): string[] => {
  const decision = decideBooking([], { ...facts, ...change });
  return decision.allow ? [] : decision.refusals.map(({ code }) => code);
};

describe('decideBooking', () => {
  it('allows a certified member', () => {
    expect(decideBooking([], facts)).toEqual({ allow: true, state: 'confirmed', expiresAt: undefined, setAside: [] });
  });

  const certificate = (validUntil: number | undefined, version = 2) => ({
    certificates: [{ ...laser, held: { validUntil, version } }],
  });
  const from = (start: number, length = 60 * minute) => ({ wanted: { from: start, to: start + length } });
  it.each([
    ['suspended', { member: { ...member, suspended: true } }, ['member-suspended']],
    ['membership to the end', { member: { ...member, membershipUntil: wanted.to } }, []],
    ['membership 1 ms short', { member: { ...member, membershipUntil: wanted.to - 1 } }, ['membership-expired']],
    ['no certificate', { certificates: [{ ...laser, held: undefined }] }, ['not-certified']],
    ['certificate to the end', certificate(wanted.to), []],
    ['certificate 1 ms short', certificate(wanted.to - 1), ['certificate-expired']],
    ['certificate over already', certificate(now - 1), ['certificate-expired']],
    ['older procedure', certificate(undefined, 1), ['certificate-outdated']],
    ['from now', from(now), []],
    ['five minutes ago', from(now - 5 * minute), []],
    ['a little longer ago', from(now - 5 * minute - 1), ['in-the-past']],
    ['over already', from(now - 2 * minute, 2 * minute), ['in-the-past']],
    ['ends at the horizon', from(now + 90 * day - 60 * minute), []],
    ['ends 1 ms later', from(now + 90 * day - 60 * minute + 1), ['beyond-horizon']],
    ['the year 9999', from(253_370_764_800_000), ['beyond-horizon']],
    ['closed until the start', { closures: [{ from: now, to: wanted.from }] }, []],
    ['closed from the end', { closures: [{ from: wanted.to, to: wanted.to + 1 }] }, []],
    ['closed for 1 ms of it', { closures: [{ from: wanted.to - 1, to: wanted.to }] }, ['closed']],
    ['a machine that asks for nothing', { certificates: [] }, []],
  ])('%s', (_name, change, expected) => {
    expect(codes(change)).toEqual(expected);
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
