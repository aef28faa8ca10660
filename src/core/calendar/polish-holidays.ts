import { Temporal } from 'temporal-polyfill';
import type { Bilingual } from '../words/bilingual.js';

export interface Holiday {
  readonly day: string;
  readonly name: Bilingual;
}

interface Rule {
  /** `MM-DD`, or so many days after Easter Sunday. */
  readonly on: string | number;
  /** The first and every later year. */
  readonly since?: number;
  readonly pl: string;
  readonly en: string;
}

/** The days free from work by the act of 18 January 1951, as it stands from 1990 on. */
const rules: readonly Rule[] = [
  { on: '01-01', pl: 'Nowy Rok', en: 'New Year’s Day' },
  { on: '01-06', since: 2011, pl: 'Święto Trzech Króli', en: 'Epiphany' },
  { on: 0, pl: 'Wielkanoc', en: 'Easter Sunday' },
  { on: 1, pl: 'Poniedziałek Wielkanocny', en: 'Easter Monday' },
  { on: '05-01', pl: 'Święto Pracy', en: 'Labour Day' },
  { on: '05-03', pl: 'Święto Konstytucji 3 Maja', en: 'Constitution Day' },
  { on: 49, pl: 'Zielone Świątki', en: 'Pentecost Sunday' },
  { on: 60, pl: 'Boże Ciało', en: 'Corpus Christi' },
  { on: '08-15', pl: 'Wniebowzięcie Najświętszej Maryi Panny', en: 'Assumption Day' },
  { on: '11-01', pl: 'Wszystkich Świętych', en: 'All Saints’ Day' },
  { on: '11-11', pl: 'Święto Niepodległości', en: 'Independence Day' },
  { on: '12-24', since: 2025, pl: 'Wigilia Bożego Narodzenia', en: 'Christmas Eve' },
  { on: '12-25', pl: 'Boże Narodzenie, pierwszy dzień', en: 'Christmas Day' },
  { on: '12-26', pl: 'Boże Narodzenie, drugi dzień', en: 'Second Day of Christmas' },
];

/** Sorted by day. A year outside 1990 to 2199 is a RangeError. */
export function polishHolidays(year: number): Holiday[] {
  if (!Number.isInteger(year) || year < 1990 || year > 2199) throw new RangeError(`no holidays known for ${year}`);
  const easter = easterSunday(year);
  return rules
    .filter(({ since = year }) => since <= year)
    .map(({ on, pl, en }) => ({
      day: typeof on === 'string' ? `${year}-${on}` : easter.add({ days: on }).toString(),
      name: { pl, en },
    }))
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

/** The Sunday after the full moon of the church's tables on or after 21 March (Gregorian; Butcher's steps). */
function easterSunday(year: number): Temporal.PlainDate {
  const goldenYear = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * goldenYear + century - Math.floor(century / 4) - moonShift + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const late = Math.floor((goldenYear + 11 * epact + 22 * toSunday) / 451);
  return Temporal.PlainDate.from({ year, month: 3, day: 22 }).add({ days: epact + toSunday - 7 * late });
}
