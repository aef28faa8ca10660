import { type Interval, overlap } from '../interval.js';

/** With so much more time before and after. */
const widened = ({ from, to }: Interval, marginMs: number): Interval => ({ from: from - marginMs, to: to + marginMs });

/** The first that shares time with `wanted`, or leaves less than a margin before or after it. */
export const inTheWay = <Obstacle extends Interval>(
  obstacles: readonly Obstacle[],
  wanted: Interval,
  marginMs = 0,
): Obstacle | undefined => obstacles.find((one) => overlap(widened(one, marginMs), wanted));

/** Until when time from `from` on is free of them, with a margin. Not later than `from`: it is not free even then. */
export const freeUntil = (obstacles: readonly Interval[], from: number, marginMs = 0): number =>
  Math.min(
    Infinity,
    ...obstacles
      .map((one) => widened(one, marginMs))
      .filter(({ to }) => to > from)
      .map((one) => one.from),
  );
