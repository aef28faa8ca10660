import type { Language } from '../../../contracts/http/index.js';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** A Monday. */
const mondayMs = Date.UTC(2024, 0, 1);

/** `poniedziałek`, `pon.` */
export const weekdayName = (day: Weekday, language: Language, weekday: 'long' | 'short' = 'long'): string =>
  new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' }).format(
    mondayMs + weekdays.indexOf(day) * 24 * 60 * 60_000,
  );
