import { Temporal } from 'temporal-polyfill';
import { contains, type Interval, intersect, merge } from '../interval.js';
import { type Weekday, weekdays } from './weekly-times.js';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A part of a day in minutes since its 00:00 by the clock on the wall; beyond 24 hours it runs into the next day. */
export interface WallSpan {
  readonly fromMinutes: number;
  readonly toMinutes: number;
}

/**
 * All instants in `within` at which the clock on the wall shows a time of the week's spans. Exactly that: where clocks go
 * forward over an end of a span, it ends or begins at the jump; where they go back over one, it comes in two pieces.
 */
export function instantsShowing(
  spansOn: (weekday: Weekday) => readonly WallSpan[],
  within: Interval,
  zone: string,
): Interval[] {
  const found: Interval[] = [];
  for (const { during, offsetMs } of withSteadyClock(within, zone)) {
    // From the day before, since its spans may run over midnight.
    const firstDay = Math.floor((during.from + offsetMs) / dayMs) - 1;
    const lastDay = Math.floor((during.to - 1 + offsetMs) / dayMs);
    for (let day = firstDay; day <= lastDay; day += 1) {
      const midnight = day * dayMs - offsetMs;
      for (const { fromMinutes, toMinutes } of spansOn(weekdayOf(day))) {
        const span = { from: midnight + fromMinutes * minuteMs, to: midnight + toMinutes * minuteMs };
        const part = intersect(during, span);
        if (part !== undefined) found.push(part);
      }
    }
  }
  return merge(found);
}

/** `within` cut where the zone's clocks are set: in each piece, the wall shows the instant + `offsetMs`. */
function withSteadyClock(within: Interval, zone: string): { during: Interval; offsetMs: number }[] {
  const pieces = [];
  for (let { from } = within; from < within.to;) {
    const { offsetMs, ...steady } = steadyAt(from, zone);
    const to = Math.min(within.to, steady.to);
    pieces.push({ during: { from, to }, offsetMs });
    from = to;
  }
  return pieces;
}

interface Steady extends Interval {
  readonly offsetMs: number;
}
/** Looking up when clocks are set takes long, and they are set twice a year: what was found, by zone. */
const known = new Map<string, readonly Steady[]>();

/** From the instant, or before, until clocks are set. */
function steadyAt(at: number, zone: string): Steady {
  const found = known.get(zone) ?? [];
  const same = found.find((one) => contains(one, at));
  if (same !== undefined) return same;
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const to = local.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity;
  const steady = { from: at, to, offsetMs: local.offsetNanoseconds / 1_000_000 };
  known.set(zone, [...found.filter((one) => one.to !== to), steady]);
  return steady;
}

/** Of a day counted since 1970-01-01, a Thursday. */
const weekdayOf = (day: number): Weekday => weekdays[(((day + 3) % 7) + 7) % 7]!;
