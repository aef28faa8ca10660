import { describe, expect, it } from 'vitest';
import { answered, endDayOf, type Typed, typedOf, understood } from './typed.js';
import { dayOf, hoursOf, isDay, meant, weekDaysOf, whichOfTwo } from './wall.js';

const zone = 'Europe/Warsaw';
const at = (iso: string): number => Date.parse(iso);
const hour = 3_600_000;

describe('a time on the wall', () => {
  it('is usual on a usual day', () =>
    expect(meant({ day: '2027-06-01', time: '02:30' }, zone)).toEqual({ kind: 'usual', at: at('2027-06-01T00:30Z') }));
  it('is skipped when clocks go forward: an hour before it or after it may be meant', () =>
    expect(meant({ day: '2027-03-28', time: '02:30' }, zone)).toEqual({
      kind: 'missing',
      before: at('2027-03-28T00:30Z'),
      after: at('2027-03-28T01:30Z'),
    }));
  it.each(['02:00', '02:59'])('comes twice when clocks go back: %s', (time) =>
    expect(meant({ day: '2027-10-31', time }, zone)).toMatchObject({ kind: 'twice' }),
  );
  it.each(['01:59', '03:00'])('comes once beside that: %s', (time) =>
    expect(meant({ day: '2027-10-31', time }, zone)).toMatchObject({ kind: 'usual' }),
  );
  it('knows which of two it is', () => {
    expect(whichOfTwo(at('2027-10-31T00:30Z'), zone)).toBe('first');
    expect(whichOfTwo(at('2027-10-31T01:30Z'), zone)).toBe('second');
    expect(whichOfTwo(at('2027-10-31T02:30Z'), zone)).toBeUndefined();
  });
});

describe('days', () => {
  it.each([
    ['2027-03-28', 23],
    ['2027-06-01', 24],
    ['2027-10-31', 25],
  ])('%s has %d hours', (day, count) => {
    const hours = hoursOf(dayOf(day, zone));
    expect(hours).toHaveLength(count);
    expect(hours.every(({ from, to }) => to - from === hour)).toBe(true);
  });
  it('of a week begin on Monday', () => {
    expect(weekDaysOf('2027-03-28')[0]).toBe('2027-03-22');
    expect(weekDaysOf('2027-03-22').at(-1)).toBe('2027-03-28');
  });
  it.each([
    ['2027-03-28', true],
    ['2027-13-28', false],
    ['soon', false],
    [null, false],
  ])('%s is one: %s', (text, is) => expect(isDay(text)).toBe(is));
});

describe('what is typed', () => {
  const typed = (day: string, from: string, to: string, endDay?: string): Typed => ({
    day,
    from,
    to,
    endDay,
    chosen: [],
  });
  it.each([
    ['an hour', typed('2027-06-01', '10:00', '11:00'), '2027-06-01T08:00Z', '2027-06-01T09:00Z'],
    ['over midnight', typed('2027-06-01', '22:00', '02:00'), '2027-06-01T20:00Z', '2027-06-02T00:00Z'],
    ['until midnight', typed('2027-06-01', '22:00', '00:00'), '2027-06-01T20:00Z', '2027-06-01T22:00Z'],
    ['three days', typed('2027-06-01', '10:00', '11:00', '2027-06-04'), '2027-06-01T08:00Z', '2027-06-04T09:00Z'],
    ['over the hour that is skipped', typed('2027-03-28', '01:30', '03:30'), '2027-03-28T00:30Z', '2027-03-28T01:30Z'],
  ])('%s', (_, given, from, to) =>
    expect(understood(given, zone)).toEqual({ kind: 'whole', during: { from: at(from), to: at(to) } }),
  );
  it.each([
    ['no day', typed('', '10:00', '11:00'), 'incomplete'],
    ['no time', typed('2027-06-01', '', '11:00'), 'incomplete'],
    ['an earlier last day', typed('2027-06-02', '10:00', '11:00', '2027-06-01'), 'inverted'],
  ])('%s', (_, given, kind) => expect(understood(given, zone)).toEqual({ kind }));

  it('asks which of two is meant, at either end, and keeps the answer', () => {
    const given = typed('2027-10-31', '02:30', '02:45', '2027-10-31');
    const first = understood(given, zone);
    expect(first).toMatchObject({ kind: 'asks', edge: 'from', meant: { kind: 'twice' } });
    const second = answered(given, 'from', at('2027-10-31T00:30Z'), zone);
    expect(understood(second, zone)).toMatchObject({ kind: 'asks', edge: 'to' });
    const whole = answered(second, 'to', at('2027-10-31T01:45Z'), zone);
    expect(understood(whole, zone)).toEqual({
      kind: 'whole',
      during: { from: at('2027-10-31T00:30Z'), to: at('2027-10-31T01:45Z') },
    });
  });

  it('asks what is meant by a skipped time, and shows the answer', () => {
    const given = typed('2027-03-28', '02:30', '05:00');
    expect(understood(given, zone)).toMatchObject({ kind: 'asks', edge: 'from', meant: { kind: 'missing' } });
    expect(answered(given, 'from', at('2027-03-28T01:30Z'), zone)).toMatchObject({ day: '2027-03-28', from: '03:30' });
  });

  it.each([
    ['2027-06-01T08:00Z', '2027-06-01T09:00Z'],
    ['2027-06-01T20:00Z', '2027-06-01T22:00Z'],
    ['2027-06-01T20:00Z', '2027-06-02T21:00Z'],
    ['2027-06-01T08:00Z', '2027-06-04T09:00Z'],
    ['2027-10-31T01:30Z', '2027-10-31T02:30Z'],
    ['2027-10-31T00:30Z', '2027-10-31T01:30Z'],
    ['2027-10-31T00:45Z', '2027-10-31T01:15Z'],
  ])('comes back the same from %s–%s', (from, to) => {
    const given = typedOf({ from: at(from), to: at(to) }, zone);
    expect(understood(given, zone)).toEqual({ kind: 'whole', during: { from: at(from), to: at(to) } });
  });

  it('ends on the next day when the end is not later', () =>
    expect(endDayOf(typed('2027-12-31', '22:00', '01:00'))).toBe('2028-01-01'));
});
