import { type Interval, interval } from './interval.js';
import type { InputFault } from './words/input-faults.js';

/** No workshop plans beyond this. A slip of the keyboard in the year, not a wish. */
const latestMs = Date.UTC(2200, 0, 1);

/**
 * Two instants (ISO 8601) as people may plan with: the interval, or the field at fault and why. Inverted, empty and absurd
 * intervals are errors of input, known before any rule is asked.
 */
export function plannable(
  from: string,
  to: string,
): Interval | { readonly field: 'from' | 'to'; readonly fault: InputFault } {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  if (!Number.isFinite(fromMs) || fromMs < 0 || fromMs > latestMs) return { field: 'from', fault: 'out-of-range' };
  if (!Number.isFinite(toMs) || toMs > latestMs) return { field: 'to', fault: 'out-of-range' };
  return interval(fromMs, toMs) ?? { field: 'to', fault: 'not-later' };
}
