import type { Language } from './bilingual.js';
import { atDate, atTime } from './format.js';
import type { RefusalWords, Said } from './refusals.js';

type Params = Readonly<Record<string, string | number>>;
const num = (params: Params, key: string): number => Number(params[key] ?? 0);
const when = (lang: Language, at: number, zone: string): string =>
  `${atDate(lang, at, zone)}, ${atTime(lang, at, zone)}`;

/** Why a booking cannot be made, beyond the refusals that the gate knows too. */
export const bookingRefusalWords: RefusalWords = {
  'in-the-past': {
    pl: (p, zone): Said => ({
      text: `Początek już minął: ${when('pl', num(p, 'from'), zone)}`,
      next: 'Wybierz termin, który zaczyna się teraz lub później.',
    }),
    en: (p, zone): Said => ({
      text: `The start has passed: ${when('en', num(p, 'from'), zone)}`,
      next: 'Choose a time that starts now or later.',
    }),
  },
  'beyond-horizon': {
    pl: (p, zone): Said => ({
      text: `Rezerwować można tylko do ${atDate('pl', num(p, 'until'), zone)}`,
      next: 'Wybierz bliższy termin albo wróć później.',
    }),
    en: (p, zone): Said => ({
      text: `Bookings are open until ${atDate('en', num(p, 'until'), zone)} only`,
      next: 'Choose an earlier time, or come back later.',
    }),
  },
};
