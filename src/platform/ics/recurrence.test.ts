import * as fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { recurringDays } from './recurrence.js';
import { recurrenceOf } from './recurrence-rule.js';
import { basicDate, dayMs } from './wall-time.js';
import { workLimit } from './work-limit.js';

const day = (date: string): number => Date.parse(date) / dayMs;

function days(rule: string, start: string, from: string, to: string): string[] | undefined {
  const recurrence = recurrenceOf(rule, Date.parse(`${start}T09:00Z`));
  if (recurrence === undefined) return undefined;
  return [...recurringDays(recurrence, day(start), day(from), day(to), workLimit(1e7))].map((each) =>
    basicDate(each * dayMs),
  );
}

describe('a recurrence', () => {
  it.each([
    ['FREQ=WEEKLY', '2027-01-04', ['20270104', '20270111', '20270118']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU', '2027-01-04', ['20270104', '20270110', '20270118']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU', '2027-01-04', ['20270104', '20270117', '20270118']],
    ['FREQ=DAILY;COUNT=3', '2027-01-04', ['20270104', '20270105', '20270106']],
    ['FREQ=MONTHLY;BYDAY=-1FR;COUNT=2', '2027-01-29', ['20270129', '20270226']],
    ['FREQ=MONTHLY;BYMONTHDAY=31', '2027-01-31', ['20270131', '20270331', '20270531']],
    ['FREQ=YEARLY', '2024-02-29', ['20240229', '20280229', '20320229']],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', '2027-01-29', ['20270129', '20270226', '20270331']],
    ['FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', '2027-11-25', ['20271125', '20281123', '20291122']],
    ['FREQ=YEARLY;BYDAY=20MO', '2027-05-17', ['20270517', '20280515', '20290514']],
    ['FREQ=YEARLY;BYYEARDAY=-1', '2027-12-31', ['20271231', '20281231', '20291231']],
    ['FREQ=WEEKLY;BYDAY=TU;BYHOUR=9;BYMINUTE=0;BYSECOND=0', '2027-01-05', ['20270105', '20270112', '20270119']],
    ['FREQ=WEEKLY;BYDAY=MO;COUNT=3', '2027-01-05', ['20270105', '20270111', '20270118']],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', '2027-01-05', ['20270105']],
  ])('%s from %s', (rule, start, expected) => {
    expect(days(rule, start, '2020-01-01', '2040-01-01')?.slice(0, 3)).toEqual(expected);
  });

  it.each([
    '',
    'FREQ=FORTNIGHTLY',
    'FREQ=SECONDLY',
    'FREQ=HOURLY;COUNT=3',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;INTERVAL=-1',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;BYHOUR=9,14',
    'FREQ=DAILY;BYDAY=1MO',
    'FREQ=YEARLY;BYWEEKNO=20',
    'FREQ=MONTHLY;BYMONTHDAY=32',
    'FREQ=MONTHLY;BYMONTHDAY=',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=WEEKLY;WKST=XX',
    'RSCALE=HEBREW;FREQ=YEARLY',
  ])('%s is not understood', (rule) => {
    expect(days(rule, '2027-01-04', '2027-01-01', '2028-01-01')).toBeUndefined();
  });

  it('finds the same days as another program does', () => {
    const some = (name: string, values: readonly (string | number)[]) =>
      fc.subarray([...values], { minLength: 1, maxLength: 3 }).map((chosen) => `;${name}=${chosen.join(',')}`);
    const perhaps = (arbitrary: fc.Arbitrary<string>) => fc.oneof({ weight: 2, arbitrary: fc.constant('') }, arbitrary);
    const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
    const rule = fc
      .tuple(
        fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
        fc.integer({ min: 1, max: 4 }),
        perhaps(some('BYMONTH', [1, 2, 3, 6, 10, 12])),
        perhaps(some('BYMONTHDAY', [1, 13, 28, 29, 30, 31, -1, -2, -31])),
        perhaps(some('BYDAY', weekdays)),
        perhaps(some('BYDAY', ['1MO', '2TU', '-1FR', '5SU', '-5SA'])),
        perhaps(some('BYSETPOS', [1, 2, -1])),
      )
      .map(([frequency, interval, months, monthDays, weekday, nth, positions]) => {
        const ordinals = frequency === 'MONTHLY' || (frequency === 'YEARLY' && monthDays === '');
        const byDay = ordinals && nth !== '' ? nth : weekday;
        const onDays = frequency === 'WEEKLY' ? '' : monthDays;
        const set = onDays + byDay === '' ? '' : positions;
        return `FREQ=${frequency};INTERVAL=${interval}${months}${onDays}${byDay}${set}`;
      });
    const start = fc.integer({ min: day('2024-01-01'), max: day('2028-12-31') }).map((each) => each * dayMs);
    let compared = 0;
    fc.assert(
      fc.property(rule, start, (text, wall) => {
        const from = new Date(wall).toISOString().slice(0, 10);
        const to = new Date(wall + 800 * dayMs).toISOString().slice(0, 10);
        const dtstart = Temporal.PlainDate.from(from).toZonedDateTime({ timeZone: 'UTC', plainTime: '09:00' });
        const theirs = new RRuleTemporal({ rruleString: text, dtstart })
          .between(new Date(wall), new Date(wall + 800 * dayMs + 43_200_000), true)
          .map((each) => each.toPlainDate().toString().replaceAll('-', ''));
        const expected = theirs.includes(basicDate(wall)) ? theirs : [basicDate(wall), ...theirs];
        expect(days(text, from, from, to)).toEqual(expected);
        compared += theirs.length;
      }),
      { numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(1000);
  });
});
