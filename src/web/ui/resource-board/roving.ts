import type { Interval } from '../../../core/interval.js';

/** Something on the board that can have the focus: which row and column, and its time. */
export interface Stop extends Interval {
  readonly row: number;
  readonly column: number;
}

/** Rows of columns of stops, each in the order of time. On a board of hours a row has one column. */
export type Stops = readonly (readonly (readonly Interval[])[])[];

const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'] as const;
export type Arrow = (typeof arrows)[number];
export const isArrow = (key: string): key is Arrow => (arrows as readonly string[]).includes(key);

/** The stop that holds the moment, or else the nearest. */
function nearest(stops: readonly Interval[], at: number): Interval | undefined {
  const away = ({ from, to }: Interval): number => Math.max(from - at, at - to + 1, 0);
  return stops.toSorted((a, b) => away(a) - away(b) || a.from - b.from)[0];
}

/** Where an arrow leads on a board of hours: along the row in time, and to the same time of another row. */
export function nextInTime(stops: Stops, { row, column, from }: Stop, arrow: Arrow): Stop | undefined {
  const along = stops[row]?.[column] ?? [];
  const index = along.findIndex((stop) => stop.from === from);
  const toward = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: along.length - 1 };
  if (arrow !== 'ArrowUp' && arrow !== 'ArrowDown') return placed(along[toward[arrow]], row, column);
  const step = arrow === 'ArrowUp' ? -1 : 1;
  for (let other = row + step; stops[other] !== undefined; other += step) {
    const found = nearest(stops[other]![column] ?? [], from);
    if (found !== undefined) return placed(found, other, column);
  }
  return undefined;
}

/** Where an arrow leads on a board of days: down through a day's stops and on to the next row, and across to another day. */
export function nextInDays(stops: Stops, current: Stop, arrow: Arrow): Stop | undefined {
  const { row, column, from } = current;
  if (arrow === 'ArrowUp' || arrow === 'ArrowDown') {
    const step = arrow === 'ArrowUp' ? -1 : 1;
    const own = stops[row]?.[column] ?? [];
    const found = own[own.findIndex((stop) => stop.from === from) + step];
    if (found !== undefined) return placed(found, row, column);
    for (let other = row + step; stops[other] !== undefined; other += step) {
      const next = stops[other]![column]?.at(step < 0 ? -1 : 0);
      if (next !== undefined) return placed(next, other, column);
    }
    return undefined;
  }
  const columns = stops[row] ?? [];
  const across = arrow === 'ArrowLeft' || arrow === 'End' ? -1 : 1;
  const start = { ArrowLeft: column - 1, ArrowRight: column + 1, Home: 0, End: columns.length - 1 }[arrow];
  const place = (columns[column] ?? []).findIndex((stop) => stop.from === from);
  for (let other = start; columns[other] !== undefined; other += across) {
    const found = columns[other]![place] ?? columns[other]!.at(-1);
    if (found !== undefined) return placed(found, row, other);
  }
  return undefined;
}

const placed = (stop: Interval | undefined, row: number, column: number): Stop | undefined =>
  stop === undefined ? undefined : { row, column, from: stop.from, to: stop.to };
