import type { Language } from './bilingual.js';
import { atTime, counted, nbsp } from './format.js';

type Params = Readonly<Record<string, string | number>>;
type Words = Readonly<Record<string, Readonly<Record<Language, (params: Params, zone: string) => string>>>>;

const num = (params: Params, key: string): number => Number(params[key] ?? 0);
const minutesLeft = (params: Params): number => Math.max(1, Math.ceil(num(params, 'leftMs') / 60_000));

/** What a reader says that is no refusal. Codes are those of `down/ui`. */
export const readerWords: Words = {
  ok: {
    pl: (p, zone) =>
      p.until === undefined ? 'Włączone. Powodzenia!' : `Włączone do ${atTime('pl', num(p, 'until'), zone)}`,
    en: (p, zone) =>
      p.until === undefined ? 'Power on. Have fun!' : `Power on until ${atTime('en', num(p, 'until'), zone)}`,
  },
  'switched-off': { pl: () => 'Wyłączone. Dziękujemy!', en: () => 'Switched off. Thank you!' },
  extended: {
    pl: (p, zone) =>
      `Przedłużone do ${atTime('pl', num(p, 'until'), zone)}. Aby wyłączyć, przyłóż kartę ponownie w ciągu 15${nbsp}s`,
    en: (p, zone) => `Extended until ${atTime('en', num(p, 'until'), zone)}. Tap again within 15${nbsp}s to switch off`,
  },
  'book-and-start': {
    pl: (p, zone) =>
      `Wolne do ${atTime('pl', num(p, 'until'), zone)}. Przyłóż ponownie w ciągu 15${nbsp}s, aby zarezerwować i włączyć`,
    en: (p, zone) => `Free until ${atTime('en', num(p, 'until'), zone)}. Tap again within 15${nbsp}s to book and start`,
  },
  'same-tap': { pl: () => 'Karta odczytana', en: () => 'Card read' },
  ending: { pl: () => 'Maszyna właśnie się wyłącza', en: () => 'The machine is switching off' },
  'booking-ends': {
    pl: (p) => `Koniec rezerwacji za ${counted('pl', minutesLeft(p), 'minuteAcc')}`,
    en: (p) => `Your booking ends in ${counted('en', minutesLeft(p), 'minute')}`,
  },
  'closing-soon': {
    pl: (p) => `Zamykamy za ${counted('pl', minutesLeft(p), 'minuteAcc')}. Maszyna się wtedy wyłączy`,
    en: (p) => `We close in ${counted('en', minutesLeft(p), 'minute')}. The machine switches off then`,
  },
  'outage-begins': {
    pl: (p) => `Przestój maszyny za ${counted('pl', minutesLeft(p), 'minuteAcc')}. Wtedy się wyłączy`,
    en: (p) => `Out of order in ${counted('en', minutesLeft(p), 'minute')}. The machine switches off then`,
  },
  withdrawn: {
    pl: (p) => `${p.textPl ?? ''}. Wyłączenie za ${Math.ceil(num(p, 'leftMs') / 1000)}${nbsp}s`,
    en: (p) => `${p.textEn ?? ''}. Power off in ${Math.ceil(num(p, 'leftMs') / 1000)}${nbsp}s`,
  },
  'booking-lost': { pl: () => 'Rezerwacja odwołana', en: () => 'The booking was cancelled' },
  ended: { pl: () => 'Sesja zakończona', en: () => 'Session ended' },
  'not-started': { pl: () => 'Nie udało się włączyć. Spróbuj ponownie', en: () => 'It did not start. Try again' },
};
