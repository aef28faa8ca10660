import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { PolicyWindow } from '../calendar/policy-windows.js';
import { weekdays } from '../calendar/weekly-times.js';
import { bookingPolicies } from '../booking/policies/index.js';
import { bookingRules } from '../booking/rules/index.js';
import type { Bilingual } from './bilingual.js';
import { settingWords } from './booking-settings.js';
import { nbsp } from './format.js';
import { weekdaysSaid } from './weekdays.js';

const kinds = [...bookingRules, ...bookingPolicies];
const wordsOf = (code: string) => {
  const words = settingWords.get(code);
  if (words === undefined) throw new Error(code);
  return words;
};
const held = (code: string, settings: object): Bilingual | undefined => {
  const kind = kinds.find((one) => one.code === code);
  const text = wordsOf(code).holds(kind?.params.parse(settings) as Record<string, unknown>);
  return text && { pl: text.pl.replaceAll(nbsp, ' '), en: text.en.replaceAll(nbsp, ' ') };
};
const week = (open: Record<string, [string, string][]>) =>
  Object.fromEntries(weekdays.map((day) => [day, (open[day] ?? []).map(([from, to]) => ({ from, to }))]));
const nights: PolicyWindow = { days: ['mon', 'tue', 'wed', 'thu'], from: '22:00', to: '06:00' };

