import { type Interval, lengthMs, subtract } from '../interval.js';

/**
 * The free times nearest to a wanted one that is taken: of its length, apart from each other, before or after it, nearest
 * first (of two equally near, the earlier).
 *
 * @param within where they may lie: from now to the horizon
 */
export function nearestFreeSlots(
  wanted: Interval,
  busy: readonly Interval[],
  within: Interval,
  count: number,
): Interval[] {
  const length = lengthMs(wanted);
  const distance = (slot: Interval): number => Math.abs(slot.from - wanted.from);
  return subtract(within, busy)
    .filter((gap) => lengthMs(gap) >= length)
    .flatMap((gap) => slotsIn(gap, wanted.from, length, count))
    .toSorted((a, b) => distance(a) - distance(b) || a.from - b.from)
    .slice(0, count);
}

/** In one gap: the slot nearest to the wanted start, and those that follow and precede it without a space between. */
function slotsIn(gap: Interval, wantedFrom: number, length: number, count: number): Interval[] {
  const nearest = Math.min(Math.max(wantedFrom, gap.from), gap.to - length);
  const slots: Interval[] = [];
  for (let step = -count; step <= count; step += 1) {
    const from = nearest + step * length;
    if (from >= gap.from && from + length <= gap.to) slots.push({ from, to: from + length });
  }
  return slots;
}
