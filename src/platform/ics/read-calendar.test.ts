import * as fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { type CalendarRead, readCalendar } from './read-calendar.js';
import { writeCalendar } from './write-calendar.js';

const year = { from: Date.parse('2027-01-01T00:00:00+01:00'), to: Date.parse('2028-01-01T00:00:00+01:00') };

const read = (file: string, options: { within?: typeof year; eventsMax?: number } = {}): CalendarRead =>
  readCalendar(file, { zone: 'Europe/Warsaw', within: year, eventsMax: 1000, ...options });

const calendar = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]): string => ['BEGIN:VEVENT', 'UID:u', ...lines, 'END:VEVENT'].join('\r\n');

const at = (iso: string): number => Date.parse(iso);
const utc = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
const spans = (file: string, options?: Parameters<typeof read>[1]): string[] =>
  read(file, options).events.map(({ from, to }) => `${utc(from)} ${utc(to)}`);

/** As Outlook writes it: a name of its own, and rules that began long ago. */
const outlookZone = [
  'BEGIN:VTIMEZONE',
  'TZID:Central European Standard Time',
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
].join('\r\n');

describe('times', () => {
  it.each([
    ['UTC', ['DTSTART:20270302T090000Z', 'DTEND:20270302T100000Z'], '2027-03-02T09:00 2027-03-02T10:00'],
    ['floating', ['DTSTART:20270302T090000', 'DTEND:20270302T100000'], '2027-03-02T08:00 2027-03-02T09:00'],
    ['a zone', ['DTSTART;TZID=Asia/Tokyo:20270302T090000', 'DURATION:PT1H'], '2027-03-02T00:00 2027-03-02T01:00'],
    [
      'two zones',
      ['DTSTART;TZID=Asia/Tokyo:20270302T090000', 'DTEND;TZID="UTC":20270302T090000'],
      '2027-03-02T00:00 2027-03-02T09:00',
    ],
    ['a skipped hour', ['DTSTART:20270328T023000', 'DTEND:20270328T040000'], '2027-03-28T01:30 2027-03-28T02:00'],
    [
      'an hour within a skipped one',
      ['DTSTART:20270328T023000', 'DTEND:20270328T030000'],
      '2027-03-28T01:30 2027-03-28T02:00',
    ],
    [
      'the first of two equal hours',
      ['DTSTART:20271031T023000', 'DTEND:20271031T030000'],
      '2027-10-31T00:30 2027-10-31T02:00',
    ],
    ['a night of 7 hours', ['DTSTART:20270327T220000', 'DTEND:20270328T060000'], '2027-03-27T21:00 2027-03-28T04:00'],
    ['a day of 23 hours', ['DTSTART;VALUE=DATE:20270328'], '2027-03-27T23:00 2027-03-28T22:00'],
    [
      'a day of 25 hours',
      ['DTSTART;VALUE=DATE:20271031', 'DTEND;VALUE=DATE:20271101'],
      '2027-10-30T22:00 2027-10-31T23:00',
    ],
    ['days by their number', ['DTSTART;VALUE=DATE:20270327', 'DURATION:P1W'], '2027-03-26T23:00 2027-04-02T22:00'],
    ['a day and an hour', ['DTSTART:20270327T090000', 'DURATION:P1DT1H'], '2027-03-27T08:00 2027-03-28T08:00'],
    [
      'what began before the window',
      ['DTSTART:20260101T000000Z', 'DTEND:20270101T000000Z'],
      '2026-01-01T00:00 2027-01-01T00:00',
    ],
  ])('%s', (_, lines, expected) => {
    expect(spans(calendar(event(...lines)))).toEqual([expected]);
  });

  it('by a zone that only the file knows', () => {
    const inZone = (day: string, from: string, to: string): string =>
      event(
        `DTSTART;TZID=Central European Standard Time:${day}T${from}00`,
        `DTEND;TZID=Central European Standard Time:${day}T${to}00`,
      );
    const file = calendar(
      outlookZone,
      inZone('20270101', '0900', '1000'),
      inZone('20270328', '0130', '0330'),
      inZone('20270328', '0230', '0400'),
      inZone('20270701', '0900', '1000'),
      inZone('20271031', '0230', '0330'),
    );
    expect(spans(file)).toEqual([
      '2027-01-01T08:00 2027-01-01T09:00',
      '2027-03-28T00:30 2027-03-28T01:30',
      '2027-03-28T01:30 2027-03-28T02:00',
      '2027-07-01T07:00 2027-07-01T08:00',
      '2027-10-31T00:30 2027-10-31T02:30',
    ]);
  });

  it('outside the window are left out', () => {
    const file = calendar(
      event('DTSTART:20261231T220000Z', 'DTEND:20261231T230000Z'),
      event('DTSTART:20271231T230000Z', 'DTEND:20271231T233000Z'),
    );
    expect(read(file)).toEqual({ events: [], faults: [] });
  });
});

