import type { Interval } from '../../core/interval.js';
import { plannable } from '../../core/plannable.js';
import { notFitting } from '../not-fitting.js';

/** What a request plans, as an interval; 422 names the field at fault. */
export function plannedTime({ from, to }: { readonly from: string; readonly to: string }): Interval {
  const during = plannable(from, to);
  if ('fault' in during) throw notFitting(during.field, during.fault);
  return during;
}

/** The same, of something that is of no use once it is over. */
export function timeToCome(request: { readonly from: string; readonly to: string }, now: number): Interval {
  const during = plannedTime(request);
  if (during.to <= now) throw notFitting('to', 'in-the-past');
  return during;
}

/** From now on and without an end, unless a time is named. Undefined: no time at all. */
export function askedTime(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: number,
): Interval | undefined {
  const start = from === undefined ? now : Date.parse(from);
  const end = to === undefined ? Infinity : Date.parse(to);
  return start < end ? { from: start, to: end } : undefined;
}

/** The end of a time for the database, where none is null. */
export const endDate = ({ to }: Interval): Date | null => (Number.isFinite(to) ? new Date(to) : null);
