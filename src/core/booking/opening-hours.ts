import { z } from 'zod';
import { weeklyHours, type WeeklyHours } from '../calendar/opening-hours.js';
import { settingOf, type StoredSetting } from './settings.js';

/** Null: always open. */
export const openingHoursSettings = z.strictObject({ hours: weeklyHours.nullable().default(null) });

/** When the machine may be used; undefined: always. */
export const openingHoursOf = (stored: readonly StoredSetting[]): WeeklyHours | undefined =>
  openingHoursSettings.parse(settingOf(stored, 'outside-opening-hours').settings).hours ?? undefined;
