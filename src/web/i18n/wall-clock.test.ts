import { describe, expect, it } from 'vitest';
import { daysLater, instantOf, wallAt } from './wall-clock.js';

const zone = 'Europe/Warsaw';

describe('the clock on the wall', () => {
  it.each([
    ['in winter', '2027-01-10', '18:05', '2027-01-10T17:05:00.000Z'],
    ['in summer', '2027-07-10', '18:05', '2027-07-10T16:05:00.000Z'],
    ['just before clocks go forward', '2027-03-28', '01:59', '2027-03-28T00:59:00.000Z'],
    ['skipped: forward by the gap', '2027-03-28', '02:30', '2027-03-28T01:30:00.000Z'],
    ['just after clocks went forward', '2027-03-28', '03:00', '2027-03-28T01:00:00.000Z'],
    ['twice: the earlier', '2027-10-31', '02:30', '2027-10-31T00:30:00.000Z'],
    ['just after clocks went back', '2027-10-31', '03:00', '2027-10-31T02:00:00.000Z'],
  ])('%s', (_, day, time, at) => expect(instantOf({ day, time }, zone)).toBe(Date.parse(at)));

  it.each([
    ['', '18:00'],
    ['2027-02-31x', '18:00'],
    ['2027-02-01', ''],
  ])('there is no %j %j', (day, time) => expect(instantOf({ day, time }, zone)).toBeUndefined());

  it('is read back, also of the second of two', () => {
    expect(wallAt(Date.parse('2027-10-31T01:30:00Z'), zone)).toEqual({ day: '2027-10-31', time: '02:30' });
    expect(wallAt(Date.parse('2026-12-31T23:15:59Z'), zone)).toEqual({ day: '2027-01-01', time: '00:15' });
  });

  it('shows the same time a week later, over a change of clocks', () => {
    const before = Date.parse('2027-03-25T17:00:00Z');
    expect(new Date(daysLater(before, 7, zone)).toISOString()).toBe('2027-04-01T16:00:00.000Z');
  });
});
