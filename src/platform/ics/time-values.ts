import { dayMs, type Wall } from './wall-time.js';

/** A DATE or a DATE-TIME as it stands in a file (RFC 5545 §3.3.4, §3.3.5). */
export interface TimeValue {
  readonly wall: Wall;
  readonly isDate: boolean;
  readonly isUtc: boolean;
}

export function timeValue(text: string): TimeValue | undefined {
  const [, year, month, day, time, hour, minute, second, utc] =
    /^([1-9]\d{3})(\d\d)(\d\d)(T([01]\d|2[0-3])([0-5]\d)([0-5]\d|60)(Z)?)?$/.exec(text.trim()) ?? [];
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // A day that does not exist becomes one of the next month.
  if (
    Number.isNaN(date) ||
    new Date(date).getUTCDate() !== Number(day) ||
    new Date(date).getUTCMonth() + 1 !== Number(month)
  ) {
    return undefined;
  }
  if (time === undefined) return { wall: date, isDate: true, isUtc: false };
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Math.min(Number(second), 59);
  return { wall: date + seconds * 1000, isDate: false, isUtc: utc !== undefined };
}

/** Days follow the clock on the wall, the rest passes (RFC 5545 §3.3.6). */
export interface DurationValue {
  readonly days: number;
  readonly exactMs: number;
}

export function durationValue(text: string): DurationValue | undefined {
  const [whole, weeks = '0', days = '0', hours = '0', minutes = '0', seconds = '0'] =
    /^\+?P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const exactMs = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return { days: Number(weeks) * 7 + Number(days), exactMs };
}

const offsetPattern = /^([+-])(\d\d)([0-5]\d)([0-5]\d)?$/;

/** `+0100`; less than a day, since no clock on earth is further off. */
export function offsetValue(text: string): number | undefined {
  const [, sign, hours, minutes, seconds = '0'] = offsetPattern.exec(text.trim()) ?? [];
  const ms = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return ms < dayMs ? (sign === '-' ? -ms : ms) : undefined;
}
