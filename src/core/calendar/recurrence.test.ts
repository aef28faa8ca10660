import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wallTime } from './local-time.js';
import { type Occurrence, occurrences, weekly } from './recurrence.js';
import { weekdays } from './weekly-times.js';

const warsaw = 'Europe/Warsaw';
const pattern = { firstDay: '2027-03-23', from: '18:00', to: '20:00', weekdays: ['tue', 'sun'], until: '2027-04-11' };
const at = (from: string, to: string, changes: object = {}): Occurrence[] =>
  occurrences(weekly.parse({ ...pattern, from, to, ...changes }), warsaw, 'earlier');
const utc = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
const shown = ({ during, note }: Occurrence): string[] => [utc(during.from), utc(during.to), note];

describe('weekly', () => {
  it.each([
    ['until before the first day', { until: '2027-03-22' }, ['until'], 'not-later'],
    ['more than 366', { weekdays: [...weekdays], until: '2028-03-23' }, ['until'], 'too-many-occurrences'],
    ['no such day', { firstDay: '2027-02-29' }, ['firstDay'], undefined],
    ['a day that nobody plans for', { until: '2200-01-01' }, ['until'], 'out-of-range'],
    ['a time off the clock', { to: '24:00' }, ['to'], 'wall-time'],
    ['no weekday', { weekdays: [] }, ['weekdays'], undefined],
    ['a weekday twice', { weekdays: ['tue', 'tue'] }, ['weekdays'], 'day-twice'],
    ['every 0 weeks', { every: 0 }, ['every'], undefined],
    ['every 5 weeks', { every: 5 }, ['every'], undefined],
  ])('refuses %s', (_, changes, path, message) => {
    const issues = weekly.safeParse({ ...pattern, ...changes }).error?.issues;
    expect(issues?.map((issue) => issue.path)).toEqual([path]);
    expect(issues?.[0]?.message).toEqual(message ?? expect.any(String));
  });

  it('takes 366 in a row', () => {
    const year = weekly.parse({ ...pattern, weekdays: [...weekdays], until: '2028-03-22' });
    expect(occurrences(year, warsaw, 'earlier')).toHaveLength(366);
  });
});

describe('occurrences', () => {
  it('come on the weekdays asked for, first and last day included', () => {
    expect(at('18:00', '20:00').map(({ day }) => day)).toEqual([
      '2027-03-23',
      '2027-03-28',
      '2027-03-30',
      '2027-04-04',
      '2027-04-06',
      '2027-04-11',
    ]);
  });

  it('every second week counts from the Monday of the first day', () => {
    const days = at('18:00', '20:00', { firstDay: '2027-03-24', every: 2 }).map(({ day }) => day);
    expect(days).toEqual(['2027-03-28', '2027-04-06', '2027-04-11']);
  });

  it('keep the wall-clock time over the change', () => {
    expect(at('18:00', '20:00').slice(0, 2).map(shown)).toEqual([
      ['2027-03-23T17:00', '2027-03-23T19:00', 'usual'],
      ['2027-03-28T16:00', '2027-03-28T18:00', 'usual'],
    ]);
  });

  const spring = { firstDay: '2027-03-28', until: '2027-03-28' };
  it.each([
    ['begins in the gap', '02:30', '05:00', '01:30', '03:00', 'missing'],
    ['ends in the gap', '01:00', '02:30', '00:00', '01:30', 'missing'],
    ['lies in the gap', '02:10', '02:50', '01:10', '01:50', 'missing'],
    ['begins in the gap and would end before it begins', '02:30', '03:15', '01:30', '02:15', 'missing'],
    ['begins in the gap and would end as it begins', '02:30', '03:30', '01:30', '02:30', 'missing'],
    ['goes over the gap', '01:00', '04:00', '00:00', '02:00', 'usual'],
  ])('one that %s', (_, from, to, start, end, note) => {
    expect(at(from, to, spring).map(shown)).toEqual([[`2027-03-28T${start}`, `2027-03-28T${end}`, note]]);
  });

  it('over midnight into the gap', () => {
    const [only] = at('22:00', '02:30', { firstDay: '2027-03-27', until: '2027-03-27', weekdays: ['sat'] });
    expect([only!.day, ...shown(only!)]).toEqual(['2027-03-27', '2027-03-27T21:00', '2027-03-28T01:30', 'missing']);
  });

  it.each([
    ['earlier', '00:30', '00:45'],
    ['later', '01:30', '01:45'],
  ] as const)('the %s of two, when asked for', (choice, start, end) => {
    const autumn = weekly.parse({
      ...pattern,
      from: '02:30',
      to: '02:45',
      firstDay: '2027-10-31',
      until: '2027-10-31',
    });
    expect(occurrences(autumn, warsaw, choice).map(shown)).toEqual([
      [`2027-10-31T${start}`, `2027-10-31T${end}`, 'twice'],
    ]);
  });

  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
  const day = fc.integer({ min: 0, max: 365 }).map((days) => utc(Date.UTC(2027, 0, 1 + days)).slice(0, 10));

  it('are in order, never empty, and show the time of the pattern wherever the wall shows it', () => {
    fc.assert(
      fc.property(
        day,
        time,
        time,
        fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(warsaw, 'America/Havana', 'Asia/Beirut'),
        fc.constantFrom('earlier' as const, 'later' as const),
        (firstDay, from, to, days, every, zone, choice) => {
          const until = utc(Date.parse(firstDay) + 60 * 24 * 3_600_000).slice(0, 10);
          const found = occurrences(weekly.parse({ firstDay, from, to, weekdays: days, every, until }), zone, choice);
          expect(found.length).toBeGreaterThan(0);
          found.forEach((one, index) => {
            expect(one.during.from).toBeLessThan(one.during.to);
            if (index > 0) expect(found[index - 1]!.day < one.day).toBe(true);
            expect(days).toContain(weekdays[(new Date(one.day).getUTCDay() + 6) % 7]);
            if (one.note === 'missing') return;
            const [start, end] = [wallTime(one.during.from, zone), wallTime(one.during.to, zone)];
            expect([start.day, start.time, end.time]).toEqual([one.day, from, to]);
            expect(end.day > start.day).toBe(to <= from);
          });
        },
      ),
      { numRuns: 40 },
    );
  });
});
