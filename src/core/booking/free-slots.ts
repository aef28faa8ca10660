import { type Interval, lengthMs, overlap, subtract } from '../interval.js';

/** Somewhere to look: a machine, say, and when it is taken. */
export interface Place<On> {
  readonly on: On;
  readonly busy: readonly Interval[];
}

export interface Search<On> {
  /** Where they may lie: from now to the horizon. */
  readonly within: Interval;
  readonly count: number;
  /** People begin at round times: multiples of this are tried. */
  readonly stepMs: number;
  readonly allows: (on: On, slot: Interval) => boolean;
}

/** So many times are asked about, at most. */
const triesMax = 300;

/**
 * The free times nearest to a wanted one that cannot be had: of its length, apart from each other, before or after it, nearest
 * first (of two equally near, the earlier; at the same time, the place named first).
 */
export function nearestFreeSlots<On>(
  wanted: Interval,
  places: readonly Place<On>[],
  { within, count, stepMs, allows }: Search<On>,
): (Interval & { readonly on: On })[] {
  const length = lengthMs(wanted);
  const tries = places
    .flatMap(({ on, busy }) => startsIn(wanted, subtract(within, busy), stepMs).map((from) => ({ on, from })))
    .toSorted((a, b) => Math.abs(a.from - wanted.from) - Math.abs(b.from - wanted.from) || a.from - b.from)
    .slice(0, triesMax);
  const found: (Interval & { readonly on: On })[] = [];
  for (const { on, from } of tries) {
    const slot = { from, to: from + length };
    if (found.some((one) => one.on === on && overlap(one, slot)) || !allows(on, slot)) continue;
    found.push({ ...slot, on });
    if (found.length === count) break;
  }
  return found;
}

/** In each gap: at its very edges, as near to the wanted start as it can be, and at all round times. */
function startsIn(wanted: Interval, gaps: readonly Interval[], stepMs: number): number[] {
  const length = lengthMs(wanted);
  return gaps.flatMap((gap) => {
    const last = gap.to - length;
    if (last < gap.from) return [];
    const starts = new Set([gap.from, last, Math.min(Math.max(wanted.from, gap.from), last)]);
    for (let from = Math.ceil(gap.from / stepMs) * stepMs; from <= last; from += stepMs) starts.add(from);
    return [...starts];
  });
}

/**
 * Where a booking of so long may begin, in order: each from its earliest start to the end of its latest one. Starts are tried at
 * round times; those that follow each other are told as one.
 */
export function freeTimes(
  gaps: readonly Interval[],
  {
    lengthMs: length,
    stepMs,
    limit,
    allows,
  }: {
    readonly lengthMs: number;
    readonly stepMs: number;
    readonly limit: number;
    readonly allows: (slot: Interval) => boolean;
  },
): Interval[] {
  const found: Interval[] = [];
  for (const gap of gaps) {
    let run: Interval | undefined;
    for (let from = Math.ceil(gap.from / stepMs) * stepMs; from + length <= gap.to; from += stepMs) {
      const allowed = allows({ from, to: from + length });
      if (allowed) run = { from: run?.from ?? from, to: from + length };
      else if (run !== undefined) run = void found.push(run);
      if (found.length >= limit) return found.slice(0, limit);
    }
    if (run !== undefined) found.push(run);
  }
  return found.slice(0, limit);
}
