import { type Component, childrenOf, property, properties } from './components.js';
import { recurringDays } from './recurrence.js';
import { recurrenceOf } from './recurrence-rule.js';
import { offsetValue, timeValue } from './time-values.js';
import { dayMs, dayOf, momentOf, type Wall } from './wall-time.js';
import type { Spend } from './work-limit.js';

/** From what a clock of the zone shows to the moment. */
export type Clock = (wall: Wall) => number;

const momentWork = 200;
const newNameWork = 2000;
/** Before the window, to find the change of the clocks that holds when it begins. */
const marginDays = 3 * 366;

export const utcClock: Clock = (wall) => wall;

export const zoneClock =
  (zone: string, spend: Spend): Clock =>
  (wall) => {
    spend(momentWork);
    return momentOf(wall, zone);
  };

function isZone(name: string): boolean {
  try {
    momentOf(0, name);
    return true;
  } catch {
    return false;
  }
}

interface Onset {
  readonly wall: Wall;
  readonly offsetFromMs: number;
  readonly offsetToMs: number;
}

function onsetsOf(observance: Component, within: { from: number; to: number }, spend: Spend): Onset[] {
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
    const from = Math.min(dayOf(within.from), last) - marginDays;
    for (const day of recurringDays(rule, dayOf(start.wall), from, last, spend)) {
      walls.push(day * dayMs + (start.wall - dayOf(start.wall) * dayMs));
    }
  }
  return walls.map((wall) => ({ wall, offsetFromMs, offsetToMs }));
}

/** The clock of a VTIMEZONE, right for what is in the window. */
function definedClock(
  definition: Component | undefined,
  within: { from: number; to: number },
  spend: Spend,
): Clock | undefined {
  if (definition === undefined) return undefined;
  const onsets = ['STANDARD', 'DAYLIGHT']
    .flatMap((kind) => childrenOf(definition, kind))
    .flatMap((observance) => onsetsOf(observance, within, spend))
    .toSorted((a, b) => a.wall - b.wall);
  const [first] = onsets;
  if (first === undefined) return undefined;
  return (wall) => {
    spend(momentWork + onsets.length);
    // An hour that is skipped is read by the clock before the change, one that comes twice is the first.
    const last = onsets.findLast((onset) => onset.wall + Math.max(0, onset.offsetToMs - onset.offsetFromMs) <= wall);
    return wall - (last?.offsetToMs ?? first.offsetFromMs);
  };
}

/**
 * The clocks by the names that a calendar calls them: an IANA zone by what is known of it here, any other as the file
 * defines it.
 */
export function fileClocks(
  calendar: Component,
  within: { from: number; to: number },
  spend: Spend,
): (name: string) => Clock | undefined {
  const definitions = new Map(childrenOf(calendar, 'VTIMEZONE').map((each) => [property(each, 'TZID')?.value, each]));
  const clocks = new Map<string, Clock | undefined>();
  return (name) => {
    if (!clocks.has(name)) {
      spend(newNameWork);
      clocks.set(name, isZone(name) ? zoneClock(name, spend) : definedClock(definitions.get(name), within, spend));
    }
    return clocks.get(name);
  };
}
