/** Half-open intervals `[from, to)` of milliseconds since the epoch. Empty ones do not exist: make them with `interval`. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** The interval, or undefined when it would be empty, inverted or not finite. */
export function interval(from: number, to: number): Interval | undefined {
  return Number.isFinite(from) && Number.isFinite(to) && from < to ? { from, to } : undefined;
}

export const lengthMs = (a: Interval): number => a.to - a.from;
export const contains = (a: Interval, at: number): boolean => a.from <= at && at < a.to;
export const overlap = (a: Interval, b: Interval): boolean => a.from < b.to && b.from < a.to;

export const intersect = (a: Interval, b: Interval): Interval | undefined =>
  interval(Math.max(a.from, b.from), Math.min(a.to, b.to));

/** The same instants as disjoint intervals in order; touching ones become one. */
export function merge(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const next of intervals.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && next.from <= last.to) {
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
    } else {
      merged.push(next);
    }
  }
  return merged;
}

/** What of `whole` is in none of `taken`, in order. */
export function subtract(whole: Interval, taken: readonly Interval[]): Interval[] {
  const free: Interval[] = [];
  let from = whole.from;
  for (const busy of merge(taken)) {
    const gap = interval(from, Math.min(busy.from, whole.to));
    if (gap !== undefined) free.push(gap);
    from = Math.max(from, busy.to);
  }
  const rest = interval(from, whole.to);
  if (rest !== undefined) free.push(rest);
  return free;
}
