import { type CivilDay, civilDay, following } from './civil-day.js';
import type { Recurrence } from './recurrence-rule.js';
import type { Spend } from './work-limit.js';

/** Days are counted from 1, or from the end downwards from −1. */
const among = (wanted: readonly number[], nth: number, length: number): boolean =>
  wanted.length === 0 || wanted.includes(nth) || wanted.includes(nth - length - 1);

function onWeekday(rule: Recurrence, date: CivilDay): boolean {
  const ofMonth = rule.frequency === 'MONTHLY' || rule.months.length > 0;
  const [nth, length] = ofMonth ? [date.monthDay, date.monthLength] : [date.yearDay, date.yearLength];
  return rule.weekdays.some(({ weekday, ordinal }) => {
    if (weekday !== date.weekday) return false;
    if (ordinal === 0) return true;
    return ordinal === (ordinal > 0 ? Math.ceil(nth / 7) : -Math.ceil((length - nth + 1) / 7));
  });
}

const matches = (rule: Recurrence, date: CivilDay): boolean =>
  (rule.months.length === 0 || rule.months.includes(date.month)) &&
  among(rule.monthDays, date.monthDay, date.monthLength) &&
  among(rule.yearDays, date.yearDay, date.yearLength) &&
  (rule.weekdays.length === 0 || onWeekday(rule, date));

/** The day, week, month or year in which a day lies, as a number that grows by one. */
function periodOf({ frequency, weekStart }: Recurrence, day: number, date: CivilDay): number {
  if (frequency === 'DAILY') return day;
  // Day 0, 1 January 1970, was a Thursday.
  if (frequency === 'WEEKLY') return Math.floor((day + 4 - weekStart) / 7);
  return frequency === 'MONTHLY' ? date.year * 12 + date.month : date.year;
}

const longestPeriodDays = { DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366 };

function* periods(rule: Recurrence, start: number, from: number, to: number, spend: Spend): Generator<number[]> {
  const own = periodOf(rule, start, civilDay(start));
  let [period, days] = [own, [] as number[]];
  const { months, monthDays, yearDays, weekdays: onDays, positions } = rule;
  const dayWork = 3 + (months.length + monthDays.length + yearDays.length + onDays.length + positions.length) / 8;
  let date = civilDay(from - 1);
  for (let day = from; day <= to; day++) {
    spend(dayWork);
    date = following(date, day);
    const its = periodOf(rule, day, date);
    if (its !== period) {
      if (days.length > 0) yield days;
      [period, days] = [its, []];
    }
    if ((its - own) % rule.interval === 0 && matches(rule, date)) days.push(day);
  }
  yield days;
}

const chosen = (days: readonly number[], positions: readonly number[]): readonly number[] =>
  positions.length === 0 ? days : days.filter((_, index) => among(positions, index + 1, days.length));

/**
 * The days of `[from, to]` on which it happens, in order. The start is always the first of them, and counts. Each day
 * looked at is work spent, so that no rule of a stranger takes long.
 */
export function* recurringDays(
  rule: Recurrence,
  start: number,
  from: number,
  to: number,
  spend: Spend,
): Generator<number> {
  let left = rule.count ?? Infinity;
  if (start <= to && left-- > 0 && start >= from) yield start;
  // What is counted is counted from the start on; the first and the last period are looked at whole, for BYSETPOS.
  const margin = longestPeriodDays[rule.frequency];
  const scanFrom = (rule.count === undefined ? Math.max(start, from) : start) - margin;
  for (const days of periods(rule, start, scanFrom, to + margin, spend)) {
    for (const day of chosen(days, rule.positions)) {
      if (day <= start) continue;
      if (day > to || left-- <= 0) return;
      if (day >= from) yield day;
    }
  }
}