describe('what recurs', () => {
  const march = { from: at('2027-03-26T00:00:00Z'), to: at('2027-03-31T00:00:00Z') };
  const daily = ['DTSTART;TZID=Europe/Warsaw:20200101T023000', 'DURATION:PT1H', 'RRULE:FREQ=DAILY'];

  it('keeps its local time when the clocks change', () => {
    expect(spans(calendar(event(...daily)), { within: march })).toEqual([
      '2027-03-26T01:30 2027-03-26T02:30',
      '2027-03-27T01:30 2027-03-27T02:30',
      '2027-03-28T01:30 2027-03-28T02:30',
      '2027-03-29T00:30 2027-03-29T01:30',
      '2027-03-30T00:30 2027-03-30T01:30',
    ]);
  });

  it.each([
    ['UNTIL in UTC', ['DTSTART:20270301T090000', 'RRULE:FREQ=DAILY;UNTIL=20270302T080000Z'], ['01', '02']],
    ['UNTIL in local time', ['DTSTART:20270301T090000', 'RRULE:FREQ=DAILY;UNTIL=20270302T085959'], ['01']],
    ['UNTIL a day', ['DTSTART:20270301T090000', 'RRULE:FREQ=DAILY;UNTIL=20270302'], ['01', '02']],
    ['UNTIL a day, of days', ['DTSTART;VALUE=DATE:20270302', 'RRULE:FREQ=DAILY;UNTIL=20270303'], ['01', '02']],
    [
      'EXDATE',
      ['DTSTART:20270301T090000', 'RRULE:FREQ=DAILY;COUNT=4', 'EXDATE:20270302T090000,20270304T080000Z'],
      ['01', '03'],
    ],
    [
      'EXDATE a day',
      ['DTSTART:20270301T090000', 'RRULE:FREQ=DAILY;COUNT=3', 'EXDATE;VALUE=DATE:20270301'],
      ['02', '03'],
    ],
    ['RDATE', ['DTSTART:20270301T090000', 'RDATE:20270305T090000', 'RDATE:20270301T080000Z'], ['01', '05']],
    [
      'two rules',
      ['DTSTART:20270301T090000', 'RRULE:FREQ=DAILY;COUNT=2', 'RRULE:FREQ=WEEKLY;COUNT=2'],
      ['01', '02', '08'],
    ],
  ])('%s', (_, lines, days) => {
    const length = lines[0]?.includes('DATE') === true ? 'P1D' : 'PT1H';
    expect(spans(calendar(event(...lines, `DURATION:${length}`))).map((span) => span.slice(8, 10))).toEqual(days);
  });

  it('is as long as it was at its start, long ago', () => {
    const length = ['DTSTART;TZID=Europe/Warsaw:20190701T090000', 'DTEND:20190701T080000Z'];
    expect(spans(calendar(event(...length, 'RRULE:FREQ=YEARLY')))).toEqual(['2027-07-01T07:00 2027-07-01T08:00']);
  });

  it('is moved and cancelled one by one', () => {
    const file = calendar(
      event('SUMMARY:Series', 'DTSTART:20270301T090000', 'DTEND:20270301T100000', 'RRULE:FREQ=DAILY;COUNT=4'),
      event('SUMMARY:Moved', 'RECURRENCE-ID:20270302T080000Z', 'DTSTART:20270302T150000', 'DTEND:20270302T160000'),
      event('RECURRENCE-ID;TZID=Europe/Warsaw:20270303T090000', 'STATUS:CANCELLED', 'DTSTART:20270303T090000'),
    );
    expect(read(file).events.map(({ summary, from }) => `${summary} ${utc(from)}`)).toEqual([
      'Series 2027-03-01T08:00',
      'Moved 2027-03-02T14:00',
      'Series 2027-03-04T08:00',
    ]);
  });
});

