import { describe, expect, it } from 'vitest';
import type { Interval } from '../interval.js';
import { resolveWallTime } from './local-time.js';
import { liesWithin, type PolicyWindow, policyWindows, windowsDuring } from './policy-windows.js';
import { weekdays } from './weekly-times.js';

const warsaw = 'Europe/Warsaw';
const local = (text: string, zone = warsaw): number => resolveWallTime(text.slice(0, 10), text.slice(11), zone).at;
const span = (from: string, to: string): Interval => ({ from: local(from), to: local(to) });
const nights: PolicyWindow = { days: [...weekdays], from: '22:00', to: '06:00' };
const weekend: PolicyWindow[] = [
  { days: ['fri'], from: '22:00', to: '00:00' },
  { days: ['sat', 'sun'], from: '00:00', to: '00:00' },
];

describe('policyWindows', () => {
  it('takes windows of any day, to midnight, over it and around the clock', () => {
    const windows = [nights, ...weekend, { days: ['mon'], from: '08:00', to: '24:00' }];
    expect(policyWindows.parse(windows)).toEqual(windows);
  });

  it.each([
    ['no day', { ...nights, days: [] }, [0, 'days']],
    ['a day twice', { ...nights, days: ['mon', 'mon'] }, [0, 'days']],
    ['an unknown day', { ...nights, days: ['mon', 'pon'] }, [0, 'days', 1]],
    ['a start at 24:00', { ...nights, from: '24:00' }, [0, 'from']],
    ['an end off the clock', { ...nights, to: '6:00' }, [0, 'to']],
  ])('refuses %s', (_, window, path) => {
    expect(policyWindows.safeParse([window]).error?.issues.map((issue) => issue.path)).toEqual([path]);
  });

  it('are at most 20', () => {
    const fits = (length: number): boolean => policyWindows.safeParse(Array.from({ length }, () => nights)).success;
    expect([20, 21].map(fits)).toEqual([true, false]);
  });
});

describe('windowsDuring', () => {
  it.each([
    [
      'a night, in its middle too',
      [nights],
      '2027-06-02T00:00',
      '2027-06-02T23:00',
      [
        ['2027-06-02T00:00', '2027-06-02T06:00'],
        ['2027-06-02T22:00', '2027-06-02T23:00'],
      ],
    ],
    [
      'the night without 02:00 to 03:00',
      [nights],
      '2027-03-27T12:00',
      '2027-03-28T12:00',
      [['2027-03-27T22:00', '2027-03-28T06:00']],
    ],
    [
      'the night with it twice',
      [nights],
      '2027-10-30T12:00',
      '2027-10-31T12:00',
      [['2027-10-30T22:00', '2027-10-31T06:00']],
    ],
    [
      'touching windows as one',
      weekend,
      '2027-03-24T00:00',
      '2027-03-31T00:00',
      [['2027-03-26T22:00', '2027-03-28T24:00']],
    ],
    ['none', [], '2027-03-24T00:00', '2027-03-31T00:00', []],
  ])('%s', (_, windows, from, to, found) => {
    expect(windowsDuring(windows, span(from, to), warsaw)).toEqual(found.map(([start, end]) => span(start!, end!)));
  });

  it('leaves out a window that is skipped as a whole', () => {
    const skipped: PolicyWindow = { days: ['sun'], from: '02:10', to: '02:50' };
    expect(windowsDuring([skipped], span('2027-03-28T00:00', '2027-03-28T24:00'), warsaw)).toEqual([]);
  });
});

describe('liesWithin', () => {
  it.each([
    ['2027-06-01T22:00', '2027-06-02T06:00', true],
    ['2027-06-01T21:59', '2027-06-02T06:00', false],
    ['2027-06-01T22:00', '2027-06-02T06:01', false],
    ['2027-03-27T22:00', '2027-03-28T06:00', true],
    ['2027-10-30T22:00', '2027-10-31T06:00', true],
    ['2027-10-30T22:00', '2027-11-01T06:00', false],
  ])('the night holds %s to %s: %s', (from, to, held) => {
    expect(liesWithin(span(from, to), [nights], warsaw)).toBe(held);
  });

  it('holds what several windows hold together', () => {
    expect(liesWithin(span('2027-03-26T23:00', '2027-03-28T23:00'), weekend, warsaw)).toBe(true);
    expect(liesWithin(span('2027-03-26T23:00', '2027-03-28T23:00'), weekend.slice(1), warsaw)).toBe(false);
  });
});
