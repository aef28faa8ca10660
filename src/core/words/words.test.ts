import { describe, expect, it } from 'vitest';
import { accessRules } from '../access/rules/index.js';
import { bookingRules } from '../booking/rules/index.js';
import type { Language } from './bilingual.js';
import { atDate, atSecond, atTime, counted, datedSpan, lasting, nbsp, span, tied } from './format.js';
import { refusalWords, renderRefusal, sayAtReader } from './index.js';
import { readerWords } from './reader.js';

const zone = 'Europe/Warsaw';
const at = Date.UTC(2026, 10, 24, 13, 5);
/** All that any rule fills in. */
const params = {
  pauseS: 60,
  until: at,
  opens: at,
  from: at,
  days: 90,
  limit: 2,
  version: 3,
  minutes: 90,
  earliest: at,
  day: at,
  hours: '10:00–14:00, 16:00–24:00',
  counts: 'machine',
  unit: 'minutes',
  used: 30,
  since: at,
  withinDays: 90,
  freeMinutes: 22,
  leftMs: 300_000,
  name: 'Anna',
  fault: 'stuck',
  competencyPl: 'Laser',
  competencyEn: 'Laser cutter',
  machinePl: 'Tokarka',
  machineEn: 'Lathe',
  textPl: 'Konto zawieszone',
  textEn: 'Account suspended',
};
/** Where a param may be missing, the words must still be whole. */
const { until: _until, freeMinutes: _free, ...fewer } = params;

interface Spoken {
  readonly what: string;
  readonly pl: string;
  readonly en: string;
}
const refusals = Object.keys(refusalWords).flatMap((code): Spoken[] => {
  const { text, next } = renderRefusal({ code, params, override: 'nobody' }, zone);
  return [
    { what: `${code}: text`, ...text },
    { what: `${code}: next`, ...next },
  ];
});
const reader = Object.keys(readerWords).flatMap((code): Spoken[] =>
  [params, fewer].map((given) => ({
    what: `reader: ${code}`,
    pl: sayAtReader(code, given, 'pl', zone),
    en: sayAtReader(code, given, 'en', zone),
  })),
);
const spoken = [...refusals, ...reader];

