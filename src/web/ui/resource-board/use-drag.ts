import { type PointerEvent as ReactPointerEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { Interval } from '../../../core/interval.js';
import { type Columns, onStep, timeAt } from './axis.js';
import type { Row } from './pieces.js';

/** What is being dragged, as it would be when let go. */
export interface Dragged extends Interval {
  readonly row: string;
}
export interface Dropped extends Dragged {
  readonly entryId: string;
}

interface DragParts {
  readonly columns: Columns;
  readonly rows: readonly Row[];
  readonly stepMs: number;
  readonly pick: (rowId: string, from: number, to: number) => void;
  readonly dropped: (dropped: Dropped) => void;
}

const slackPx = 5;
const edgePx = 9;

/** What a press began: choosing free time, or moving a booking or one of its ends. */
interface Grip {
  readonly what: 'free' | 'whole' | 'start' | 'end';
  readonly entry: (Interval & { readonly id: string }) | undefined;
  readonly row: string;
  readonly at: number;
  readonly x: number;
}

/** Dragging with a mouse or pen; a finger scrolls. Whatever can be dragged can also be done by keyboard in a dialog. */
export function useDrag(parts: DragParts) {
  const given = useRef(parts);
  useEffect(() => {
    given.current = parts;
  });
  const dragged = useRef(false);
  const [drag, setDrag] = useState<Dragged>();
  const wasDragged = useCallback(() => dragged.current, []);

  const onPointerDown = useCallback((event: ReactPointerEvent<HTMLElement>): void => {
    dragged.current = false;
    if (event.button !== 0 || event.pointerType === 'touch') return;
    const grip = gripOf(event, given.current);
    if (grip === undefined) return;
    let last: Dragged | undefined;
    const show = (next: Dragged | undefined): void => {
      last = next;
      setDrag(next);
    };
    const move = ({ clientX, clientY }: PointerEvent): void => {
      if (last === undefined && Math.abs(clientX - grip.x) < slackPx) return;
      dragged.current = true;
      show(whereTo(grip, clientX, clientY, given.current));
    };
    const stop = (): void => {
      for (const [name, listener] of listeners) document.removeEventListener(name, listener as EventListener);
      setDrag(undefined);
    };
    const drop = (): void => {
      stop();
      if (last === undefined) return;
      if (grip.entry === undefined) given.current.pick(last.row, last.from, last.to);
      else given.current.dropped({ ...last, entryId: grip.entry.id });
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
  return { drag, wasDragged, onPointerDown };
}

function trackOf(element: Element | null): { row: string; rect: DOMRect } | undefined {
  const track = element?.closest<HTMLElement>('[data-row]');
  return track?.dataset.row === undefined ? undefined : { row: track.dataset.row, rect: track.getBoundingClientRect() };
}

function gripOf({ target, clientX }: ReactPointerEvent<HTMLElement>, { columns, rows }: DragParts): Grip | undefined {
  const button = (target as Element).closest<HTMLElement>('[data-stop]');
  const track = trackOf(button);
  if (button === null || track === undefined) return undefined;
  const at = timeAt(columns, (clientX - track.rect.left) / track.rect.width);
  const press = { row: track.row, at, x: clientX };
  if (button.dataset.look === 'free') return { ...press, what: 'free', entry: undefined };
  if (button.dataset.movable === undefined) return undefined;
  const entry = rows.find(({ id }) => id === track.row)?.entries.find(({ id }) => id === button.dataset.entry);
  if (entry === undefined) return undefined;
  const { left, right } = button.getBoundingClientRect();
  const edge = Math.min(edgePx, (right - left) / 4);
  const what = clientX - left < edge ? 'start' : right - clientX < edge ? 'end' : 'whole';
  return { ...press, what, entry };
}

function whereTo(grip: Grip, clientX: number, clientY: number, { columns, stepMs }: DragParts): Dragged | undefined {
  const over = trackOf(document.elementFromPoint(clientX, clientY));
  const own = trackOf(document.querySelector(`[data-row="${CSS.escape(grip.row)}"]`));
  if (own === undefined) return undefined;
  const at = timeAt(columns, (clientX - own.rect.left) / own.rect.width);
  const near = (time: number): number => onStep(columns, time, stepMs, Math.round);
  const { entry, row } = grip;
  if (entry === undefined) {
    const from = onStep(columns, Math.min(grip.at, at), stepMs, Math.floor);
    return { row, from, to: Math.max(from + stepMs, onStep(columns, Math.max(grip.at, at), stepMs, Math.ceil)) };
  }
  if (grip.what === 'start') return { row, from: Math.min(near(at), entry.to - stepMs), to: entry.to };
  if (grip.what === 'end') return { row, from: entry.from, to: Math.max(near(at), entry.from + stepMs) };
  const from = near(entry.from + at - grip.at);
  return { row: over?.row ?? row, from, to: from + entry.to - entry.from };
}
