import { z } from 'zod';

/** From Monday, as `Temporal` counts. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const weekday = z.enum(weekdays);
export type Weekday = z.infer<typeof weekday>;

const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/;
const endTimePattern = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;
/** `HH:MM` by the clock on the wall. */
export const wallTimeText = z.string().regex(timePattern, { message: 'wall-time', abort: true });
/** The same, or `24:00` for the end of the day. */
export const wallEndText = z.string().regex(endTimePattern, { message: 'wall-time', abort: true });

/** One to seven days, each once. */
export const someWeekdays = z
  .array(weekday)
  .min(1)
  .max(weekdays.length)
  .refine((days) => new Set(days).size === days.length, { message: 'day-twice' });

/** Since 00:00. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** From a wall-clock time to the next time that the wall shows another: an end that is not later is on the next day. */
export const minutesUntil = (from: string, to: string): number => {
  const minutes = minutesOf(to) - minutesOf(from);
  return minutes > 0 ? minutes : minutes + 24 * 60;
};
