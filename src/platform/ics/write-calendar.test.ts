import * as fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { type EventToWrite, writeCalendar } from './write-calendar.js';

const at = (iso: string): number => Date.parse(iso);

const booking: EventToWrite = {
  uid: '0198c2d4-0000-7000-8000-000000000001@brama',
  sequence: 3,
  from: at('2027-03-02T09:00:00Z'),
  to: at('2027-03-02T11:30:00Z'),
  summary: 'Laser',
  status: 'confirmed',
  stampedAt: at('2027-02-01T10:00:00Z'),
  changedAt: at('2027-02-02T10:00:00Z'),
};

const written = (events: readonly EventToWrite[], zone = 'Europe/Warsaw', name = 'Laser'): string =>
  writeCalendar({ name, zone, prodId: '-//Brama//PL', events, refreshMinutes: 30 });

/** Read by another program, with nothing but the zone that the file defines. */
function readByIcalJs(file: string): { event: ICAL.Event; from: number; to: number }[] {
  const calendar = new ICAL.Component(ICAL.parse(file) as unknown[]);
  const zones = calendar.getAllSubcomponents('vtimezone').map((zone) => new ICAL.Timezone(zone));
  const moment = (time: ICAL.Time): number => {
    const zone = zones.find(({ tzid }) => tzid === time.zone.tzid);
    const [year, month] = [time.year, time.month - 1];
    const wall = Date.UTC(year, month, time.day, time.hour, time.minute, time.second);
    return time.zone === ICAL.Timezone.utcTimezone ? wall : wall - (zone?.utcOffset(time) ?? Number.NaN) * 1000;
  };
  return calendar.getAllSubcomponents('vevent').map((each) => {
    const event = new ICAL.Event(each);
    for (const name of ['dtstart', 'dtend']) {
      const property = each.getFirstProperty(name);
      const zone = zones.find(({ tzid }) => tzid === property?.getFirstParameter('tzid'));
      const value = property?.getFirstValue();
      if (value instanceof ICAL.Time && zone !== undefined) value.zone = zone;
    }
    return { event, from: moment(event.startDate), to: moment(event.endDate) };
  });
}

