import { Temporal } from 'temporal-polyfill';
import { basicDateTime } from './wall-time.js';

interface Observance {
  readonly at: number;
  readonly offsetFromMs: number;
  readonly offsetToMs: number;
}

/** So that winter and summer time are both there: some readers want to see both. */
const marginMs = 366 * 86_400_000;

const offsetMs = (at: Temporal.ZonedDateTime): number => at.offsetNanoseconds / 1_000_000;

function* observances(zone: string, from: number, to: number): Generator<Observance> {
  const start = Temporal.Instant.fromEpochMilliseconds(from - marginMs).toZonedDateTimeISO(zone);
  const before = start.getTimeZoneTransition('previous');
  if (before === null) yield { at: -offsetMs(start), offsetFromMs: offsetMs(start), offsetToMs: offsetMs(start) };
  for (let next = before ?? start.getTimeZoneTransition('next'); next !== null;) {
    if (next.epochMilliseconds > to + marginMs) return;
    const offsetFromMs = offsetMs(next.subtract({ milliseconds: 1 }));
    yield { at: next.epochMilliseconds, offsetFromMs, offsetToMs: offsetMs(next) };
    next = next.getTimeZoneTransition('next');
  }
}

function offset(ms: number): string {
  const digits = new Date(Math.abs(ms)).toISOString().slice(11, 19).replaceAll(':', '');
  return `${ms < 0 ? '-' : '+'}${digits.replace(/00$/, '')}`;
}

/**
 * The VTIMEZONE of all that lies in `[from, to]`, each change of the clocks by itself: the very changes by which local
 * times are computed here, so that a reader comes to the same moments even where a law was changed.
 */
export function zoneDefinition(zone: string, from: number, to: number): string[] {
  const found = [...observances(zone, from, to)];
  const standardMs = Math.min(...found.map(({ offsetToMs }) => offsetToMs));
  const lines = found.flatMap(({ at, offsetFromMs, offsetToMs }) => {
    const kind = offsetToMs > standardMs ? 'DAYLIGHT' : 'STANDARD';
    return [
      `BEGIN:${kind}`,
      `DTSTART:${basicDateTime(at + offsetFromMs)}`,
      `TZOFFSETFROM:${offset(offsetFromMs)}`,
      `TZOFFSETTO:${offset(offsetToMs)}`,
      `END:${kind}`,
    ];
  });
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...lines, 'END:VTIMEZONE'];
}
