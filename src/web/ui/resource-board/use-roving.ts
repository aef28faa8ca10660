import { type FocusEvent, type KeyboardEvent, useRef, useState } from 'react';
import { stopKey } from './board.js';
import { type Arrow, isArrow, type Stop, type Stops } from './roving.js';

/** One stop of the Tab key for the whole board; arrows move on from there. */
export function useRoving(stops: Stops, next: (stops: Stops, current: Stop, arrow: Arrow) => Stop | undefined) {
  const board = useRef<HTMLDivElement>(null);
  const [last, setLast] = useState<string>();
  const known = new Map<string, Stop>();
  for (const [row, columns] of stops.entries())
    for (const [column, along] of columns.entries())
      for (const { from, to } of along) known.set(stopKey(row, column, from), { row, column, from, to });
  const tabStop = last !== undefined && known.has(last) ? last : known.keys().next().value;

  return {
    board,
    tabStop,
    onFocus: ({ target }: FocusEvent): void => {
      const key = (target as HTMLElement).dataset.stop;
      if (key !== undefined) setLast(key);
    },
    onKeyDown: (event: KeyboardEvent): void => {
      const current = known.get((event.target as HTMLElement).dataset.stop ?? '');
      if (current === undefined || !isArrow(event.key)) return;
      event.preventDefault();
      const found = next(stops, current, event.key);
      if (found === undefined) return;
      const key = stopKey(found.row, found.column, found.from);
      board.current?.querySelector<HTMLElement>(`[data-stop="${key}"]`)?.focus();
    },
  };
}
