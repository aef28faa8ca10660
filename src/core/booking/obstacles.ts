import { type Interval, overlap } from '../interval.js';

/** With so much more time before and after. */
const widened = ({ from, to }: Interval, marginMs: number): Interval => ({ from: from - marginMs, to: to + marginMs });

/** The first that shares time with `wanted`. */
export const inTheWay = <Obstacle extends Interval>(
  obstacles: readonly Obstacle[],
  wanted: Interval,
): Obstacle | undefined => obstacles.find((one) => overlap(one, wanted));

/** The first that leaves less than the margin before or after `wanted`. One that overlaps is another matter. */
export const tooNear = <Obstacle extends Interval>(
  obstacles: readonly Obstacle[],
  wanted: Interval,
  marginMs: number,
): Obstacle | undefined => obstacles.find((one) => !overlap(one, wanted) && overlap(widened(one, marginMs), wanted));

/** Until when time from `from` on is free of them, with a margin. Not later than `from`: it is not free even then. */
export const freeUntil = (obstacles: readonly Interval[], from: number, marginMs = 0): number =>
  Math.min(
    Infinity,
    ...obstacles
      .map((one) => widened(one, marginMs))
      .filter(({ to }) => to > from)
      .map((one) => one.from),
  );
