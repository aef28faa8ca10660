// Between instants and the time that people see on the wall of a workshop in `zone`, an IANA name. A zone, day or time that
// does not exist as such is a RangeError: what people typed is parsed before it comes here.
import { Temporal } from 'temporal-polyfill';
import { type Interval, intersect } from '../interval.js';
import { type Weekday, weekdays } from './weekly-times.js';

const daysMax = 400;

/** Where a wall time stands: shown once that day, skipped when clocks go forward, or shown twice when they go back. */
export type WallTimeKind = 'usual' | 'missing' | 'twice';
/** Which of the two is meant by a wall time that is shown twice. */
export type Choice = 'earlier' | 'later';

const zoned = (at: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
const startOf = (date: Temporal.PlainDate, zone: string): number => date.toZonedDateTime(zone).epochMilliseconds;
const mondayOf = (date: Temporal.PlainDate): Temporal.PlainDate => date.subtract({ days: date.dayOfWeek - 1 });
const stretch = (first: Temporal.PlainDate, days: number, zone: string): Interval => ({
  from: startOf(first, zone),
  to: startOf(first.add({ days }), zone),
});

/** `2027-03-28`. */
export const localDay = (at: number, zone: string): string => zoned(at, zone).toPlainDate().toString();

/** The Monday of the week that holds the instant. */
export const weekOf = (at: number, zone: string): string => mondayOf(zoned(at, zone).toPlainDate()).toString();

export const weekdayOf = (at: number, zone: string): Weekday => weekdays[zoned(at, zone).dayOfWeek - 1]!;

/** The whole local day: 23, 24 or 25 hours. */
export const dayInterval = (day: string, zone: string): Interval => stretch(Temporal.PlainDate.from(day), 1, zone);

/** Monday to Monday, of the week that has the day. */
export const weekInterval = (day: string, zone: string): Interval =>
  stretch(mondayOf(Temporal.PlainDate.from(day)), 7, zone);

/** The local days that it touches, each with the part of it that is in the day. */
export function daysOf(within: Interval, zone: string): { day: string; during: Interval }[] {
  const first = zoned(within.from, zone).toPlainDate();
  const count = first.until(zoned(within.to - 1, zone)).days + 1;
  if (count > daysMax) throw new RangeError(`${count} days at once, the most is ${daysMax}`);
  const dates = Array.from({ length: count + 1 }, (_, days) => first.add({ days }));
  const starts = dates.map((date) => startOf(date, zone));
  return dates.slice(0, -1).flatMap((date, index) => {
    const during = intersect(within, { from: starts[index]!, to: starts[index + 1]! });
    return during === undefined ? [] : [{ day: date.toString(), during }];
  });
}

/** By the clock on the wall, since its 00:00: 03:30 is 210 on a day of 23 hours too. */
export function minutesIntoDay(at: number, zone: string): number {
  const { hour, minute } = zoned(at, zone);
  return hour * 60 + minute;
}

/** When the wall shows `HH:MM` on that day; `24:00` is the next midnight. A time that is skipped moves forward by the gap. */
export function resolveWallTime(
  day: string,
  time: string,
  zone: string,
  choice: Choice = 'earlier',
): { at: number; kind: WallTimeKind } {
  const date = Temporal.PlainDate.from(day);
  const wall = time === '24:00' ? date.add({ days: 1 }).toPlainDateTime() : date.toPlainDateTime(time);
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { at: later.epochMilliseconds, kind: 'usual' };
  // Around a gap the two stand on either side of it, and neither shows what was asked for.
  if (!earlier.toPlainDateTime().equals(wall)) return { at: later.epochMilliseconds, kind: 'missing' };
  return { at: (choice === 'earlier' ? earlier : later).epochMilliseconds, kind: 'twice' };
}

/** What the wall shows, and of a time that is shown twice, which one it is. */
export function wallTime(
  at: number,
  zone: string,
): { day: string; time: string; twice: 'first' | 'second' | undefined } {
  const shown = zoned(at, zone);
  const plain = shown.toPlainDateTime();
  const lastSame = plain.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds;
  const firstSame = plain.toZonedDateTime(zone, { disambiguation: 'earlier' }).epochMilliseconds;
  return {
    day: shown.toPlainDate().toString(),
    time: shown.toPlainTime().toString({ smallestUnit: 'minute' }),
    twice: firstSame === lastSame ? undefined : at === firstSame ? 'first' : 'second',
  };
}
