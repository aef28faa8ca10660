import ICAL from 'ical.js';

export interface ReadEvent {
  readonly uid: string;
  readonly sequence: number;
  readonly from: string;
  readonly to: string;
  readonly summary: string;
  readonly description: string | null;
  readonly status: string;
  readonly url: string | null;
}

/** By another program, with nothing but the zone that the file defines. */
export function readCalendar(file: string): { readonly name: string; readonly events: ReadEvent[] } {
  const calendar = new ICAL.Component(ICAL.parse(file) as unknown[]);
  const zones = calendar.getAllSubcomponents('vtimezone').map((zone) => new ICAL.Timezone(zone));
  const moment = (event: ICAL.Component, name: string): string => {
    const time = event.getFirstPropertyValue(name) as ICAL.Time;
    const tzid = event.getFirstProperty(name)?.getFirstParameter('tzid');
    const offsetS = tzid === undefined ? 0 : zones.find((zone) => zone.tzid === tzid)!.utcOffset(time);
    return new Date(
      Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second) - offsetS * 1000,
    ).toISOString();
  };
  const text = (event: ICAL.Component, name: string): string | null =>
    (event.getFirstPropertyValue(name) as string | null)?.replaceAll('\u00a0', ' ') ?? null;
  return {
    name: text(calendar, 'name')!,
    events: calendar.getAllSubcomponents('vevent').map((event) => ({
      uid: text(event, 'uid')!,
      sequence: Number(event.getFirstPropertyValue('sequence')),
      from: moment(event, 'dtstart'),
      to: moment(event, 'dtend'),
      summary: text(event, 'summary')!,
      description: text(event, 'description'),
      status: text(event, 'status')!,
      url: text(event, 'url'),
    })),
  };
}
