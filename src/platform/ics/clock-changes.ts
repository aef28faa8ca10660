import { Temporal } from 'temporal-polyfill';
import type { Wall } from './wall-time.js';

/** When the clocks of a zone are set, and how far from UTC they are before and after. */
export interface ClockChange {
  readonly at: number;
  readonly offsetFromMs: number;
  readonly offsetToMs: number;
}

const offsetMs = (at: Temporal.ZonedDateTime): number => at.offsetNanoseconds / 1_000_000;

/**
 * The changes that matter in `[from, to]`, in order: the first is the last one before it. A zone whose clocks were never
 * set gets one at the start of 1970 that changes nothing.
 */
export function changesOf(zone: string, from: number, to: number): ClockChange[] {
  const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const before = start.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const [at, offset] = [-offsetMs(start), offsetMs(start)];
  const changes = before === null ? [{ at, offsetFromMs: offset, offsetToMs: offset }] : [];
  let next = before ?? start.getTimeZoneTransition('next');
  while (next !== null && next.epochMilliseconds <= to) {
    const offsetFromMs = offsetMs(next.subtract({ milliseconds: 1 }));
    changes.push({ at: next.epochMilliseconds, offsetFromMs, offsetToMs: offsetMs(next) });
    next = next.getTimeZoneTransition('next');
  }
  return changes;
}

export function offsetAt(changes: readonly ClockChange[], at: number): number {
  const last = changes.findLast((change) => change.at <= at);
  return last?.offsetToMs ?? changes[0]?.offsetFromMs ?? 0;
}

/**
 * The moment at which the clocks show it: the first of two, and one that is skipped as if the clocks had not been set
 * (RFC 5545 §3.3.5).
 */
export function momentOf(changes: readonly ClockChange[], wall: Wall): number {
  const last = changes.findLast(({ at, offsetFromMs, offsetToMs }) => at + Math.max(offsetFromMs, offsetToMs) <= wall);
  return wall - (last?.offsetToMs ?? changes[0]?.offsetFromMs ?? 0);
}

/** Whether the clocks show the same again, or did before. */
export const isShownTwice = (changes: readonly ClockChange[], moment: number): boolean =>
  changes.some(({ at, offsetFromMs, offsetToMs }) => {
    const setBackMs = offsetFromMs - offsetToMs;
    return at - setBackMs <= moment && moment < at + setBackMs;
  });
