import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthMs } from '../interval.js';
import {
  dayInterval,
  daysOf,
  localDay,
  minutesIntoDay,
  resolveWallTime,
  wallTime,
  weekInterval,
  weekOf,
} from './local-time.js';

const warsaw = 'Europe/Warsaw';
const zones = [
  warsaw,
  'UTC',
  'America/Havana',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
];
const utc = (text: string): number => Date.parse(`${text}Z`);
const hourMs = 3_600_000;
const day = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const instant = fc.integer({ min: utc('2026-01-01T00:00'), max: utc('2029-12-31T00:00') });
const zone = fc.constantFrom(...zones);
const nextDay = (text: string): string => new Date(utc(`${text}T00:00`) + 24 * hourMs).toISOString().slice(0, 10);

describe('local days', () => {
  it.each([
    [warsaw, '2027-03-27', '2027-03-26T23:00', 24],
    [warsaw, '2027-03-28', '2027-03-27T23:00', 23],
    [warsaw, '2027-10-31', '2027-10-30T22:00', 25],
    ['America/Havana', '2027-03-14', '2027-03-14T05:00', 23],
    ['America/Havana', '2027-11-07', '2027-11-07T04:00', 25],
    ['Asia/Beirut', '2027-03-28', '2027-03-27T22:00', 23],
    ['Asia/Beirut', '2027-10-30', '2027-10-29T21:00', 25],
    ['Australia/Lord_Howe', '2027-04-04', '2027-04-03T13:00', 24.5],
  ])('%s %s begins at %s and has %d hours', (where, text, from, hours) => {
    expect(dayInterval(text, where)).toEqual({ from: utc(from), to: utc(from) + hours * hourMs });
  });

  it('tile time without a gap, and hold exactly the instants that show their date', () => {
    fc.assert(
      fc.property(day, zone, (text, where) => {
        const { from, to } = dayInterval(text, where);
        expect(dayInterval(nextDay(text), where).from).toBe(to);
        expect([from - 1, from, to - 1, to].map((at) => localDay(at, where) === text)).toEqual([
          false,
          true,
          true,
          false,
        ]);
      }),
      { numRuns: 200 },
    );
  });

  it.each(['2027-02-30', 'tomorrow', ''])('there is no day %j', (text) => {
    expect(() => dayInterval(text, warsaw)).toThrow(RangeError);
  });

  it('a zone that nobody knows is a RangeError', () => {
    expect(() => localDay(0, 'Europe/Bydgoszcz')).toThrow(RangeError);
  });
});

describe('weeks', () => {
  it.each([
    ['2027-03-22', '2027-03-22', 167],
    ['2027-03-28', '2027-03-22', 167],
    ['2027-10-27', '2027-10-25', 169],
    ['2028-01-01', '2027-12-27', 168],
  ])('the week of %s begins on %s and has %d hours', (text, monday, hours) => {
    const week = weekInterval(text, warsaw);
    expect(week.from).toBe(dayInterval(monday, warsaw).from);
    expect(lengthMs(week)).toBe(hours * hourMs);
    expect([week.from, week.to - 1].map((at) => weekOf(at, warsaw))).toEqual([monday, monday]);
    expect(weekOf(week.to, warsaw)).not.toBe(monday);
  });
});

describe('daysOf', () => {
  it('cuts at the local midnights', () => {
    expect(daysOf({ from: utc('2027-03-27T21:00'), to: utc('2027-03-28T22:01') }, warsaw)).toEqual([
      { day: '2027-03-27', during: { from: utc('2027-03-27T21:00'), to: utc('2027-03-27T23:00') } },
      { day: '2027-03-28', during: { from: utc('2027-03-27T23:00'), to: utc('2027-03-28T22:00') } },
      { day: '2027-03-29', during: { from: utc('2027-03-28T22:00'), to: utc('2027-03-28T22:01') } },
    ]);
  });

  it('does not touch the day that begins at its end', () => {
    const whole = dayInterval('2027-10-31', warsaw);
    expect(daysOf(whole, warsaw)).toEqual([{ day: '2027-10-31', during: whole }]);
  });

  it('gives back the whole interval, day after day', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 6 * 24 * hourMs }), zone, (from, ms, where) => {
        const days = daysOf({ from, to: from + ms }, where);
        expect([days[0]!.during.from, days.at(-1)!.during.to]).toEqual([from, from + ms]);
        days.slice(1).forEach((next, index) => {
          expect(next.during.from).toBe(days[index]!.during.to);
          expect(next.day).toBe(nextDay(days[index]!.day));
        });
      }),
      { numRuns: 60 },
    );
  });

  it('goes no further than 400 days', () => {
    const from = dayInterval('2027-01-01', 'UTC').from;
    expect(daysOf({ from, to: from + 400 * 24 * hourMs }, 'UTC')).toHaveLength(400);
    expect(() => daysOf({ from, to: from + 400 * 24 * hourMs + 1 }, 'UTC')).toThrow(RangeError);
  });
});

