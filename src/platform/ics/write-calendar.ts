import { changesOf, type ClockChange, isShownTwice, offsetAt } from './clock-changes.js';
import { folded, textValue } from './content-lines.js';
import { basicDateTime, dayMs } from './wall-time.js';
import { zoneDefinition } from './zone-definition.js';

export interface EventToWrite {
  readonly uid: string;
  /** Grows with each change of the event, so that readers take the newer one. */
  readonly sequence: number;
  readonly from: number;
  readonly to: number;
  readonly summary: string;
  readonly description?: string;
  readonly location?: string;
  readonly url?: string;
  readonly status: 'confirmed' | 'tentative' | 'cancelled';
  readonly stampedAt: number;
  /** Undefined: nobody knows. */
  readonly changedAt?: number;
}

export interface CalendarToWrite {
  readonly name: string;
  readonly zone: string;
  readonly prodId: string;
  readonly events: readonly EventToWrite[];
  readonly refreshMinutes: number;
}

interface Zone {
  readonly name: string;
  readonly changes: readonly ClockChange[];
}

/** So that winter and summer time are both defined: some readers want to see both. */
const marginMs = 366 * dayMs;

const utc = (at: number): string => `${basicDateTime(at)}Z`;

/** Local time; UTC in an hour that comes twice, of which local time names but one, and readers differ which. */
function time(name: string, at: number, { name: zone, changes }: Zone): string {
  if (isShownTwice(changes, at)) return `${name}:${utc(at)}`;
  return `${name};TZID=${/[,:;]/.test(zone) ? `"${zone}"` : zone}:${basicDateTime(at + offsetAt(changes, at))}`;
}

const textLine = (name: string, text: string | undefined): string[] =>
  text === undefined || text === '' ? [] : [`${name}:${textValue(text)}`];

/** An address is no TEXT and is not escaped, so only a well-formed one is written. */
const urlLine = (url: string | undefined): string[] =>
  url !== undefined && URL.canParse(url) ? [`URL:${new URL(url).href}`] : [];

const eventLines = (event: EventToWrite, zone: Zone): string[] => [
  'BEGIN:VEVENT',
  `UID:${textValue(event.uid)}`,
  `SEQUENCE:${event.sequence}`,
  `DTSTAMP:${utc(event.stampedAt)}`,
  ...(event.changedAt === undefined ? [] : [`LAST-MODIFIED:${utc(event.changedAt)}`]),
  time('DTSTART', event.from, zone),
  time('DTEND', event.to, zone),
  `SUMMARY:${textValue(event.summary)}`,
  ...textLine('DESCRIPTION', event.description),
  ...textLine('LOCATION', event.location),
  ...urlLine(event.url),
  `STATUS:${event.status.toUpperCase()}`,
  'END:VEVENT',
];

/** A calendar to subscribe to, as an iCalendar file (RFC 5545, with the name and the pace of RFC 7986). */
export function writeCalendar({ name, zone, prodId, events, refreshMinutes }: CalendarToWrite): string {
  const moments = events.flatMap(({ from, to }) => [from, to]).toSorted((a, b) => a - b);
  const changes = changesOf(zone, (moments[0] ?? 0) - marginMs, (moments.at(-1) ?? 0) + marginMs);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:${textValue(prodId)}`,
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${textValue(name)}`,
    `X-WR-CALNAME:${textValue(name)}`,
    `X-WR-TIMEZONE:${zone}`,
    `REFRESH-INTERVAL;VALUE=DURATION:PT${refreshMinutes}M`,
    `X-PUBLISHED-TTL:PT${refreshMinutes}M`,
    ...zoneDefinition(zone, changes),
    ...events.flatMap((event) => eventLines(event, { name: zone, changes })),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}
