import { dayInterval, localDay, weekInterval } from '../calendar/local-time.js';
import { type Interval, lengthMs } from '../interval.js';
import type { Refusal } from '../refusal.js';
import type { BookingFacts } from './facts.js';
import { rulebookOf } from './rulebook.js';
import { dayLimit } from './rules/day-limit.js';
import { memberSuspended } from './rules/member-suspended.js';
import { notCertified } from './rules/not-certified.js';
import { openLimit } from './rules/open-limit.js';
import { strikes } from './rules/strikes.js';
import { weekLimit } from './rules/week-limit.js';
import type { StoredSetting } from './settings.js';

const always: Interval = { from: -Infinity, to: Infinity };
/** Against a member whatever the time. */
const whenever = [memberSuspended, notCertified, strikes, openLimit].map(({ code }) => code);
const periods = new Map([
  [dayLimit.code, dayInterval],
  [weekLimit.code, weekInterval],
]);

/**
 * A refused booking is refused at other starts for the same reason: which need not be tried. Undefined: nothing is known of
 * them.
 */
export function refusedStretch(
  stored: readonly StoredSetting[],
  { former, wanted, zone }: BookingFacts,
  refusals: readonly Refusal[],
): Interval | undefined {
  // Of less time nothing is asked.
  if (former !== undefined) return undefined;
  const { rules, windows } = rulebookOf(stored);
  const relaxable = new Set(windows.length === 0 ? [] : rules.filter((rule) => rule.relaxable).map(({ code }) => code));
  const stretches = refusals
    .filter(({ code }) => !relaxable.has(code))
    .flatMap((refusal) => stretchOf(refusal, lengthMs(wanted), zone) ?? []);
  if (stretches.length === 0) return undefined;
  return {
    from: Math.min(...stretches.map(({ from }) => from)),
    to: Math.max(...stretches.map(({ to }) => to)),
  };
}

/** Each holds the start that was refused, so all of them together are on end. */
function stretchOf({ code, params }: Refusal, length: number, zone: string): Interval | undefined {
  if (whenever.includes(code)) return always;
  const periodOf = periods.get(code);
  const { since, used, limit, unit } = params;
  if (periodOf === undefined || Number(used) < Number(limit)) return undefined;
  const { from, to } = periodOf(localDay(Number(since), zone), zone);
  // Whatever touches a used up period takes minutes of it.
  return unit === 'bookings' ? { from, to } : { from: from - length + 1, to };
}
