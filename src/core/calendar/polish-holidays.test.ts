import { describe, expect, it } from 'vitest';
import { polishHolidays } from './polish-holidays.js';

const named = (year: number, name: string): string | undefined =>
  polishHolidays(year).find(({ name: { en } }) => en === name)?.day;

describe('polishHolidays', () => {
  it.each([
    '1990-04-15',
    '1991-03-31',
    '1999-04-04',
    '2000-04-23',
    '2008-03-23',
    '2011-04-24',
    '2016-03-27',
    '2019-04-21',
    '2024-03-31',
    '2025-04-20',
    '2026-04-05',
    '2027-03-28',
    '2028-04-16',
    '2029-04-01',
    '2030-04-21',
    '2038-04-25',
    '2049-04-18',
    '2076-04-19',
    '2100-03-28',
    '2160-03-23',
  ])('Easter Sunday is %s', (day) => {
    expect(named(Number(day.slice(0, 4)), 'Easter Sunday')).toBe(day);
  });

  it('of 2027, in order', () => {
    expect(polishHolidays(2027).map(({ day }) => day.slice(5))).toEqual([
      '01-01',
      '01-06',
      '03-28',
      '03-29',
      '05-01',
      '05-03',
      '05-16',
      '05-27',
      '08-15',
      '11-01',
      '11-11',
      '12-24',
      '12-25',
      '12-26',
    ]);
  });

  it.each([
    ['Epiphany', 2010, 2011],
    ['Christmas Eve', 2024, 2025],
  ])('%s is free since the year after %d', (name, before, since) => {
    expect(named(before, name)).toBeUndefined();
    expect(named(since, name)).toMatch(`${since}-`);
  });

  it('has in every year the moving feasts on their weekdays, no day twice, and all named', () => {
    for (let year = 1990; year <= 2199; year += 1) {
      const holidays = polishHolidays(year);
      const days = holidays.map(({ day }) => day);
      expect(days).toEqual([...new Set(days)].toSorted());
      expect(days).toHaveLength(12 + Number(year >= 2011) + Number(year >= 2025));
      const weekday = (name: string): number => new Date(named(year, name)!).getUTCDay();
      expect(['Easter Sunday', 'Easter Monday', 'Pentecost Sunday', 'Corpus Christi'].map(weekday)).toEqual([
        0, 1, 0, 4,
      ]);
      expect(named(year, 'Easter Sunday')! >= `${year}-03-22` && named(year, 'Easter Sunday')! <= `${year}-04-25`).toBe(
        true,
      );
    }
  });

  it.each([1989, 2200, 2027.5, Number.NaN])('knows none of %d', (year) => {
    expect(() => polishHolidays(year)).toThrow(RangeError);
  });
});