describe('words of the settings of bookings', () => {
  it.each(kinds)('$code: title, sentence, and each field of its form', ({ code, params, says }) => {
    const words = wordsOf(code);
    const { properties } = z.toJSONSchema(params, { io: 'input' }) as { properties: object };
    expect(Object.keys(words.fields).toSorted()).toEqual(Object.keys(properties).toSorted());
    expect(words.says.en).toBe(says);
    const fields = Object.values(words.fields);
    for (const text of [
      words.title,
      words.says,
      ...fields.flatMap(({ label, hint }) => [label, ...(hint ? [hint] : [])]),
    ]) {
      expect(text.pl).not.toBe(text.en);
      expect(text.pl).toMatch(/^\p{Lu}.{2,}[^ ]$/u);
      expect(text.en).toMatch(/^\p{Lu}.{2,}[^ ]$/u);
      expect(text.pl, 'a word of one letter alone').not.toMatch(/(^|[\s(„])[aiouwz] /iu);
      expect(text.en, 'Polish letters').not.toMatch(/[ąćęłńóśźż„]/i);
    }
    for (const { unit } of fields) if (unit !== undefined) expect([unit.pl, unit.en]).not.toContain('');
  });

  it('are for nothing else', () => {
    expect([...settingWords.keys()].toSorted()).toEqual(kinds.map(({ code }) => code).toSorted());
    expect(kinds.length).toBeGreaterThanOrEqual(30);
  });

  it('with the defaults, a member reads only what asks something', () => {
    const asking = kinds.filter(({ code }) => held(code, {}) !== undefined).map(({ code }) => code);
    expect(asking).toEqual([
      'member-suspended',
      'membership-expired',
      'not-certified',
      'certificate-expired',
      'certificate-outdated',
      'in-the-past',
      'beyond-horizon',
      'closed',
      'outage',
      'exclusive-group-booked',
      'own-overlap',
      'check-in',
      'early-finish',
      'overrun',
    ]);
  });

  it.each<[string, object, string, string]>([
    ['day-limit', { minutes: 240 }, 'Najwyżej 4 godziny dziennie', 'At most 4 hours a day'],
    ['day-limit', { bookings: 1 }, 'Najwyżej 1 rezerwacja dziennie', 'At most 1 booking a day'],
    [
      'week-limit',
      { bookings: 5, minutes: 61 },
      'Najwyżej 5 rezerwacji i 1 godzina 1 minuta tygodniowo',
      'At most 5 bookings and 1 hour 1 minute a week',
    ],
    ['open-limit', { bookings: 2 }, 'Najwyżej 2 niezakończone rezerwacje', 'At most 2 bookings that are not over'],
    ['future-limit', { minutes: 600 }, 'Najwyżej 10 godzin z góry', 'At most 10 hours booked ahead'],
    [
      'minimum-notice',
      { minutes: 60 },
      'Rezerwuj co najmniej na 1 godzinę przed początkiem',
      'Book at least 1 hour before the start',
    ],
    ['beyond-horizon', { days: 1 }, 'Najdalej na 1 dzień naprzód', 'At most 1 day ahead'],
    ['too-short', { minutes: 30 }, 'Co najmniej 30 minut naraz', 'At least 30 minutes at once'],
    ['too-long', { minutes: 90 }, 'Najwyżej 1 godzina 30 minut naraz', 'At most 1 hour 30 minutes at once'],
    [
      'off-step',
      { minutes: 15 },
      'Początek i koniec co 15 minut, licząc od północy',
      'Starts and ends every 15 minutes, counted from midnight',
    ],
    [
      'gap-between-own',
      { minutes: 60 },
      'Co najmniej 1 godzina przerwy między Twoimi rezerwacjami',
      'At least 1 hour between your own bookings',
    ],
    [
      'cleaning-time',
      { minutes: 15 },
      'Po każdej rezerwacji zostaw 15 minut na sprzątanie',
      'Leave 15 minutes for cleaning after each booking',
    ],
    ['supervisor-required', { needed: true }, 'Tylko przy opiekunie', 'Only with a supervisor'],
    [
      'strikes',
      { max: 3 },
      'Rezerwować nie można, mając 3 punkty karne lub więcej z ostatnich 90 dni',
      'No bookings with 3 strikes or more within 90 days',
    ],
    [
      'strikes',
      { max: 1, withinDays: 1 },
      'Rezerwować nie można, mając 1 punkt karny lub więcej z ostatniego dnia',
      'No bookings with 1 strike or more within 1 day',
    ],
    [
      'outside-opening-hours',
      {
        hours: week({
          mon: [['10:00', '20:00']],
          tue: [['10:00', '20:00']],
          wed: [['10:00', '20:00']],
          sat: [
            ['08:00', '12:00'],
            ['13:00', '24:00'],
          ],
        }),
      },
      'Otwarte: pon.–śr. 10:00–20:00; sob. 08:00–12:00, 13:00–24:00',
      'Open: Mon–Wed 10:00–20:00; Sat 08:00–12:00, 13:00–24:00',
    ],
    ['outside-opening-hours', { hours: week({}) }, 'Zawsze zamknięte', 'Closed always'],
    ['approval', { needed: true }, 'Rezerwacja czeka na zgodę obsługi', 'A booking waits for the approval of staff'],
    [
      'late-cancellation',
      { minutes: 120 },
      'Odwołaj najpóźniej na 2 godziny przed początkiem, inaczej dostaniesz punkt karny',
      'Cancel at least 2 hours before the start, or you get a strike',
    ],
    [
      'check-in',
      {},
      'Odbij kartę najpóźniej 10 minut po początku, inaczej rezerwacja się zwolni',
      'Tap within 10 minutes of the start, or the booking is released',
    ],
    [
      'early-finish',
      { afterMinutes: 1 },
      'Reszta rezerwacji zwalnia się 1 minutę po wyłączeniu maszyny',
      'The rest of a booking is free 1 minute after the machine is switched off',
    ],
    [
      'overrun',
      {},
      'Pracująca maszyna wyłącza się najpóźniej 5 minut po końcu rezerwacji',
      'A machine at work is switched off at most 5 minutes past the end',
    ],
    [
      'relaxed-hours',
      { windows: [nights, { days: ['sat', 'sun'], from: '00:00', to: '24:00' }] },
      'Bez limitów: pon.–czw. 22:00–06:00; sob., niedz. 00:00–24:00',
      'No limits: Mon–Thu 22:00–06:00; Sat, Sun 00:00–24:00',
    ],
  ])('%s %j', (code, settings, pl, en) => {
    expect(held(code, settings)).toEqual({ pl, en });
  });

  it.each([
    ['check-in', { watched: false }],
    ['early-finish', { freed: false }],
    ['overrun', { minutes: 0 }],
  ])('%s %j asks nothing', (code, settings) => {
    expect(held(code, settings)).toBeUndefined();
  });
});

it.each([
  [['sun'], 'niedz.'],
  [['tue', 'mon'], 'pon., wt.'],
  [['sat', 'mon', 'tue', 'wed'], 'pon.–śr., sob.'],
  [[...weekdays], 'pon.–niedz.'],
] as const)('the weekdays %j are %s', (days, said) => {
  expect(weekdaysSaid('pl', days)).toBe(said);
});
