import type { Interval } from '../interval.js';

/** A closure or an outage. */
export interface Planned extends Interval {
  /** When staff said so. */
  readonly plannedAt: number;
}

/** Those that hold at that moment. */
export const holding = (planned: readonly Planned[], at: number): Planned[] =>
  planned.filter(({ from, to }) => from <= at && at < to);

/** Until when they hold, as far as is known; undefined: none does. */
export function holdsUntil(planned: readonly Planned[], at: number): number | undefined {
  const now = holding(planned, at);
  return now.length === 0 ? undefined : Math.max(...now.map(({ to }) => to));
}

/** When the newest of those that hold was planned. */
export const newestOf = (planned: readonly Planned[], at: number): number =>
  Math.max(...holding(planned, at).map(({ plannedAt }) => plannedAt));