describe('all words', () => {
  it('there are some for every rule and every answer of a reader', () => {
    for (const { code } of [...accessRules, ...bookingRules, { code: 'approval-needed' }, { code: 'try-again' }])
      expect(Object.keys(refusalWords), code).toContain(code);
    expect(Object.keys(readerWords)).toEqual(
      expect.arrayContaining([
        'ok',
        'switched-off',
        'extended',
        'book-and-start',
        'same-tap',
        'ending',
        'booking-ends',
        'closing-soon',
        'outage-begins',
      ]),
    );
    expect(spoken.length).toBeGreaterThanOrEqual(2 * 39 + 2 * 13);
  });

  it.each(spoken)('$what', ({ pl, en }) => {
    expect(pl).not.toBe(en);
    for (const text of [pl, en]) {
      expect(text).toMatch(/^[\p{Lu}\d„“].{3,}$/u);
      expect(text).not.toMatch(/undefined|NaN|null|\[object|Invalid Date/);
      expect(text, 'straight quotes').not.toContain('"');
      expect(text, 'spaces').not.toMatch(/ {2}|\s$|\.\./);
      expect(text.length).toBeLessThanOrEqual(200);
    }
    expect(pl, 'a word of one letter alone').not.toMatch(/(^|[\s(„])[aiouwz] /iu);
    expect(pl, 'English quotes').not.toMatch(/[“‘']/);
    expect(en, 'Polish letters').not.toMatch(/[ąćęłńóśźż„]/i);
  });

  it('a number and its unit stay together', () => {
    const parted = spoken.flatMap(({ what, pl, en }) =>
      [pl, en].filter((text) => /\d (s|min|h)\b/.test(text)).map(() => what),
    );
    expect(parted).toEqual([]);
  });

  it('a refusal without words is a fault, not a blank', () => {
    expect(() => renderRefusal({ code: 'no-such', params: {}, override: 'nobody' }, zone)).toThrow('no-such');
    expect(() => sayAtReader('no-such', {}, 'pl', zone)).toThrow('no-such');
  });
});

describe('numbers and times', () => {
  it.each<[Language, number, string]>([
    ['pl', 1, '1 minutę'],
    ['pl', 2, '2 minuty'],
    ['pl', 5, '5 minut'],
    ['pl', 12, '12 minut'],
    ['pl', 22, '22 minuty'],
    ['pl', 0, '0 minut'],
    ['en', 1, '1 minute'],
    ['en', 2, '2 minutes'],
    ['en', 0, '0 minutes'],
  ])('%s: %i', (lang, count, expected) => {
    expect(counted(lang, count, 'minuteAcc')).toBe(expected.replace(' ', nbsp));
  });

  it.each([
    [0, '0 maszyn'],
    [1, '1 maszyna'],
    [2, '2 maszyny'],
    [5, '5 maszyn'],
    [12, '12 maszyn'],
    [22, '22 maszyny'],
    [102, '102 maszyny'],
    [112, '112 maszyn'],
    [1.5, '1,5 maszyny'],
  ])('%i of a noun', (count, expected) => {
    expect(counted('pl', count, 'machine')).toBe(expected.replace(' ', nbsp));
  });

  it.each([
    [0, '0 minut', '0 minut'],
    [1, '1 minuta', '1 minutę'],
    [59, '59 minut', '59 minut'],
    [60, '1 godzina', '1 godzinę'],
    [61, '1 godzina 1 minuta', '1 godzinę 1 minutę'],
    [150, '2 godziny 30 minut', '2 godziny 30 minut'],
    [720, '12 godzin', '12 godzin'],
  ])('%i minutes last %s', (minutes, nominative, accusative) => {
    expect(lasting('pl', minutes).replaceAll(nbsp, ' ')).toBe(nominative);
    expect(lasting('pl', minutes, 'accusative').replaceAll(nbsp, ' ')).toBe(accusative);
  });

  it('are those of the workshop, whatever the zone of the computer', () => {
    expect(atTime('pl', at, zone)).toBe('14:05');
    expect(atTime('en', at, 'UTC')).toBe('13:05');
    expect(atTime('en', at, zone, at + 24 * 60 * 60_000)).toBe(`24${nbsp}November, 14:05`);
    expect(atDate('pl', at, zone)).toBe('24 listopada 2026'.replaceAll(' ', nbsp));
    expect(atDate('en', Date.UTC(2026, 11, 31, 23, 30), zone)).toBe('1 January 2027'.replaceAll(' ', nbsp));
    expect(atTime('pl', Date.UTC(2026, 10, 24, 23, 5), zone, at)).toBe(`25${nbsp}listopada, 00:05`);
    expect(atSecond('pl', at + 9_000, zone)).toBe('14:05:09');
  });

  it('a span has an en dash, and its end a day of its own when it is another', () => {
    const hour = 60 * 60_000;
    expect(span('pl', at, at + hour, zone, at)).toBe('14:05–15:05');
    expect(span('pl', at + 24 * hour, at + 25 * hour, zone, at)).toBe(`25${nbsp}listopada, 14:05–15:05`);
    expect(datedSpan('pl', at, at + hour, zone)).toBe(`24 listopada 2026, 14:05–15:05`.replaceAll(/ (?!1)/g, nbsp));
    expect(span('en', at + 9 * hour, at + 10 * hour, zone, at)).toBe(`23:05–25${nbsp}November, 00:05`);
  });

  it('a word of one letter is tied to the next, two in a row as well', () => {
    expect(tied('Idę z psem i w deszczu')).toBe(`Idę z${nbsp}psem i${nbsp}w${nbsp}deszczu`);
    expect(tied('O to (a nie o tamto)')).toBe(`O${nbsp}to (a${nbsp}nie o${nbsp}tamto)`);
  });
});
