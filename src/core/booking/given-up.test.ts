import { expect, it } from 'vitest';
import type { Interval } from '../interval.js';
import { isGivenUpLate } from './given-up.js';

const minute = 60_000;
const from = 1_764_000_000_000;
const to = from + 60 * minute;
const span = (fromMin: number, toMin: number): Interval => ({
  from: from + fromMin * minute,
  to: from + toMin * minute,
});

it.each<[string, number, Interval | null, boolean]>([
  ['cancelled within the hour before', -59, null, true],
  ['cancelled an hour before', -60, null, false],
  ['cancelled after it began', 9, null, true],
  ['moved to a later time', -10, span(15, 75), true],
  ['moved to the next day', -10, span(1440, 1500), true],
  ['moved to a later time early enough', -61, span(15, 75), false],
  ['moved to an earlier time', -10, span(-5, 55), false],
  ['shortened to what it takes to be missed', -10, span(0, 10), false],
  ['shortened to almost nothing', -10, span(0, 9), true],
  ['put back as it was', -10, span(0, 60), false],
])('%s', (_, atMin, kept, late) => {
  const givenUp = { from, to, at: from + atMin * minute, kept };
  expect(isGivenUpLate(givenUp, { minutes: 60 }, { graceMinutes: 10 })).toBe(late);
  expect(isGivenUpLate(givenUp, { minutes: 0 }, { graceMinutes: 10 })).toBe(false);
});

it('a booking that never was long enough to be missed is not given up by being moved to an earlier time', () => {
  const short = { from, to: from + 5 * minute, at: from - minute, kept: span(-1, 4) };
  expect(isGivenUpLate(short, { minutes: 60 }, { graceMinutes: 10 })).toBe(false);
});
