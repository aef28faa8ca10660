import type { Interval } from '../interval.js';

const minuteMs = 60_000;

/** Time of a booking that its member gave up, and what the booking has at that machine now. */
export interface GivenUp extends Interval {
  readonly at: number;
  readonly kept: Interval | null;
}

/**
 * Whether it was given up too late. It is not when the booking still begins then, and is long enough for its member to be
 * missed: less than that is as good as cancelled.
 */
export function isGivenUpLate(
  { from, to, at, kept }: GivenUp,
  { minutes }: { readonly minutes: number },
  { graceMinutes }: { readonly graceMinutes: number },
): boolean {
  if (minutes === 0 || from - at >= minutes * minuteMs) return false;
  if (kept === null || kept.from > from) return true;
  return kept.to - kept.from < Math.min(graceMinutes * minuteMs, to - from);
}
