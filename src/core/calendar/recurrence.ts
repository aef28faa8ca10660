import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Interval } from '../interval.js';
import { type Choice, resolveWallTime, type WallTimeKind } from './local-time.js';
import { minutesUntil, someWeekdays, wallTimeText, weekdays } from './weekly-times.js';

const occurrencesMax = 366;
const minuteMs = 60_000;

const calendarDay = z.iso
  .date({ abort: true })
  .refine((day) => day >= '1970-01-02' && day < '2200-01-01', { message: 'out-of-range', abort: true });

/** The same wall-clock time on some weekdays, in every so many weeks. An end that is not later than the start is on the next day. */
export const weekly = z
  .strictObject({
    firstDay: calendarDay,
    from: wallTimeText,
    to: wallTimeText,
    weekdays: someWeekdays,
    every: z.int().min(1).max(4).default(1),
    /** The last day that may have one. */
    until: calendarDay,
  })
  .check(({ value, issues }) => {
    if (issues.length > 0) return;
    const fault = (message: string): unknown => issues.push({ code: 'custom', path: ['until'], message, input: value });
    if (value.until < value.firstDay) fault('not-later');
    else if (daysWith(value, occurrencesMax + 1).length > occurrencesMax) fault('too-many-occurrences');
  });
export type Weekly = z.infer<typeof weekly>;

export interface Occurrence {
  readonly day: string;
  readonly during: Interval;
  /** How its start and end stand to the clock changes: `missing` when one was moved forward, `twice` when one was chosen. */
  readonly note: WallTimeKind;
}

/** Each with the wall-clock time of the pattern, whatever the clocks do. */
export const occurrences = (pattern: Weekly, zone: string, choice: Choice): Occurrence[] =>
  daysWith(pattern, occurrencesMax).map((date) => occurrence(date, pattern, zone, choice));

function occurrence(date: Temporal.PlainDate, pattern: Weekly, zone: string, choice: Choice): Occurrence {
  const endDate = pattern.from < pattern.to ? date : date.add({ days: 1 });
  const start = resolveWallTime(date.toString(), pattern.from, zone, choice);
  const end = resolveWallTime(endDate.toString(), pattern.to, zone, choice);
  const kinds = [start.kind, end.kind];
  // A start that a gap has moved to its end or beyond takes the end along.
  const to = start.at < end.at ? end.at : start.at + minutesUntil(pattern.from, pattern.to) * minuteMs;
  return {
    day: date.toString(),
    during: { from: start.at, to },
    note: kinds.includes('missing') ? 'missing' : kinds.includes('twice') ? 'twice' : 'usual',
  };
}

/** The first so many days of the pattern. Weeks are counted from the Monday of its first day. */
function daysWith(pattern: Weekly, most: number): Temporal.PlainDate[] {
  const first = Temporal.PlainDate.from(pattern.firstDay);
  const firstMonday = first.subtract({ days: first.dayOfWeek - 1 });
  const offsets = pattern.weekdays.map((day) => weekdays.indexOf(day)).toSorted((a, b) => a - b);
  const found: Temporal.PlainDate[] = [];
  for (let week = 0; ; week += pattern.every) {
    for (const offset of offsets) {
      const date = firstMonday.add({ days: week * 7 + offset });
      if (found.length === most || date.toString() > pattern.until) return found;
      if (Temporal.PlainDate.compare(date, first) >= 0) found.push(date);
    }
  }
}