describe('a written calendar', () => {
  it('is what RFC 5545 and RFC 7986 ask for', () => {
    const described = {
      ...booking,
      description: 'Bring glasses',
      location: 'Hall 1',
      url: 'https://brama.example/b/1',
    };
    expect(written([described]).split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Brama//PL',
      'CALSCALE:GREGORIAN',
      'METHOD:PUBLISH',
      'NAME:Laser',
      'X-WR-CALNAME:Laser',
      'X-WR-TIMEZONE:Europe/Warsaw',
      'REFRESH-INTERVAL;VALUE=DURATION:PT30M',
      'X-PUBLISHED-TTL:PT30M',
      'BEGIN:VTIMEZONE',
      'TZID:Europe/Warsaw',
      ...observance('STANDARD', '20251026T030000', '+0200', '+0100'),
      ...observance('DAYLIGHT', '20260329T020000', '+0100', '+0200'),
      ...observance('STANDARD', '20261025T030000', '+0200', '+0100'),
      ...observance('DAYLIGHT', '20270328T020000', '+0100', '+0200'),
      ...observance('STANDARD', '20271031T030000', '+0200', '+0100'),
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
      'UID:0198c2d4-0000-7000-8000-000000000001@brama',
      'SEQUENCE:3',
      'DTSTAMP:20270201T100000Z',
      'LAST-MODIFIED:20270202T100000Z',
      'DTSTART;TZID=Europe/Warsaw:20270302T100000',
      'DTEND;TZID=Europe/Warsaw:20270302T123000',
      'SUMMARY:Laser',
      'DESCRIPTION:Bring glasses',
      'LOCATION:Hall 1',
      'URL:https://brama.example/b/1',
      'STATUS:CONFIRMED',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
  });

  it('is one also without events', () => {
    expect(readByIcalJs(written([]))).toEqual([]);
  });

  it('writes an hour that comes twice in UTC, since readers differ which of the two local time means', () => {
    const [first, second] = [at('2027-10-31T00:30:00Z'), at('2027-10-31T01:30:00Z')];
    const lines = written([{ ...booking, from: first, to: second }]).split('\r\n');
    expect(lines).toContain('DTSTART:20271031T003000Z');
    expect(lines).toContain('DTEND:20271031T013000Z');
  });

  it.each([
    ['Europe/Warsaw', '2027-03-28T00:30:00Z', '2027-03-28T01:30:00Z'],
    ['Europe/Warsaw', '2027-10-31T00:30:00Z', '2027-10-31T01:30:00Z'],
    ['Asia/Kolkata', '2027-03-28T00:30:00Z', '2027-10-31T01:30:00Z'],
    ['UTC', '2027-03-28T00:30:00Z', '2027-03-28T01:30:00Z'],
    ['Africa/Casablanca', '2027-02-07T02:30:00Z', '2027-03-14T02:30:00Z'],
    ['Asia/Almaty', '2024-02-29T17:30:00Z', '2024-02-29T19:30:00Z'],
  ])('%s, %s to %s: another program reads the same moments', (zone, from, to) => {
    const [read] = readByIcalJs(written([{ ...booking, from: at(from), to: at(to) }], zone));
    expect([read?.from, read?.to]).toEqual([at(from), at(to)]);
  });

  it('names the same moments to another program in any zone', () => {
    const zones = [
      'Europe/Warsaw',
      'Europe/Dublin',
      'America/Santiago',
      'Australia/Lord_Howe',
      'Asia/Tokyo',
      'Etc/GMT+5',
    ];
    const second = fc.integer({ min: at('2020-01-01') / 1000, max: at('2040-01-01') / 1000 });
    const length = fc.integer({ min: 60, max: 200_000 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.array(fc.tuple(second, length), { maxLength: 8 }), (zone, spans) => {
        const events = spans.map(([from, seconds]) => ({ ...booking, from: from * 1000, to: (from + seconds) * 1000 }));
        const read = readByIcalJs(written(events, zone)).map(({ from, to }) => ({ from, to }));
        expect(read).toEqual(events.map(({ from, to }) => ({ from, to })));
      }),
    );
  });
});

describe('texts of people', () => {
  const hostile =
    'a, b; c\\n "d" 👩‍🔧:\r\nBEGIN:VEVENT\r\nUID:evil\n\rATTENDEE:x\u0000\u0007\u2028\u0085END:VCALENDAR\uD800';

  it('cannot begin a line of their own', () => {
    const event = { ...booking, uid: hostile, summary: hostile, description: hostile, location: hostile };
    const lines = written([event], 'Europe/Warsaw', hostile).split('\r\n');
    expect(
      lines.filter((line) => /^(BEGIN:VEVENT|UID|ATTENDEE|END:VCALENDAR)/.test(line)).map((line) => line.slice(0, 9)),
    ).toEqual(['BEGIN:VEV', 'UID:a\\, b', 'END:VCALE']);
    expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029]/u);
  });

  it('that are addresses are written only when they are some', () => {
    const url = (text: string): string | undefined => /^URL.*$/m.exec(written([{ ...booking, url: text }]))?.[0].trim();
    expect(url('https://brama.example/ż?a=b')).toBe('URL:https://brama.example/%C5%BC?a=b');
    expect(url('https://brama.example/\r\nATTENDEE:x')).toBe('URL:https://brama.example/ATTENDEE:x');
    expect(url('no address')).toBeUndefined();
  });

  it('come out of another program as they went in, in lines of at most 75 octets', () => {
    const text = fc
      .string({ unit: 'binary', maxLength: 400 })
      .map((each) => each.replaceAll(/[\p{Cc}\u2028\u2029\uFEFF]/gu, '\n'));
    fc.assert(
      fc.property(text, text, (summary, description) => {
        const file = written([{ ...booking, summary, description }]);
        expect(Math.max(...file.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
        const [read] = readByIcalJs(file);
        expect([read?.event.summary, read?.event.description ?? '']).toEqual([summary, description]);
      }),
    );
  });

  it('may be long', () => {
    const summary = 'Gęśla 🎻, '.repeat(1000);
    expect(readByIcalJs(written([{ ...booking, summary }]))[0]?.event.summary).toBe(summary);
  });
});

function observance(kind: string, start: string, from: string, to: string): string[] {
  return [`BEGIN:${kind}`, `DTSTART:${start}`, `TZOFFSETFROM:${from}`, `TZOFFSETTO:${to}`, `END:${kind}`];
}