describe('a file as others write it', () => {
  it('is read whatever its line ends, folds, case and byte order mark', () => {
    const file =
      '\uFEFFbegin:vcalendar\nBegin:VEVENT\nuid:1\nsummary;language=pl:Święto\\, za\n mknięte\\nod rana\ndtstart;value=date:20270503\nend:vevent\nend:vcalendar';
    expect(read(file).events).toEqual([
      {
        uid: '1',
        summary: 'Święto, zamknięte\nod rana',
        from: at('2027-05-02T22:00Z'),
        to: at('2027-05-03T22:00Z'),
        allDay: true,
      },
    ]);
  });

  it('may hold lines that are none, alarms with times of their own, and calendars one after the other', () => {
    const alarm = 'BEGIN:VALARM\r\nDURATION:PT5M\r\nDTSTART:19990101T000000\r\nEND:VALARM';
    const one = calendar('an unfolded text', event('DTSTART;VALUE=DATE:20270503', alarm));
    expect(read(one + one)).toMatchObject({ events: [{ uid: 'u' }, { uid: 'u' }], faults: [] });
  });

  it('by ical.js', () => {
    const component = new ICAL.Component('vcalendar');
    const made = new ICAL.Event(new ICAL.Component('vevent'));
    made.uid = 'a@b';
    made.summary = 'a; b, "c"\n👩‍🔧'.repeat(20);
    made.startDate = ICAL.Time.fromJSDate(new Date('2027-03-28T01:30:00Z'), true);
    made.endDate = ICAL.Time.fromJSDate(new Date('2027-03-28T03:30:00Z'), true);
    component.addSubcomponent(made.component);
    const { uid, summary, startDate, endDate } = made;
    expect(read(component.toString()).events).toEqual([
      { uid, summary, from: startDate.toUnixTime() * 1000, to: endDate.toUnixTime() * 1000, allDay: false },
    ]);
  });

  it('by this program comes back as it was', () => {
    const second = fc.integer({ min: year.from / 1000, max: year.to / 1000 - 1 });
    const text = fc.string({ unit: 'grapheme' }).map((each) => each.replaceAll(/[\p{Cc}\u2028\u2029]/gu, '\n'));
    const zones = fc.constantFrom('Europe/Warsaw', 'Africa/Casablanca', 'Asia/Kolkata', 'UTC');
    fc.assert(
      fc.property(
        zones,
        second,
        fc.integer({ min: 1, max: 200_000 }),
        text,
        text,
        (zone, start, length, uid, summary) => {
          const expected = { uid, summary, from: start * 1000, to: (start + length) * 1000 };
          const facts = { sequence: 0, status: 'confirmed', stampedAt: 0, changedAt: 0 } as const;
          const file = writeCalendar({
            name: '',
            zone,
            prodId: '',
            events: [{ ...facts, ...expected }],
            refreshMinutes: 60,
          });
          expect(read(file)).toEqual({ events: [{ ...expected, allDay: false }], faults: [] });
        },
      ),
    );
  });
});

describe('faults', () => {
  const good = event('DTSTART;VALUE=DATE:20270503');

  it.each([
    ['no-start', []],
    ['no-start', ['DTSTART:tomorrow']],
    ['no-start', ['DTSTART:20270229T090000']],
    ['unknown-time-zone', ['DTSTART;TZID=Mars/Olympus:20270503T090000', 'DURATION:PT1H']],
    ['unknown-time-zone', ['DTSTART:20270503T090000Z', 'DTEND;TZID=Mars/Olympus:20270503T090000']],
    ['not-later', ['DTSTART:20270503T090000Z']],
    ['not-later', ['DTSTART:20270503T090000Z', 'DTEND:20270503T090000Z']],
    ['not-later', ['DTSTART:20270503T090000Z', 'DTEND:20270503T080000Z']],
    ['not-later', ['DTSTART;VALUE=DATE:20270503', 'DTEND;VALUE=DATE:20270503']],
    ['not-later', ['DTSTART:20270503T090000Z', 'DURATION:-PT1H']],
    ['rule-not-understood', ['DTSTART;VALUE=DATE:20270503', 'RRULE:FREQ=SECONDLY']],
    ['rule-not-understood', ['DTSTART;VALUE=DATE:20270503', 'RRULE:FREQ=DAILY;UNTIL=never']],
    ['rule-not-understood', ['DTSTART;VALUE=DATE:20270503', 'RDATE;VALUE=PERIOD:20270504T080000Z/PT1H']],
    ['rule-not-understood', ['DTSTART;VALUE=DATE:20270503', 'RECURRENCE-ID;RANGE=THISANDFUTURE:20270504']],
  ] as const)('%s %s: is named with its line, and the rest is read', (fault, lines) => {
    const { events, faults } = read(calendar(good, event(...lines), good));
    expect(events).toHaveLength(2);
    expect(faults).toEqual([{ line: 8, uid: 'u', fault }]);
  });

  it.each([
    ['', 1],
    ['<!doctype html>', 1],
    ['BEGIN:VEVENT\nEND:VEVENT', 1],
    ['X:1\n' + calendar(good), 1],
    [calendar(good).replace('END:VEVENT', 'END:VALARM'), 7],
    [calendar(good).replace('END:VCALENDAR', 'X:'), 8],
    [calendar(good) + 'X:1', 9],
  ])('%j is no calendar', (file, line) => {
    expect(read(file)).toEqual({ events: [], faults: [{ line, fault: 'not-a-calendar' }] });
  });

  it('more events than wanted, and a file too large', () => {
    const file = calendar(event('DTSTART;VALUE=DATE:20270101', 'RRULE:FREQ=DAILY'), good);
    const { events, faults } = read(file, { eventsMax: 10 });
    expect(events).toHaveLength(10);
    expect(faults).toEqual([{ line: 4, uid: 'u', fault: 'too-many' }]);
    expect(read('ż'.repeat(500_001))).toEqual({ events: [], faults: [{ fault: 'too-large' }] });
  });
});
