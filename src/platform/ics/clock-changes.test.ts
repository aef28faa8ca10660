import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { changesOf, isShownTwice, momentOf, offsetAt } from './clock-changes.js';

const [from, to] = [Date.parse('2019-01-01T00:00:00Z'), Date.parse('2040-01-01T00:00:00Z')];
const inside = fc.integer({ min: from / 60_000 + 3000, max: to / 60_000 - 3000 }).map((minute) => minute * 60_000);

it.each([
  'Europe/Warsaw',
  'Europe/Dublin',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Almaty',
  'UTC',
  'Etc/GMT+5',
])('the clocks of %s show what Temporal says', (zone) => {
  const changes = changesOf(zone, from, to);
  const nearChange = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -300, max: 300 }))
    .map(([{ at }, minutes]) => Math.max(from, at) + minutes * 60_000);
  fc.assert(
    fc.property(fc.oneof(inside, nearChange), (at) => {
      const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
      const shown = zoned.toPlainDateTime();
      const moment = (disambiguation: 'compatible' | 'earlier' | 'later'): number =>
        shown.toZonedDateTime(zone, { disambiguation }).epochMilliseconds;
      expect(offsetAt(changes, at)).toBe(zoned.offsetNanoseconds / 1_000_000);
      expect(momentOf(changes, at + offsetAt(changes, at))).toBe(moment('compatible'));
      expect(isShownTwice(changes, at)).toBe(moment('earlier') !== moment('later'));

      const asWall = Temporal.PlainDateTime.from(new Date(at).toISOString().slice(0, -1));
      expect(momentOf(changes, at)).toBe(asWall.toZonedDateTime(zone).epochMilliseconds);
    }),
  );
});
