import { describe, expect, it } from 'vitest';
import { afterPassing, claimBy } from './waiting.js';

const minute = 60_000;
const hour = 60 * minute;
const now = 1_764_000_000_000;

describe('an offer', () => {
  it.each([
    ['of a slot far away: half a day', 10 * 24 * hour, 12 * hour],
    ['of one in two days: a quarter of that', 48 * hour, 12 * hour],
    ['of one tomorrow', 20 * hour, 5 * hour],
    ['of one in an hour', hour, 15 * minute],
    ['of one in twenty minutes', 20 * minute, 5 * minute],
    ['of one in two minutes: five minutes, whatever is left', 2 * minute, 5 * minute],
    ['of one that begins now', 0, 5 * minute],
  ])('%s', (_, aheadMs, ms) => {
    expect(claimBy(now, now + aheadMs)).toBe(now + ms);
  });

  it('that passes leaves the place, and a second one takes it', () => {
    expect([0, 1, 2].map(afterPassing)).toEqual(['waiting', 'left', 'left']);
  });
});
