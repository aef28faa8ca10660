import { z } from 'zod';
import { type Interval, subtract } from '../interval.js';
import { instantsShowing, type WallSpan } from './wall-clock.js';
import { minutesOf, minutesUntil, someWeekdays, wallEndText, wallTimeText } from './weekly-times.js';

/** Hours that come back each week. An end that is not later than its start is on the next day. */
const policyWindow = z.strictObject({ days: someWeekdays, from: wallTimeText, to: wallEndText });
export const policyWindows = z.array(policyWindow).max(20);
export type PolicyWindow = z.infer<typeof policyWindow>;

const spanOf = ({ from, to }: PolicyWindow): WallSpan => ({
  fromMinutes: minutesOf(from),
  toMinutes: minutesOf(from) + minutesUntil(from, to),
});

/** All of `within` that is in a window, in order, touching windows as one. */
export const windowsDuring = (windows: readonly PolicyWindow[], within: Interval, zone: string): Interval[] =>
  instantsShowing((weekday) => windows.filter(({ days }) => days.includes(weekday)).map(spanOf), within, zone);

/** No instant of it is outside all windows. */
export const liesWithin = (whole: Interval, windows: readonly PolicyWindow[], zone: string): boolean =>
  subtract(whole, windowsDuring(windows, whole, zone)).length === 0;
