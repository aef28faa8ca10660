import type { Interval } from '../../../core/interval.js';

/**
 * Columns side by side, each as wide as the others, whatever they hold: a day of 23 or 25 hours is a day, and an hour that
 * the clock shows twice has two columns. They follow one another without a gap.
 */
export type Columns = readonly Interval[];

/** Where a moment stands, from 0 at the first column's start to 1 at the last one's end. */
export function shareAt(columns: Columns, at: number): number {
  const index = columns.findIndex(({ to }) => at < to);
  if (index < 0) return 1;
  const { from, to } = columns[index]!;
  return (index + Math.max(0, at - from) / (to - from)) / columns.length;
}

/** The moment that stands there. */
export function timeAt(columns: Columns, share: number): number {
  const place = Math.min(Math.max(share, 0), 1) * columns.length;
  const index = Math.min(Math.floor(place), columns.length - 1);
  const { from, to } = columns[index]!;
  return from + (place - index) * (to - from);
}

/** On the step of the column's clock. */
export function onStep(columns: Columns, at: number, stepMs: number, round: (steps: number) => number): number {
  const { from } = columns.find(({ to }) => at < to) ?? columns.at(-1)!;
  return from + round((at - from) / stepMs) * stepMs;
}
