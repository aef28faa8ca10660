import type { Interval } from '../../../core/interval.js';
import { addDays, instantOf, type Wall, wallAt } from '../../i18n/wall-clock.js';

const minuteMs = 60_000;
/** By how much clocks are set, anywhere. */
const foldsMs = [30 * minuteMs, 60 * minuteMs, 120 * minuteMs];

/** When a wall shows that time; where clocks are set, what could be meant by it. */
export type Meant =
  | { readonly kind: 'usual'; readonly at: number }
  | { readonly kind: 'twice'; readonly first: number; readonly second: number }
  | { readonly kind: 'missing'; readonly before: number; readonly after: number };

const shows = (at: number, { day, time }: Wall, zone: string): boolean => {
  const shown = wallAt(at, zone);
  return shown.day === day && shown.time === time;
};

/** Undefined: no such day or time. */
export function meant(wall: Wall, zone: string): Meant | undefined {
  const at = instantOf(wall, zone);
  if (at === undefined) return undefined;
  if (!shows(at, wall, zone)) {
    const { day, time } = wallAt(at, zone);
    const gapMs = Date.parse(`${day}T${time}Z`) - Date.parse(`${wall.day}T${wall.time}Z`);
    return { kind: 'missing', before: at - gapMs, after: at };
  }
  const fold = foldsMs.find((ms) => shows(at + ms, wall, zone));
  return fold === undefined ? { kind: 'usual', at } : { kind: 'twice', first: at, second: at + fold };
}

/** Of a time that the wall shows twice, which one it is. */
export function whichOfTwo(at: number, zone: string): 'first' | 'second' | undefined {
  const wall = wallAt(at, zone);
  if (foldsMs.some((ms) => shows(at + ms, wall, zone))) return 'first';
  return foldsMs.some((ms) => shows(at - ms, wall, zone)) ? 'second' : undefined;
}

const startOf = (day: string, zone: string): number => instantOf({ day, time: '00:00' }, zone) ?? Date.parse(day);

/** The whole day: 23, 24 or 25 hours. */
export const dayOf = (day: string, zone: string): Interval => ({
  from: startOf(day, zone),
  to: startOf(addDays(day, 1), zone),
});

const weekdayOf = (day: string): number => (new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7;
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];
export const weekdayNameOf = (day: string): Weekday => weekdays[weekdayOf(day)]!;

/** Monday to Sunday of the week that has the day. */
export const weekDaysOf = (day: string): string[] => weekdays.map((_, index) => addDays(day, index - weekdayOf(day)));

export const daysFrom = (day: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => addDays(day, index));

const hourMs = 60 * minuteMs;
/** The hours of a day as they pass: the one that comes twice is there twice. */
export function hoursOf({ from, to }: Interval): Interval[] {
  const hours: Interval[] = [];
  for (let at = from; at < to; at += hourMs) hours.push({ from: at, to: Math.min(at + hourMs, to) });
  return hours;
}

export const isDay = (text: string | null): text is string =>
  text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00Z`));
