import { z } from 'zod';
import type { Interval } from '../interval.js';
import { instantsShowing } from './wall-clock.js';
import { minutesOf, wallEndText, wallTimeText } from './weekly-times.js';

const dayMs = 24 * 60 * 60_000;
const lookAheadMs = 14 * dayMs;

const openFromTo = z
  .strictObject({ from: wallTimeText, to: wallEndText })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'not-later' });

const hoursOfDay = z
  .array(openFromTo)
  .max(4)
  .superRefine((hours, context) => {
    hours.slice(1).forEach(({ from }, index) => {
      if (from < hours[index]!.to)
        context.addIssue({ code: 'custom', path: [index + 1, 'from'], message: 'out-of-order' });
    });
  });

/** When the workshop is open in a usual week. Past midnight: until `24:00`, and from `00:00` on the next day. */
export const weeklyHours = z.strictObject({
  mon: hoursOfDay,
  tue: hoursOfDay,
  wed: hoursOfDay,
  thu: hoursOfDay,
  fri: hoursOfDay,
  sat: hoursOfDay,
  sun: hoursOfDay,
});
export type WeeklyHours = z.infer<typeof weeklyHours>;

/** All that is open of `within`, in order, touching hours as one. */
export const openDuring = (hours: WeeklyHours, within: Interval, zone: string): Interval[] =>
  instantsShowing(
    (weekday) => hours[weekday].map(({ from, to }) => ({ fromMinutes: minutesOf(from), toMinutes: minutesOf(to) })),
    within,
    zone,
  );

export const isOpen = (hours: WeeklyHours, at: number, zone: string): boolean =>
  openDuring(hours, { from: at, to: at + 1 }, zone).length > 0;

/** The end of the open hours that hold `at`. Undefined when closed then, and when open for the next 14 days on end. */
export function closesAt(hours: WeeklyHours, at: number, zone: string): number | undefined {
  const lookedUntil = at + lookAheadMs;
  const first = openDuring(hours, { from: at, to: lookedUntil }, zone)[0];
  return first?.from === at && first.to < lookedUntil ? first.to : undefined;
}

/** When it opens next, later than `after`; undefined when it does not in 14 days. */
export const opensAt = (hours: WeeklyHours, after: number, zone: string): number | undefined =>
  openDuring(hours, { from: after, to: after + lookAheadMs }, zone).find(({ from }) => from > after)?.from;
