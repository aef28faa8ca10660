import { Fault, type FaultKind } from './calendar-fault.js';
import { calendarsOf, childrenOf, type Component, property } from './components.js';
import { type ContentLine, textOf } from './content-lines.js';
import { type Clock, type Window, zoneClock } from './clocks.js';
import { type Occurrence, occurrencesOf } from './occurrences.js';
import { placeIn } from './placed-times.js';
import { type Spend, workLimit } from './work-limit.js';

export interface CalendarWindow {
  /** In which whole days and floating times are meant. */
  readonly zone: string;
  readonly within: Window;
  readonly eventsMax: number;
}

export interface EventRead extends Occurrence {
  readonly uid: string;
  readonly summary: string;
}

export interface CalendarFault {
  readonly line?: number;
  readonly uid?: string;
  readonly fault: FaultKind;
}

export interface CalendarRead {
  /** By their start; each occurrence of what recurs is one. */
  readonly events: readonly EventRead[];
  /** What could not be read. The rest was, but after `too-many` nothing more is looked at. */
  readonly faults: readonly CalendarFault[];
}

const fileOctetsMax = 1_000_000;
const faultsMax = 100;
/** At most about 200 ms, and more than a workshop's closures of years need. */
const workMax = 1_000_000;

const text = (event: Component, name: string): string => textOf(property(event, name)?.value ?? '');

/** By UID: which occurrences of a series are events by themselves, moved or cancelled. */
function movedAwayFrom(events: readonly Component[]): Map<string, ContentLine[]> {
  const moved = new Map<string, ContentLine[]>();
  for (const event of events) {
    const id = property(event, 'RECURRENCE-ID');
    if (id === undefined) continue;
    const uid = text(event, 'UID');
    const others = moved.get(uid);
    if (others === undefined) moved.set(uid, [id]);
    else others.push(id);
  }
  return moved;
}

interface Entry {
  readonly event: Component;
  readonly occurrences: () => Occurrence[];
}

function entriesOf(calendar: Component, own: Clock, within: Window, spend: Spend): Entry[] {
  const place = placeIn(calendar, own, within, spend);
  const events = childrenOf(calendar, 'VEVENT');
  const movedAway = movedAwayFrom(events);
  return events
    .filter((event) => text(event, 'STATUS').toUpperCase() !== 'CANCELLED')
    .map((event) => {
      const id = property(event, 'RECURRENCE-ID');
      const out = id === undefined ? (movedAway.get(text(event, 'UID')) ?? []) : [];
      return {
        event,
        occurrences: () => {
          if (id?.params.has('RANGE') === true) throw new Fault('rule-not-understood');
          return occurrencesOf(event, out, within, place, spend);
        },
      };
    });
}

/** The events of an iCalendar file (RFC 5545) that overlap the window. Never throws for what is in the file. */
export function readCalendar(file: string, { zone, within, eventsMax }: CalendarWindow): CalendarRead {
  if (Buffer.byteLength(file) > fileOctetsMax) return { events: [], faults: [{ fault: 'too-large' }] };
  const calendars = calendarsOf(file);
  if (typeof calendars === 'number') return { events: [], faults: [{ line: calendars, fault: 'not-a-calendar' }] };

  const spend = workLimit(workMax);
  const own = zoneClock(zone, within, spend);
  const events: EventRead[] = [];
  const faults: CalendarFault[] = [];
  for (const { event, occurrences } of calendars.flatMap((each) => entriesOf(each, own, within, spend))) {
    const [uid, summary] = [text(event, 'UID'), text(event, 'SUMMARY')];
    try {
      for (const occurrence of occurrences()) {
        if (events.length >= eventsMax) throw new Fault('too-many');
        events.push({ uid, summary, ...occurrence });
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.push({ line: event.line, uid, fault: error.kind });
      if (error.kind === 'too-many' || faults.length === faultsMax) break;
    }
  }
  return { events: events.toSorted((a, b) => a.from - b.from), faults };
}
