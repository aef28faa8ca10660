import { describe, expect, it } from 'vitest';
import { sessionEnd } from './session-end.js';

const minute = 60_000;
const bookedTo = 1_764_000_000_000;
const now = bookedTo + 90_000;
const meter = { busyFromW: 100, power: { w: 100, at: now - 30_000 } };
const medium = { hazard: 'medium' as const };

describe('the end of a session', () => {
  it.each<
    [
      string,
      number,
      Partial<Parameters<typeof sessionEnd>[3]>,
      Parameters<typeof sessionEnd>[2],
      number,
      number | undefined,
    ]
  >([
    ['moves while the machine works', now, {}, medium, 5, 5],
    ['moves as far as is set', now, {}, medium, 2, 2],
    ['stays where nothing is set', now, {}, medium, 0, undefined],
    ['stays at an idle machine', now, { power: { w: 99.9, at: now } }, medium, 5, undefined],
    [
      'stays at a meter not heard for longer than 30 s',
      now,
      { power: { w: 500, at: now - 30_001 } },
      medium,
      5,
      undefined,
    ],
    ['stays without a meter', now, { power: undefined }, medium, 5, undefined],
    ['stays where nobody said what busy is', now, { busyFromW: undefined }, medium, 5, undefined],
    ['stays on a machine of high hazard', now, {}, { hazard: 'high' }, 5, undefined],
    [
      'is the booked one until the last lease',
      bookedTo - 24_001,
      { power: { w: 500, at: bookedTo - 24_001 } },
      medium,
      5,
      undefined,
    ],
    ['moves from the last lease on', bookedTo - 24_000, { power: { w: 500, at: bookedTo - 24_000 } }, medium, 5, 5],
  ])('%s', (_, at, change, machine, minutes, moved) => {
    const end = sessionEnd(bookedTo, at, machine, { ...meter, ...change }, minutes, undefined);
    expect(end).toBe(bookedTo + (moved ?? 0) * minute);
  });

  it('never moves into the next booking', () => {
    const end = (from: number) => sessionEnd(bookedTo, now, medium, meter, 5, { from });
    expect(end(bookedTo)).toBe(bookedTo);
    expect(end(bookedTo + 3 * minute)).toBe(bookedTo + 3 * minute);
    expect(end(bookedTo + 9 * minute)).toBe(bookedTo + 5 * minute);
  });
});
