import { describe, expect, it } from 'vitest';
import { plannable } from './plannable.js';

describe('plannable', () => {
  it('takes an interval, in any offset', () => {
    expect(plannable('2026-11-24T10:00:00+01:00', '2026-11-24T10:00:00Z')).toEqual({
      from: Date.UTC(2026, 10, 24, 9),
      to: Date.UTC(2026, 10, 24, 10),
    });
  });

  it.each([
    ['inverted', '2026-11-24T10:00:00Z', '2026-11-24T09:00:00Z', 'to'],
    ['of no length', '2026-11-24T10:00:00Z', '2026-11-24T11:00:00+01:00', 'to'],
    ['into the year 9999', '2026-11-24T10:00:00Z', '9999-12-31T23:59:59Z', 'to'],
    ['from the year 9999', '9999-12-30T00:00:00Z', '9999-12-31T00:00:00Z', 'from'],
    ['before the epoch', '0001-01-01T00:00:00Z', '2026-11-24T10:00:00Z', 'from'],
    ['no times at all', 'tomorrow', 'later', 'from'],
  ])('refuses one %s', (_name, from, to, field) => {
    expect(plannable(from, to)).toMatchObject({ field });
  });
});
