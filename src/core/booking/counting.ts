import { localDay } from '../calendar/local-time.js';
import { contains, type Interval, intersect, lengthMs } from '../interval.js';
import type { BookingFacts, OwnBooking } from './facts.js';
import type { SettingOrigin } from './rule.js';

export const minuteMs = 60_000;

/** Of which machines a limit counts bookings. */
type Counts = 'machine' | 'group' | 'all';
export const countsOf = (origin: SettingOrigin): Counts =>
  origin === 'machine' || origin === 'group' ? origin : 'all';

/** A limit counts where it is set: bookings of that machine, of that group, or of all machines. */
export function countedOwn({ own, machine }: BookingFacts, origin: SettingOrigin): OwnBooking[] {
  const counts = countsOf(origin);
  if (counts === 'machine') return own.filter(({ machineId }) => machineId === machine.id);
  if (counts === 'group') return own.filter(({ groupId }) => groupId === machine.groupId);
  return [...own];
}

export function msWithin(bookings: readonly Interval[], period: Interval): number {
  const parts = bookings.flatMap((one) => intersect(one, period) ?? []);
  return parts.reduce((sum, part) => sum + lengthMs(part), 0);
}

/** `dayInterval` or `weekInterval`. */
type PeriodOf = (day: string, zone: string) => Interval;

export interface PeriodLimit {
  readonly counts: Counts;
  readonly unit: 'bookings' | 'minutes';
  readonly limit: number;
  /** Without the wanted one. */
  readonly used: number;
  /** When the day or week begins. */
  readonly since: number;
}

/** Each counts on the day or in the week in which it starts. */
export function bookingsUsedUp(
  facts: BookingFacts,
  limit: number,
  origin: SettingOrigin,
  periodOf: PeriodOf,
): PeriodLimit | undefined {
  const period = periodOf(localDay(facts.wanted.from, facts.zone), facts.zone);
  const used = countedOwn(facts, origin).filter(({ from }) => contains(period, from)).length;
  if (used < limit) return undefined;
  return { counts: countsOf(origin), unit: 'bookings', limit, used, since: period.from };
}

/**
 * How long a booking from the wanted start may last, and what stops it there. Over midnight it counts in both days, with its
 * part of each.
 *
 * @param limit shorter than any two periods on end, or this would never end
 */
export function minutesUsedUp(
  facts: BookingFacts,
  limit: number,
  origin: SettingOrigin,
  periodOf: PeriodOf,
): PeriodLimit & { readonly end: number } {
  const own = countedOwn(facts, origin);
  for (let { from } = facts.wanted; ;) {
    const period = periodOf(localDay(from, facts.zone), facts.zone);
    const usedMs = msWithin(own, period);
    const end = from + Math.max(0, limit * minuteMs - usedMs);
    const used = Math.floor(usedMs / minuteMs);
    if (end < period.to) return { counts: countsOf(origin), unit: 'minutes', limit, used, since: period.from, end };
    from = period.to;
  }
}

export interface PeriodLimits {
  readonly bookings: number | null;
  readonly minutes: number | null;
}

export function overPeriodLimit(
  facts: BookingFacts,
  { bookings, minutes }: PeriodLimits,
  origin: SettingOrigin,
  periodOf: PeriodOf,
): Record<keyof PeriodLimit, string | number> | undefined {
  const tooMany = bookings === null ? undefined : bookingsUsedUp(facts, bookings, origin, periodOf);
  if (tooMany !== undefined || minutes === null) return tooMany === undefined ? undefined : { ...tooMany };
  const { end, ...tooLong } = minutesUsedUp(facts, minutes, origin, periodOf);
  return facts.wanted.to > end ? tooLong : undefined;
}

export function periodLimitEnd(
  facts: BookingFacts,
  { bookings, minutes }: PeriodLimits,
  origin: SettingOrigin,
  periodOf: PeriodOf,
): number | undefined {
  if (bookings !== null && bookingsUsedUp(facts, bookings, origin, periodOf) !== undefined) return facts.wanted.from;
  return minutes === null ? undefined : minutesUsedUp(facts, minutes, origin, periodOf).end;
}
