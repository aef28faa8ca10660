import { type CivilDay, civilDay } from './civil-day.js';
import { basicDateTime, dayOf, type Wall } from './wall-time.js';

const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

interface WeekdayPart {
  readonly weekday: number;
  /** The how manieth of its month or year, from the end when negative; 0: each. */
  readonly ordinal: number;
}

/** A rule of whole days (RFC 5545 §3.3.10): on which days something happens. The time of day is that of its start. */
export interface Recurrence {
  readonly frequency: (typeof frequencies)[number];
  readonly interval: number;
  readonly count: number | undefined;
  /** As in the file: a date, a local time or a moment in UTC. */
  readonly until: string | undefined;
  readonly months: readonly number[];
  readonly monthDays: readonly number[];
  readonly yearDays: readonly number[];
  readonly weekdays: readonly WeekdayPart[];
  readonly positions: readonly number[];
  readonly weekStart: number;
}

const known = new Set(
  'FREQ INTERVAL COUNT UNTIL BYMONTH BYMONTHDAY BYYEARDAY BYDAY BYSETPOS WKST BYHOUR BYMINUTE BYSECOND'.split(' '),
);

function integers(value: string | undefined, max: number): number[] | undefined {
  if (value === undefined) return [];
  const found = [...new Set(value.split(','))].map((each) => (/^[+-]?\d{1,3}$/.test(each) ? Number(each) : 0));
  return found.every((each) => each !== 0 && Math.abs(each) <= max) ? found : undefined;
}

function weekdayParts(value: string | undefined, ordinals: boolean): WeekdayPart[] | undefined {
  const found = [...new Set(value?.split(','))].map((each) => {
    const [, ordinal = '', name = ''] = /^([+-]?\d{0,2})([A-Z]{2})$/.exec(each) ?? [];
    return { weekday: weekdays.indexOf(name), ordinal: Number(ordinal) };
  });
  return found.every(({ weekday, ordinal }) => weekday >= 0 && (ordinals || ordinal === 0)) ? found : undefined;
}

const atLeastOne = (value: string | undefined): number | undefined =>
  value !== undefined && /^\d{1,15}$/.test(value) && Number(value) >= 1 ? Number(value) : undefined;

/**
 * The rule, filled in from its start; undefined when it says what is not understood here: times of day other than that
 * of the start, numbers of weeks, other calendars.
 */
export function recurrenceOf(value: string, start: Wall): Recurrence | undefined {
  const pairs = value
    .toUpperCase()
    .split(';')
    .filter((part) => part !== '')
    .map((part) => part.split('=', 2));
  const parts: ReadonlyMap<string, string> = new Map(pairs.map(([name = '', of = '']) => [name, of]));
  const frequency = frequencies.find((each) => each === parts.get('FREQ'));
  if (frequency === undefined || ![...parts.keys()].every((name) => known.has(name))) return undefined;

  const [hour, minute, second] = /T(..)(..)(..)/.exec(basicDateTime(start))?.slice(1).map(Number) ?? [];
  const ownTime = Object.entries({ BYHOUR: hour, BYMINUTE: minute, BYSECOND: second }).every(
    ([name, own]) => !parts.has(name) || (/^\d+$/.test(parts.get(name) ?? '') && Number(parts.get(name)) === own),
  );
  const until = parts.get('UNTIL');
  const months = integers(parts.get('BYMONTH'), 12);
  const monthDays = integers(parts.get('BYMONTHDAY'), 31);
  const yearDays = integers(parts.get('BYYEARDAY'), 366);
  const days = weekdayParts(parts.get('BYDAY'), frequency === 'MONTHLY' || frequency === 'YEARLY');
  const positions = integers(parts.get('BYSETPOS'), 366);
  const interval = parts.has('INTERVAL') ? atLeastOne(parts.get('INTERVAL')) : 1;
  const count = atLeastOne(parts.get('COUNT'));
  const weekStart = weekdays.indexOf(parts.get('WKST') ?? 'MO');
  if (
    !ownTime ||
    !months ||
    !monthDays ||
    !yearDays ||
    !days ||
    !positions ||
    !interval ||
    weekStart < 0 ||
    (parts.has('COUNT') && count === undefined)
  ) {
    return undefined;
  }
  const rule = { frequency, interval, count, until, months, monthDays, yearDays, weekdays: days, positions, weekStart };
  return filledIn(rule, civilDay(dayOf(start)));
}

/** What a rule leaves open is as on the day of its start. */
function filledIn(rule: Recurrence, { month, monthDay, weekday }: CivilDay): Recurrence {
  if (rule.weekdays.length + rule.monthDays.length + rule.yearDays.length > 0) return rule;
  if (rule.frequency === 'WEEKLY') return { ...rule, weekdays: [{ weekday, ordinal: 0 }] };
  if (rule.frequency === 'MONTHLY') return { ...rule, monthDays: [monthDay] };
  if (rule.frequency === 'YEARLY') {
    return { ...rule, monthDays: [monthDay], months: rule.months.length > 0 ? rule.months : [month] };
  }
  return rule;
}
