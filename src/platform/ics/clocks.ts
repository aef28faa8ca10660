import { changesOf, type ClockChange, momentOf } from './clock-changes.js';
import { type Component, childrenOf, property, properties } from './components.js';
import { recurringDays } from './recurrence.js';
import { recurrenceOf } from './recurrence-rule.js';
import { offsetValue, timeValue } from './time-values.js';
import { dayMs, dayOf, type Wall } from './wall-time.js';
import type { Spend } from './work-limit.js';

/** From what a clock of the zone shows to the moment. */
export type Clock = (wall: Wall) => number;

export interface Window {
  readonly from: number;
  readonly to: number;
}

const readingWork = 20;
const newNameWork = 2000;
const newZoneWork = 40_000;
/** Around the window: what holds when it begins was changed before it, and events reach out of it. */
const marginMs = 3 * 366 * dayMs;

export const utcClock: Clock = (wall) => wall;

const clockOf =
  (changes: readonly ClockChange[], spend: Spend): Clock =>
  (wall) => {
    spend(readingWork + changes.length);
    return momentOf(changes, wall);
  };

export function zoneClock(zone: string, within: Window, spend: Spend): Clock {
  const [from, to] = [within.from - marginMs, within.to + marginMs];
  const near = clockOf(changesOf(zone, from, to), spend);
  return (wall) => {
    if (from + dayMs <= wall && wall <= to - dayMs) return near(wall);
    spend(newZoneWork);
    return momentOf(changesOf(zone, wall - dayMs, wall + dayMs), wall);
  };
}

function ianaClock(name: string, within: Window, spend: Spend): Clock | undefined {
  if (!isZone(name)) return undefined;
  spend(newZoneWork);
  return zoneClock(name, within, spend);
}

function isZone(name: string): boolean {
  try {
    return changesOf(name, 0, 0).length > 0;
  } catch {
    return false;
  }
}

function changesIn(observance: Component, within: Window, spend: Spend): ClockChange[] {
  const start = timeValue(property(observance, 'DTSTART')?.value ?? '');
  const offsetFromMs = offsetValue(property(observance, 'TZOFFSETFROM')?.value ?? '');
  const offsetToMs = offsetValue(property(observance, 'TZOFFSETTO')?.value ?? '');
  if (start === undefined || offsetFromMs === undefined || offsetToMs === undefined) return [];

  const walls = [start.wall];
  for (const { value } of properties(observance, 'RDATE')) {
    for (const each of value.split(',')) walls.push(timeValue(each)?.wall ?? start.wall);
  }
  spend(walls.length);
  const rule = recurrenceOf(property(observance, 'RRULE')?.value ?? '', start.wall);
  if (rule !== undefined) {
    const until = rule.until === undefined ? undefined : timeValue(rule.until);
    // Whether in UTC or local: it is the day of the last change or one after it.
    const last = Math.min(dayOf(within.to) + 1, until === undefined ? Infinity : dayOf(until.wall));
    const from = Math.min(dayOf(within.from), last) - dayOf(marginMs);
    for (const day of recurringDays(rule, dayOf(start.wall), from, last, spend)) {
      walls.push(day * dayMs + (start.wall - dayOf(start.wall) * dayMs));
    }
  }
  return walls.map((wall) => ({ at: wall - offsetFromMs, offsetFromMs, offsetToMs }));
}

/** The clock of a VTIMEZONE, right for what is in the window. */
function definedClock(definition: Component | undefined, within: Window, spend: Spend): Clock | undefined {
  if (definition === undefined) return undefined;
  const changes = ['STANDARD', 'DAYLIGHT']
    .flatMap((kind) => childrenOf(definition, kind))
    .flatMap((observance) => changesIn(observance, within, spend))
    .toSorted((a, b) => a.at - b.at);
  return changes.length === 0 ? undefined : clockOf(changes, spend);
}

/**
 * The clocks by the names that a calendar calls them: an IANA zone by what is known of it here, any other as the file
 * defines it.
 */
export function fileClocks(calendar: Component, within: Window, spend: Spend): (name: string) => Clock | undefined {
  const definitions = new Map(childrenOf(calendar, 'VTIMEZONE').map((each) => [property(each, 'TZID')?.value, each]));
  const clocks = new Map<string, Clock | undefined>();
  return (name) => {
    if (!clocks.has(name)) {
      spend(newNameWork);
      clocks.set(name, ianaClock(name, within, spend) ?? definedClock(definitions.get(name), within, spend));
    }
    return clocks.get(name);
  };
}
