import { Fault } from './calendar-fault.js';
import { type Component, properties, property } from './components.js';
import type { ContentLine } from './content-lines.js';
import type { Clock, Window } from './clocks.js';
import { type Place, type Placed, placesOf } from './placed-times.js';
import { recurringDays } from './recurrence.js';
import { recurrenceOf } from './recurrence-rule.js';
import { durationValue, timeValue } from './time-values.js';
import { dayMs, dayOf, type Wall } from './wall-time.js';
import type { Spend } from './work-limit.js';

export interface Occurrence {
  readonly from: number;
  readonly to: number;
  readonly allDay: boolean;
}

interface Reach {
  readonly from: Wall;
  readonly to: Wall;
}

interface Length {
  /** As the clock on the wall shows it. */
  readonly wallMs: number;
  readonly exactMs: number;
}

const ruleWork = 400;
const occurrenceWork = 40;
/** More than any two clocks of the world differ. */
const clockMarginMs = 2 * dayMs;

/**
 * A night from 22:00 to 06:00 ends at 06:00 also when the clocks change in it, so what begins and ends by one clock is
 * as long as that clock shows.
 */
function lengthOf(event: Component, start: Placed, place: Place): Length {
  const end = property(event, 'DTEND');
  const duration = property(event, 'DURATION');
  if (end !== undefined) {
    const placed = place(end);
    if (placed === undefined) throw new Fault('not-later');
    return placed.clock === start.clock
      ? { wallMs: placed.wall - start.wall, exactMs: 0 }
      : { wallMs: 0, exactMs: placed.clock(placed.wall) - start.clock(start.wall) };
  }
  if (duration === undefined) return { wallMs: start.isDate ? dayMs : 0, exactMs: 0 };
  const value = durationValue(duration.value);
  if (value === undefined) throw new Fault('not-later');
  return { wallMs: value.days * dayMs, exactMs: value.exactMs };
}

function occurrenceAt(
  wall: Wall,
  clock: Clock,
  { wallMs, exactMs }: Length,
): { from: number; to: number; day: number } {
  const from = clock(wall);
  const to = (wallMs === 0 ? from : clock(wall + wallMs)) + exactMs;
  // Where the clocks jump over its start, it could end before it.
  return { from, to: to > from ? to : from + wallMs + exactMs, day: dayOf(wall) };
}

/** Until when, as a moment that is included. */
function untilMoment(text: string, start: Placed): number {
  const until = timeValue(text);
  if (until === undefined) throw new Fault('rule-not-understood');
  if (until.isUtc) return until.wall;
  return until.isDate && !start.isDate ? start.clock(until.wall + dayMs) - 1 : start.clock(until.wall);
}

function* recurring(event: Component, start: Placed, length: Length, reach: Reach, spend: Spend) {
  const timeOfDay = start.wall - dayOf(start.wall) * dayMs;
  for (const { value } of properties(event, 'RRULE')) {
    spend(ruleWork);
    const rule = recurrenceOf(value, start.wall);
    if (rule === undefined) throw new Fault('rule-not-understood');
    const until = rule.until === undefined ? Infinity : untilMoment(rule.until, start);
    for (const day of recurringDays(rule, dayOf(start.wall), dayOf(reach.from), dayOf(reach.to), spend)) {
      spend(occurrenceWork);
      const occurrence = occurrenceAt(day * dayMs + timeOfDay, start.clock, length);
      if (occurrence.from > until) break;
      yield occurrence;
    }
  }
}

/** When the event is, as far as it overlaps the window, without those of its occurrences that stand by themselves. */
export function occurrencesOf(
  event: Component,
  movedAway: readonly ContentLine[],
  within: Window,
  place: Place,
  spend: Spend,
): Occurrence[] {
  const line = property(event, 'DTSTART');
  const start = line === undefined ? undefined : place(line);
  if (start === undefined) throw new Fault('no-start');
  const length = lengthOf(event, start, place);
  const totalMs = length.wallMs + length.exactMs;
  if (totalMs <= 0) throw new Fault('not-later');

  const reach = { from: within.from - totalMs - clockMarginMs, to: within.to + clockMarginMs };
  const isNear = ({ wall }: Placed): boolean => reach.from <= wall && wall <= reach.to;
  const out = placesOf([...properties(event, 'EXDATE'), ...movedAway], place).filter(isNear);
  const daysOut = new Set(out.filter(({ isDate }) => isDate).map(({ wall }) => dayOf(wall)));
  const momentsOut = new Set(out.filter(({ isDate }) => !isDate).map(({ wall, clock }) => clock(wall)));

  const singly = [start, ...placesOf(properties(event, 'RDATE'), place)].filter(isNear);
  const all = [
    ...singly.map(({ wall, clock }) => occurrenceAt(wall, clock, length)),
    ...recurring(event, start, length, reach, spend),
  ];
  const kept = all.filter(
    ({ from, to, day }) => from < within.to && within.from < to && !daysOut.has(day) && !momentsOut.has(from),
  );
  return [...new Map(kept.map(({ from, to }) => [from, { from, to, allDay: start.isDate }])).values()];
}
