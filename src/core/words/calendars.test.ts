import { describe, expect, it } from 'vitest';
import { describeBooking, type ToldBooking } from './calendars.js';

const zone = 'Europe/Warsaw';
const at = Date.UTC(2027, 0, 12, 9);
const booking: ToldBooking = {
  state: 'confirmed',
  heldFor: null,
  expiresAt: null,
  endReason: null,
  checkInBy: null,
  along: [],
};
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

const ended = (state: ToldBooking['state'], endReason: ToldBooking['endReason']): ToldBooking => ({
  ...booking,
  state,
  endReason,
});
const told: readonly (readonly [ToldBooking, string, string])[] = [
  [booking, 'Potwierdzona.', 'Confirmed.'],
  [
    { ...booking, checkInBy: at, along: [{ pl: 'Odciąg', en: 'Extractor' }] },
    'Potwierdzona.\nPrzyłóż kartę przy maszynie do 10:00.\nRazem z: Odciąg.',
    'Confirmed.\nTap your card at the machine by 10:00.\nAlong with: Extractor.',
  ],
  [{ ...booking, state: 'in_use' }, 'W użyciu.', 'In use.'],
  [{ ...booking, state: 'done' }, 'Zakończona.', 'Finished.'],
  [
    { ...booking, state: 'held', heldFor: 'approval', expiresAt: at },
    'Czeka na zatwierdzenie. Bez odpowiedzi przepadnie: 12 stycznia, 10:00.',
    'Waits for approval. Without an answer it is released: 12 January, 10:00.',
  ],
  [
    { ...booking, state: 'held', heldFor: 'claim', expiresAt: at },
    'Czeka na przyjęcie. Przyjmij najpóźniej: 12 stycznia, 10:00.',
    'Waits for you to claim it, at the latest: 12 January, 10:00.',
  ],
  [ended('cancelled', 'cancelled'), 'Odwołana.', 'Cancelled.'],
  [ended('released', null), 'Przepadła.', 'Released.'],
  [ended('released', 'no-show'), 'Przepadła: nie przyłożono karty na czas.', 'Released: no card was tapped in time.'],
  [ended('released', 'not-approved'), 'Niezatwierdzona.', 'Not approved.'],
  [ended('released', 'not-claimed'), 'Przepadła: nie została przyjęta na czas.', 'Released: not claimed in time.'],
  [
    ended('released', 'right-lost'),
    'Przepadła: uprawnienie lub członkostwo wygasło.',
    'Released: the certificate or the membership ended.',
  ],
  [ended('done', 'finished-early'), 'Zakończona przed czasem.', 'Finished early.'],
  [ended('done', 'over'), 'Zakończona.', 'Finished.'],
];

describe('a booking in a calendar', () => {
  it.each(told)('$state, $endReason, $heldFor', (one, pl, en) => {
    expect(plain(describeBooking('pl', one, zone))).toBe(pl);
    expect(plain(describeBooking('en', one, zone))).toBe(en);
    expect(describeBooking('pl', one, zone), 'a word of one letter alone').not.toMatch(/(^|[\s(„])[aiouwz] /iu);
  });
});