describe('resolveWallTime', () => {
  it.each([
    [warsaw, '2027-03-28', '01:59', '2027-03-28T00:59', 'usual'],
    [warsaw, '2027-03-28', '02:00', '2027-03-28T01:00', 'missing'],
    [warsaw, '2027-03-28', '02:30', '2027-03-28T01:30', 'missing'],
    [warsaw, '2027-03-28', '03:00', '2027-03-28T01:00', 'usual'],
    [warsaw, '2027-03-28', '24:00', '2027-03-28T22:00', 'usual'],
    [warsaw, '2027-10-31', '01:59', '2027-10-30T23:59', 'usual'],
    [warsaw, '2027-10-31', '02:00', '2027-10-31T00:00', 'twice'],
    [warsaw, '2027-10-31', '02:59', '2027-10-31T00:59', 'twice'],
    [warsaw, '2027-10-31', '03:00', '2027-10-31T02:00', 'usual'],
    [warsaw, '2027-12-31', '24:00', '2027-12-31T23:00', 'usual'],
    ['America/Havana', '2027-03-14', '00:00', '2027-03-14T05:00', 'missing'],
    ['America/Havana', '2027-03-13', '24:00', '2027-03-14T05:00', 'missing'],
    ['America/Havana', '2027-11-07', '00:30', '2027-11-07T04:30', 'twice'],
    ['Asia/Beirut', '2027-10-30', '23:30', '2027-10-30T20:30', 'twice'],
  ])('%s %s %s is %s: %s', (where, text, time, at, kind) => {
    expect(resolveWallTime(text, time, where)).toEqual({ at: utc(at), kind });
  });

  it('takes the later of two when asked, and only then', () => {
    expect(resolveWallTime('2027-10-31', '02:30', warsaw, 'later').at).toBe(utc('2027-10-31T01:30'));
    expect(resolveWallTime('2027-10-31', '03:30', warsaw, 'later')).toEqual(
      resolveWallTime('2027-10-31', '03:30', warsaw),
    );
    expect(resolveWallTime('2027-03-28', '02:30', warsaw, 'later')).toEqual(
      resolveWallTime('2027-03-28', '02:30', warsaw),
    );
  });

  it.each(['25:00', '10:60', 'noon'])('there is no time %s', (time) => {
    expect(() => resolveWallTime('2027-03-28', time, warsaw)).toThrow(RangeError);
  });

  it('finds each instant again by what the wall shows at it', () => {
    const minute = instant.map((at) => at - (at % 60_000));
    fc.assert(
      fc.property(minute, zone, (at, where) => {
        const shown = wallTime(at, where);
        const back = resolveWallTime(shown.day, shown.time, where, shown.twice === 'second' ? 'later' : 'earlier');
        expect(back).toEqual({ at, kind: shown.twice === undefined ? 'usual' : 'twice' });
      }),
    );
  });
});

describe('wallTime', () => {
  it.each([
    ['2027-03-28T00:59', '2027-03-28', '01:59', undefined],
    ['2027-03-28T01:00', '2027-03-28', '03:00', undefined],
    ['2027-10-30T23:59', '2027-10-31', '01:59', undefined],
    ['2027-10-31T00:30', '2027-10-31', '02:30', 'first'],
    ['2027-10-31T01:30', '2027-10-31', '02:30', 'second'],
    ['2027-10-31T02:00', '2027-10-31', '03:00', undefined],
    ['2027-10-31T23:00', '2027-11-01', '00:00', undefined],
  ])('at %s Warsaw shows %s %s (%s)', (at, text, time, twice) => {
    expect(wallTime(utc(at), warsaw)).toEqual({ day: text, time, twice });
  });

  it('leaves the seconds out', () => {
    expect(wallTime(utc('2027-06-01T08:09:59.999'), warsaw).time).toBe('10:09');
  });
});

it.each([
  ['2027-03-28T01:30', 210],
  ['2027-10-31T00:30', 150],
  ['2027-10-31T01:30', 150],
  ['2027-06-01T22:00', 0],
  ['2027-06-01T21:59:59', 1439],
])('minutesIntoDay at %s is %d', (at, minutes) => {
  expect(minutesIntoDay(utc(at), warsaw)).toBe(minutes);
});
