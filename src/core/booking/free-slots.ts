import { type Interval, lengthMs, overlap, subtract } from '../interval.js';

/** Somewhere to look: a machine, say, and when it is taken. */
export interface Place<On> {
  readonly on: On;
  readonly busy: readonly Interval[];
}

/** Whether a time may be had; if not, at which other starts it may not either, as far as that is known. */
export type Answer = { readonly allow: true } | { readonly allow: false; readonly alike?: Interval | undefined };

export interface Search<On> {
  /** Where they may lie: from now to the horizon. */
  readonly within: Interval;
  readonly count: number;
  /** People begin at round times: multiples of this are tried. */
  readonly stepMs: number;
  readonly ask: (on: On, slot: Interval) => Answer;
}

/** Work in small steps: whoever takes them may do something else in between. */
export type Steps<Found> = Generator<undefined, Found, undefined>;

/** All steps on end. */
export function allSteps<Found>(steps: Steps<Found>): Found {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** So many times are asked about, at most. */
const triesMax = 6000;

/**
 * The free times nearest to a wanted one that cannot be had: of its length, apart from each other, before or after it, nearest
 * first (of two equally near, the earlier; at the same time, the place named first).
 */
export function* nearestFreeSlots<On>(
  wanted: Interval,
  places: readonly Place<On>[],
  { within, count, stepMs, ask }: Search<On>,
): Steps<(Interval & { readonly on: On })[]> {
  const length = lengthMs(wanted);
  const found: (Interval & { readonly on: On })[] = [];
  const queues: Queue<On>[] = [];
  for (const { on, busy } of places) {
    const starts = startsIn(wanted, subtract(within, busy), stepMs).toSorted(nearestTo(wanted.from));
    queues.push({ on, starts, next: 0, passed: [] });
    yield;
  }
  for (let tries = 0; tries < triesMax && found.length < count;) {
    const queue = nearestQueue(queues, wanted.from);
    if (queue === undefined) break;
    const from = queue.starts[queue.next++]!;
    const slot = { from, to: from + length };
    const inVain = queue.passed.some((stretch) => stretch.from <= from && from < stretch.to);
    if (inVain || found.some((one) => one.on === queue.on && overlap(one, slot))) continue;
    tries += 1;
    const answer = ask(queue.on, slot);
    if (answer.allow) found.push({ ...slot, on: queue.on });
    else if (answer.alike !== undefined) queue.passed.push(answer.alike);
    yield;
  }
  return found;
}

/** The starts of one place, nearest first. */
interface Queue<On> {
  readonly on: On;
  readonly starts: readonly number[];
  next: number;
  /** Where there is no use in asking. */
  readonly passed: Interval[];
}

const nearestTo =
  (wished: number) =>
  (a: number, b: number): number =>
    Math.abs(a - wished) - Math.abs(b - wished) || a - b;

function nearestQueue<On>(queues: readonly Queue<On>[], wished: number): Queue<On> | undefined {
  const nearer = nearestTo(wished);
  let nearest: Queue<On> | undefined;
  for (const queue of queues) {
    const start = queue.starts[queue.next];
    if (start !== undefined && (nearest === undefined || nearer(start, nearest.starts[nearest.next]!) < 0))
      nearest = queue;
  }
  return nearest;
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
export function* freeTimes(
  gaps: readonly Interval[],
  {
    lengthMs: length,
    stepMs,
    limit,
    ask,
  }: {
    readonly lengthMs: number;
    readonly stepMs: number;
    readonly limit: number;
    readonly ask: (slot: Interval) => Answer;
  },
): Steps<Interval[]> {
  const found: Interval[] = [];
  let refusedUntil = -Infinity;
  for (const gap of gaps) {
    let run: Interval | undefined;
    for (let from = Math.ceil(gap.from / stepMs) * stepMs; from + length <= gap.to; from += stepMs) {
      if (from < refusedUntil) continue;
      const answer = ask({ from, to: from + length });
      yield;
      if (answer.allow) run = { from: run?.from ?? from, to: from + length };
      else {
        refusedUntil = answer.alike?.to ?? refusedUntil;
        if (run !== undefined) run = void found.push(run);
      }
      if (found.length >= limit) return found.slice(0, limit);
    }
    if (run !== undefined) found.push(run);
  }
  return found.slice(0, limit);
}
