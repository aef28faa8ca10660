import { Temporal } from 'temporal-polyfill';

/** What a clock on a wall shows, as the milliseconds since the epoch at which a clock in UTC shows it. */
export type Wall = number;

export const dayMs = 86_400_000;

export const dayOf = (wall: Wall): number => Math.floor(wall / dayMs);

/** `20270328` or `20270328T013000`. */
export const basicDate = (wall: Wall): string => new Date(wall).toISOString().slice(0, 10).replaceAll('-', '');
export const basicDateTime = (wall: Wall): string =>
  `${basicDate(wall)}T${new Date(wall).toISOString().slice(11, 19).replaceAll(':', '')}`;

/**
 * The moment at which clocks of the zone show it: the first of two, and for one that is skipped the one that would have
 * been without the change. RFC 5545 §3.3.5 and Temporal agree on it.
 */
export const momentOf = (wall: Wall, zone: string): number => zoned(wall, zone, 'compatible');

export const isShownTwice = (wall: Wall, zone: string): boolean =>
  zoned(wall, zone, 'earlier') !== zoned(wall, zone, 'later');

const zoned = (wall: Wall, zone: string, disambiguation: 'compatible' | 'earlier' | 'later'): number =>
  Temporal.PlainDateTime.from(new Date(wall).toISOString().slice(0, -1)).toZonedDateTime(zone, { disambiguation })
    .epochMilliseconds;

export const wallAt = (at: number, zone: string): Wall =>
  at + Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
