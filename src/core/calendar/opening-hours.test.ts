import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interval } from '../interval.js';
import { minutesIntoDay, resolveWallTime, wallTime } from './local-time.js';
import { closesAt, isOpen, openDuring, opensAt, weeklyHours, type WeeklyHours } from './opening-hours.js';
import { minutesOf, weekdays } from './weekly-times.js';

const warsaw = 'Europe/Warsaw';
const closed: WeeklyHours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const always: WeeklyHours = Object.fromEntries(
  weekdays.map((day) => [day, [{ from: '00:00', to: '24:00' }]]),
) as WeeklyHours;
const local = (text: string, zone = warsaw): number => resolveWallTime(text.slice(0, 10), text.slice(11), zone).at;
const span = (from: string, to: string): Interval => ({ from: local(from), to: local(to) });
const hourMs = 3_600_000;

describe('weeklyHours', () => {
  const day = (...hours: [string, string][]): unknown => ({
    ...closed,
    mon: hours.map(([from, to]) => ({ from, to })),
  });

  it.each([
    ['closed all week', closed],
    ['one', day(['10:00', '20:00'])],
    ['touching, to midnight', day(['08:00', '12:00'], ['12:00', '24:00'])],
  ])('takes %s', (_, hours) => {
    expect(weeklyHours.parse(hours)).toEqual(hours);
  });

  it.each([
    ['a time off the clock', day(['10:00', '20:60']), ['mon', 0, 'to'], 'wall-time'],
    ['a start at 24:00', day(['24:00', '24:00']), ['mon', 0, 'from'], 'wall-time'],
    ['an end that is its start', day(['10:00', '10:00']), ['mon', 0, 'to'], 'not-later'],
    ['an end before its start', day(['22:00', '02:00']), ['mon', 0, 'to'], 'not-later'],
    ['hours that overlap', day(['10:00', '14:00'], ['13:59', '20:00']), ['mon', 1, 'from'], 'out-of-order'],
    ['hours out of order', day(['15:00', '16:00'], ['10:00', '11:00']), ['mon', 1, 'from'], 'out-of-order'],
  ])('refuses %s', (_, hours, path, message) => {
    expect(weeklyHours.safeParse(hours).error?.issues).toMatchObject([{ path, message }]);
  });

  it('refuses five in a day, a day left out and a day that does not exist', () => {
    const five = ['01', '02', '03', '04', '05'].map((hour): [string, string] => [`${hour}:00`, `${hour}:30`]);
    const { sun: _, ...six } = closed;
    const paths = [day(...five), six, { ...closed, feast: [] }].map(
      (hours) => weeklyHours.safeParse(hours).error?.issues[0]?.path,
    );
    expect(paths).toEqual([['mon'], ['sun'], []]);
  });
});

