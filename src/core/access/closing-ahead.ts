import { openDuring } from '../calendar/opening-hours.js';
import type { AccessFacts } from './facts.js';
import type { Planned } from './planned.js';
import { isSetAside } from './rule.js';

const dayMs = 24 * 60 * 60_000;
const hoursCode = 'outside-opening-hours';

/** What switches a machine off in the middle of a booking, and is known before: the codes of the rules that refuse from then on. */
export type ClosingCode = 'closed' | 'outage' | typeof hoursCode;
export interface Closing {
  readonly at: number;
  readonly code: ClosingCode;
}

/** The first that comes within a day, but for what staff set aside. */
export function closingAhead(facts: AccessFacts): Closing | undefined {
  const { now, closures, outages } = facts;
  const ahead = (code: ClosingCode, planned: readonly Planned[]): Closing[] =>
    planned
      .filter(({ from, plannedAt }) => from > now && !isSetAside(facts, code, plannedAt))
      .map(({ from }) => ({ at: from, code }));
  return [...ahead('closed', closures), ...ahead('outage', outages), ...closingTime(facts)].toSorted(
    (a, b) => a.at - b.at,
  )[0];
}

function closingTime(facts: AccessFacts): Closing[] {
  const { now, zone, openingHours, openingHoursSetAt } = facts;
  if (openingHours === undefined || isSetAside(facts, hoursCode, openingHoursSetAt ?? -Infinity)) return [];
  const open = openDuring(openingHours, { from: now, to: now + dayMs }, zone).find(({ from }) => from === now);
  return open === undefined || open.to === now + dayMs ? [] : [{ at: open.to, code: hoursCode }];
}
