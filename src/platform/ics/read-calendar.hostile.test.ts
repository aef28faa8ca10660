import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaultKind } from './calendar-fault.js';
import { type CalendarRead, readCalendar } from './read-calendar.js';

const year = { from: Date.parse('2027-01-01T00:00:00+01:00'), to: Date.parse('2028-01-01T00:00:00+01:00') };

const read = (file: string, options: { within?: typeof year; eventsMax?: number } = {}): CalendarRead =>
  readCalendar(file, { zone: 'Europe/Warsaw', within: year, eventsMax: 1000, ...options });

const calendar = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]): string => ['BEGIN:VEVENT', 'UID:u', ...lines, 'END:VEVENT', ''].join('\r\n');

/** A zone that is known only from the file. */
const ownZone = [
  'BEGIN:VTIMEZONE',
  'TZID:Own',
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n');

describe('a hostile file', () => {
  const filled = (part: string): string => part.repeat(Math.floor(900_000 / part.length));
  const rule = (value: string): string => calendar(event('DTSTART;VALUE=DATE:20270101', `RRULE:${value}`));
  const yearDays = Array.from({ length: 366 }, (_, index) => index + 1).join(',');

  it.each<[string, FaultKind | undefined, string]>([
    ['seconds', 'rule-not-understood', rule('FREQ=SECONDLY;COUNT=1000000000')],
    ['a billion days', undefined, rule('FREQ=DAILY;COUNT=1000000000')],
    ['a day that never comes', undefined, rule('FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30')],
    ['a long interval', undefined, rule('FREQ=DAILY;INTERVAL=999999999999999')],
    ['every day and position', undefined, rule(`FREQ=YEARLY;BYYEARDAY=${yearDays};BYSETPOS=${yearDays}`)],
    ['one day again and again', undefined, rule(`FREQ=MONTHLY;BYMONTHDAY=${filled('31,')}31`)],
    [
      'since long ago',
      'too-many',
      calendar(filled(event('DTSTART:10000101T000000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;COUNT=900000'))),
    ],
    [
      'for ever',
      'too-many',
      calendar(filled(event('DTSTART:10000101T000000Z', 'DTEND:99991231T000000Z', 'RRULE:FREQ=DAILY'))),
    ],
    ['many rules', 'too-many', calendar(event('DTSTART;VALUE=DATE:20270101', filled('RRULE:FREQ=YEARLY\r\n')))],
    [
      'many exceptions',
      'too-many',
      calendar(event('DTSTART;VALUE=DATE:20270101', `EXDATE:${filled('20270101T000000,')}20270101`)),
    ],
    [
      'many zones',
      'unknown-time-zone',
      calendar(...Array.from({ length: 9000 }, (_, index) => event(`DTSTART;TZID=Etc/Zone${index}:20270101T000000`))),
    ],
    [
      'a zone that changes each day',
      'too-many',
      calendar(
        ownZone.replaceAll(/RRULE:.*/g, 'RRULE:FREQ=DAILY'),
        filled(event('DTSTART;TZID=Own:20270101T000000', 'DURATION:PT1H')),
      ),
    ],
    [
      'one series, moved everywhere',
      'too-many',
      calendar(
        filled(event('DTSTART;VALUE=DATE:20270101') + event('RECURRENCE-ID:20270101', 'DTSTART;VALUE=DATE:20270101')),
      ),
    ],
    ['many calendars', undefined, filled(calendar())],
    ['times far away', 'too-many', calendar(filled(event('DTSTART:20270101T000000', 'DTEND:99990701T000000')))],
    [
      'times long ago',
      'too-many',
      calendar(filled(event('DTSTART;TZID=Asia/Tokyo:15000101T000000', 'DTEND:99990101T000000Z'))),
    ],
    ['empty lines', 'not-a-calendar', filled('\n')],
    ['folds', undefined, calendar(`X:${filled('\r\n ')}`)],
    ['components within each other', 'not-a-calendar', filled('BEGIN:VCALENDAR\n')],
    ['quotes', undefined, calendar(`X;A=${filled('"')}:`)],
    ['parameters', undefined, calendar(`X${filled(';A=""')}:`)],
    ['escapes', undefined, calendar(event('DTSTART;VALUE=DATE:20270101', `SUMMARY:${filled('\\')}`))],
  ])('of %s ends soon (%s)', (_, fault, file) => {
    const began = process.cpuUsage();
    const { faults } = read(file);
    const { user, system } = process.cpuUsage(began);
    // Three times what it takes at most, so that a busy machine does not fail it and an endless loop does.
    expect((user + system) / 1000).toBeLessThan(600);
    expect(faults[0]?.fault).toBe(fault);
  });

  it('is told so, and what came before is read', () => {
    const endless = event('DTSTART:10000101T000000Z', 'DTEND:99991231T000000Z', 'RRULE:FREQ=DAILY');
    const { events, faults } = read(calendar(event('DTSTART;VALUE=DATE:20270503'), endless), { eventsMax: 1e6 });
    expect(events).toHaveLength(1);
    expect(faults).toEqual([{ line: 9, uid: 'u', fault: 'too-many' }]);
  });
});

describe('anything at all', () => {
  const valid = calendar(
    ownZone,
    event(
      'SUMMARY:A\\, b',
      'DTSTART;TZID=Own:20270101T090000',
      'DURATION:P1DT1H',
      'RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR;BYSETPOS=1;UNTIL=20271231T000000Z',
      'EXDATE:20270129T080000Z',
    ),
    event(
      'DTSTART;TZID="Europe/Warsaw":20270328T013000',
      'DTEND:20270328T033000Z',
      'RDATE:20270401T090000,20270402T090000',
    ),
    event('RECURRENCE-ID:20270129T080000Z', 'DTSTART;VALUE=DATE:20270328', 'DTEND;VALUE=DATE:20270330'),
  );

  const isWellFormed = ({ events, faults }: CalendarRead, eventsMax: number): void => {
    expect(events.length).toBeLessThanOrEqual(eventsMax);
    expect(events.every(({ from, to }) => from < to && from < year.to && year.from < to)).toBe(true);
    expect(faults.every(({ line = 1 }) => line >= 1)).toBe(true);
  };

  it('of bytes is read without an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) =>
        isWellFormed(read(Buffer.from(bytes).toString()), 1000),
      ),
    );
  });

  it('that was a calendar before it was damaged is read without an error', () => {
    const pieces = [
      ...new Set(valid.split(/(?<=[:;=,\r\n])|(?=[:;=,\r\n])/)),
      '-',
      '99999999',
      '00000000',
      '0',
      '+',
      '"',
      '\u0000',
      '\r\n ',
    ];
    const cut = fc.record({
      at: fc.nat({ max: valid.length }),
      without: fc.nat({ max: 12 }),
      put: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3, unit: 'binary' })),
    });
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 6 }), fc.nat({ max: 40 }), (cuts, eventsMax) => {
        const file = cuts.reduce(
          (text, { at: where, without, put }) => text.slice(0, where) + put + text.slice(where + without),
          valid,
        );
        isWellFormed(read(file, { eventsMax }), eventsMax);
      }),
      { numRuns: 200 },
    );
  });
});
