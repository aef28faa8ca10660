import { weekdayOf } from '../../calendar/local-time.js';
import { closesAt, isOpen, openDuring, type WeeklyHours } from '../../calendar/opening-hours.js';
import { openingHoursSettings } from '../opening-hours.js';
import { bookingRule } from '../rule.js';

const openUntil = (hours: WeeklyHours, at: number, zone: string): number =>
  isOpen(hours, at, zone) ? (closesAt(hours, at, zone) ?? Infinity) : at;

export const outsideOpeningHours = bookingRule({
  code: 'outside-opening-hours',
  says: 'The whole booking lies in the opening hours.',
  params: openingHoursSettings,
  override: 'staff',
  asked: 'always',
  relaxable: false,
  check: ({ wanted, zone }, { hours }) => {
    if (hours === null) return undefined;
    const [first] = openDuring(hours, wanted, zone);
    const shutFrom = first?.from === wanted.from ? first.to : wanted.from;
    if (wanted.to <= shutFrom) return undefined;
    const open = hours[weekdayOf(shutFrom, zone)].map(({ from, to }) => `${from}–${to}`);
    return { day: shutFrom, hours: open.join(', ') };
  },
  latestEnd: ({ wanted, zone }, { hours }) => (hours === null ? undefined : openUntil(hours, wanted.from, zone)),
});
