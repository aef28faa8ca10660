import { type PointerEvent as ReactPointerEvent, useCallback, useEffect, useRef, useState } from 'react';

interface Cell {
  readonly row: string;
  readonly column: number;
}

const slackPx = 6;

function cellAt(x: number, y: number): Cell | undefined {
  const cell = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-column]');
  const row = cell?.dataset.row;
  return row === undefined ? undefined : { row, column: Number(cell?.dataset.column) };
}

/** Carries a booking to another cell with a mouse or pen. The dialog of the booking does the same by keyboard. */
export function useCarry(dropped: (entryId: string, row: string, column: number) => void) {
  const give = useRef(dropped);
  useEffect(() => {
    give.current = dropped;
  });
  const carried = useRef(false);
  const [over, setOver] = useState<Cell>();
  const wasCarried = useCallback(() => carried.current, []);

  const onPointerDown = useCallback((event: ReactPointerEvent<HTMLElement>): void => {
    carried.current = false;
    const grip = (event.target as Element).closest<HTMLElement>('[data-movable]');
    const entryId = grip?.dataset.entry;
    if (event.button !== 0 || event.pointerType === 'touch' || entryId === undefined) return;
    const [startX, startY] = [event.clientX, event.clientY];
    const start = cellAt(startX, startY);
    let last: Cell | undefined;
    const move = ({ clientX, clientY }: PointerEvent): void => {
      if (!carried.current && Math.hypot(clientX - startX, clientY - startY) < slackPx) return;
      carried.current = true;
      last = cellAt(clientX, clientY);
      setOver(last);
    };
    const stop = (): void => {
      for (const [name, listener] of listeners) document.removeEventListener(name, listener as EventListener);
      setOver(undefined);
    };
    const drop = (): void => {
      stop();
      if (last !== undefined && (last.row !== start?.row || last.column !== start.column))
        give.current(entryId, last.row, last.column);
    };
    const escape = (key: KeyboardEvent): void => {
      if (key.key === 'Escape') stop();
    };
    const listeners = [
      ['pointermove', move],
      ['pointerup', drop],
      ['pointercancel', stop],
      ['keydown', escape],
    ] as const;
    for (const [name, listener] of listeners) document.addEventListener(name, listener as EventListener);
  }, []);
  return { over, wasCarried, onPointerDown };
}
