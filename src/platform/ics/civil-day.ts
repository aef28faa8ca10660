import { dayMs } from './wall-time.js';

export interface CivilDay {
  readonly year: number;
  readonly month: number;
  readonly monthDay: number;
  readonly monthLength: number;
  readonly yearDay: number;
  readonly yearLength: number;
  readonly weekday: number;
}

/** The day that begins `day` days after 1 January 1970. */
export function civilDay(day: number): CivilDay {
  const date = new Date(day * dayMs);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  const newYear = Date.UTC(year, 0, 1) / dayMs;
  return {
    year,
    month,
    monthDay: date.getUTCDate(),
    monthLength: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    yearDay: day - newYear + 1,
    yearLength: Date.UTC(year + 1, 0, 1) / dayMs - newYear,
    weekday: date.getUTCDay(),
  };
}

/** As `civilDay(day)`, from the day before it. Field by field, since a spread takes longer than computing them anew. */
export const following = (before: CivilDay, day: number): CivilDay =>
  before.monthDay === before.monthLength
    ? civilDay(day)
    : {
        year: before.year,
        month: before.month,
        monthDay: before.monthDay + 1,
        monthLength: before.monthLength,
        yearDay: before.yearDay + 1,
        yearLength: before.yearLength,
        weekday: (before.weekday + 1) % 7,
      };