describe('openDuring', () => {
  const night: WeeklyHours = {
    ...closed,
    fri: [{ from: '18:00', to: '24:00' }],
    sat: [{ from: '00:00', to: '02:30' }],
    sun: [
      { from: '01:00', to: '02:30' },
      { from: '10:00', to: '20:00' },
    ],
  };

  it.each([
    ['over midnight as one', '2027-03-26T12:00', '2027-03-27T12:00', [['2027-03-26T18:00', '2027-03-27T02:30']]],
    ['clipped at both ends', '2027-03-26T19:00', '2027-03-27T01:00', [['2027-03-26T19:00', '2027-03-27T01:00']]],
    ['nothing on Monday', '2027-03-29T00:00', '2027-03-29T24:00', []],
    [
      'up to the jump, where the end is skipped',
      '2027-03-28T00:00',
      '2027-03-28T24:00',
      [
        ['2027-03-28T01:00', '2027-03-28T03:00'],
        ['2027-03-28T10:00', '2027-03-28T20:00'],
      ],
    ],
  ])('%s', (_, from, to, open) => {
    expect(openDuring(night, span(from, to), warsaw)).toEqual(open.map(([start, end]) => span(start!, end!)));
  });

  it('shows in two pieces an end that the wall shows twice', () => {
    const first = span('2027-10-31T01:00', '2027-10-31T02:30');
    const second = { from: first.from + 2 * hourMs, to: first.to + hourMs };
    const morning = { from: first.from, to: first.from + 4 * hourMs };
    expect(openDuring(night, morning, warsaw)).toEqual([first, second]);
  });

  it.each([
    ['2027-03-28', 23],
    ['2027-10-31', 25],
  ])('a whole day open, %s, is %d hours in one', (day, hours) => {
    const whole = span(`${day}T00:00`, `${day}T24:00`);
    expect(whole.to - whole.from).toBe(hours * hourMs);
    expect(openDuring(always, whole, warsaw)).toEqual([whole]);
  });

  it('keeps to the days where clocks change at midnight', () => {
    const saturdays: WeeklyHours = { ...closed, sat: [{ from: '22:00', to: '24:00' }] };
    const open = (zone: string, from: string, to: string): number[] =>
      openDuring(saturdays, { from: Date.parse(from), to: Date.parse(to) }, zone).map(
        (part) => (part.to - part.from) / hourMs,
      );
    expect(open('America/Havana', '2027-03-13T12:00Z', '2027-03-15T12:00Z')).toEqual([2]);
    expect(open('America/Havana', '2027-11-06T12:00Z', '2027-11-08T12:00Z')).toEqual([2]);
    expect(open('Asia/Beirut', '2027-10-30T12:00Z', '2027-10-31T12:00Z')).toEqual([3]);
  });

  const time = fc.integer({ min: 0, max: 96 });
  const asText = (quarters: number): string =>
    `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`;
  const hoursOfDay = fc.uniqueArray(time, { maxLength: 8 }).map((edges) => {
    const sorted = edges.toSorted((a, b) => a - b).map(asText);
    return sorted.flatMap((from, index) =>
      index % 2 === 0 && sorted[index + 1] ? [{ from, to: sorted[index + 1]! }] : [],
    );
  });
  const week = fc.record({
    mon: hoursOfDay,
    tue: hoursOfDay,
    wed: hoursOfDay,
    thu: hoursOfDay,
    fri: hoursOfDay,
    sat: hoursOfDay,
    sun: hoursOfDay,
  });
  const zone = fc.constantFrom(warsaw, 'America/Havana', 'Asia/Beirut', 'Africa/Casablanca', 'Asia/Kathmandu');
  /** Half of them within a day of a clock change of one of the zones. */
  const start = fc
    .tuple(
      fc.oneof(
        fc
          .constantFrom('2027-03-28', '2027-10-31', '2027-03-14', '2027-11-07', '2027-02-07')
          .map((day) => Date.parse(day)),
        fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2029-01-01') }),
      ),
      fc.integer({ min: -24 * hourMs, max: 24 * hourMs }),
    )
    .map(([near, by]) => near + by);

  it('is in order, apart, within what was asked, and open exactly when the wall shows an open time', () => {
    fc.assert(
      fc.property(
        week,
        zone,
        start,
        fc.integer({ min: 1, max: 60 * hourMs }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (hours, where, from, ms, probes) => {
          expect(weeklyHours.safeParse(hours).success).toBe(true);
          const within = { from, to: from + ms };
          const open = openDuring(hours, within, where);
          open.forEach((part, index) => {
            expect(part.from).toBeLessThan(part.to);
            expect(part.from).toBeGreaterThanOrEqual(index === 0 ? from : open[index - 1]!.to + 1);
            expect(part.to).toBeLessThanOrEqual(within.to);
          });
          const edges = open.flatMap((part) => [part.from - 1, part.from, part.to - 1, part.to]);
          for (const at of [...edges, ...probes.map((probe) => from + (probe % ms))].filter(
            (probe) => probe >= from && probe < within.to,
          )) {
            const weekday = weekdays[(new Date(wallTime(at, where).day).getUTCDay() + 6) % 7]!;
            const minutes = minutesIntoDay(at, where);
            const shown = hours[weekday].some(
              (entry) => minutesOf(entry.from) <= minutes && minutes < minutesOf(entry.to),
            );
            expect(open.some((part) => part.from <= at && at < part.to)).toBe(shown);
            expect(isOpen(hours, at, where)).toBe(shown);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('closing and opening', () => {
  const hours: WeeklyHours = {
    ...closed,
    fri: [
      { from: '10:00', to: '14:00' },
      { from: '16:00', to: '24:00' },
    ],
    sat: [{ from: '00:00', to: '04:00' }],
  };

  it.each([
    ['2027-03-26T09:59', undefined, '2027-03-26T10:00'],
    ['2027-03-26T10:00', '2027-03-26T14:00', '2027-03-26T16:00'],
    ['2027-03-26T13:59', '2027-03-26T14:00', '2027-03-26T16:00'],
    ['2027-03-26T14:00', undefined, '2027-03-26T16:00'],
    ['2027-03-26T20:00', '2027-03-27T04:00', '2027-04-02T10:00'],
    ['2027-03-27T04:00', undefined, '2027-04-02T10:00'],
  ])('at %s: closes %s, opens next %s', (at, closes, opens) => {
    expect(isOpen(hours, local(at), warsaw)).toBe(closes !== undefined);
    expect(closesAt(hours, local(at), warsaw)).toBe(closes && local(closes));
    expect(opensAt(hours, local(at), warsaw)).toBe(local(opens));
  });

  it.each([
    ['closed for ever', closed, false],
    ['always open', always, true],
  ])('%s: neither closes nor opens', (_, week, open) => {
    const at = local('2027-03-26T12:00');
    expect(isOpen(week, at, warsaw)).toBe(open);
    expect([closesAt(week, at, warsaw), opensAt(week, at, warsaw)]).toEqual([undefined, undefined]);
  });
});
