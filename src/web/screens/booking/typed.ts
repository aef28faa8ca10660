import type { Interval } from '../../../core/interval.js';
import { addDays, wallAt } from '../../i18n/wall-clock.js';
import { type Meant, meant } from './wall.js';

/** A wish as it is typed: days and times of the wall. */
export interface Typed {
  readonly day: string;
  readonly from: string;
  readonly to: string;
  /** When it does not end on the first day, nor soon after its midnight. */
  readonly endDay: string | undefined;
  /** Of a time that comes twice, the instant that was meant; void once the time is typed anew. */
  readonly chosen: readonly number[];
}

export type Edge = 'from' | 'to';
export type Understood =
  | { readonly kind: 'whole'; readonly during: Interval }
  | { readonly kind: 'asks'; readonly edge: Edge; readonly meant: Exclude<Meant, { kind: 'usual' }> }
  | { readonly kind: 'incomplete' | 'inverted' };

export function typedOf({ from, to }: Interval, zone: string): Typed {
  const [start, end] = [wallAt(from, zone), wallAt(to, zone)];
  const typed = { day: start.day, from: start.time, to: end.time, endDay: undefined, chosen: [from, to] };
  return endDayOf(typed) === end.day ? typed : { ...typed, endDay: end.day };
}

/** An end that is not later than the start is on the next day. */
export const endDayOf = ({ day, from, to, endDay }: Typed): string => endDay ?? (to > from ? day : addDays(day, 1));

export function understood(typed: Typed, zone: string): Understood {
  if (typed.day === '' || typed.from === '' || typed.to === '') return { kind: 'incomplete' };
  const from = meant({ day: typed.day, time: typed.from }, zone);
  const to = meant({ day: endDayOf(typed), time: typed.to }, zone);
  if (from === undefined || to === undefined) return { kind: 'incomplete' };
  const start = instantIn(from, typed.chosen, -Infinity);
  if (typeof start !== 'number') return { kind: 'asks', edge: 'from', meant: start };
  const end = instantIn(to, typed.chosen, start);
  if (typeof end !== 'number') return { kind: 'asks', edge: 'to', meant: end };
  return start < end ? { kind: 'whole', during: { from: start, to: end } } : { kind: 'inverted' };
}

/** The instant, when there is only one that can be meant after `after`; or else what has to be asked. */
function instantIn(found: Meant, chosen: readonly number[], after: number): number | Exclude<Meant, { kind: 'usual' }> {
  if (found.kind === 'usual') return found.at;
  if (found.kind === 'missing') return found;
  const possible = [found.first, found.second].filter((at) => at > after);
  return possible.length === 1 ? possible[0]! : (possible.find((at) => chosen.includes(at)) ?? found);
}

/** After an answer to what was asked: the wall then shows that instant. */
export function answered(typed: Typed, edge: Edge, at: number, zone: string): Typed {
  const { day, time } = wallAt(at, zone);
  const chosen = [...typed.chosen, at];
  if (edge === 'from') return { ...typed, day, from: time, chosen };
  return { ...typed, to: time, endDay: typed.endDay === undefined ? undefined : day, chosen };
}
