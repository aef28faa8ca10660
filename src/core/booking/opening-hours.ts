import { z } from 'zod';
import { openDuring, weeklyHours, type WeeklyHours } from '../calendar/opening-hours.js';
import { type Interval, subtract } from '../interval.js';
import { settingOf, type StoredSetting } from './settings.js';

/** Null: always open. */
export const openingHoursSettings = z.strictObject({ hours: weeklyHours.nullable().default(null) });

/** When the machine may be used; undefined: always. */
export const openingHoursOf = (stored: readonly StoredSetting[]): WeeklyHours | undefined =>
  openingHoursSettings.parse(settingOf(stored, 'outside-opening-hours').settings).hours ?? undefined;

/** Outside of its opening hours, in order. */
export function closingTimes(stored: readonly StoredSetting[], within: Interval, zone: string): Interval[] {
  const hours = openingHoursOf(stored);
  return hours === undefined ? [] : subtract(within, openDuring(hours, within, zone));
}
