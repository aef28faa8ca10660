import type { Language } from './bilingual.js';
import { atDate, atTime, counted, lasting } from './format.js';
import type { RefusalWords } from './refusals.js';

type Params = Readonly<Record<string, string | number>>;

const num = (params: Params, key: string): number => Number(params[key] ?? 0);

/** Of which machines bookings are counted. */
const where: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  machine: { pl: ' na tej maszynie', en: ' on this machine' },
  group: { pl: ' na maszynach tej grupy', en: ' on the machines of this group' },
};
const at = (lang: Language, p: Params): string => where[p['counts'] ?? '']?.[lang] ?? '';

/** `4 godziny`, `2 rezerwacje`; what one has, in the accusative. */
const most = (lang: Language, p: Params): string =>
  p['unit'] === 'bookings' ? counted(lang, num(p, 'limit'), 'booking') : lasting(lang, num(p, 'limit'));
const used = (lang: Language, p: Params): string =>
  p['unit'] === 'bookings' ? counted(lang, num(p, 'used'), 'bookingAcc') : lasting(lang, num(p, 'used'), 'accusative');

const ofPeriod = (
  words: Readonly<Record<Language, { each: string; already: (day: string, amount: string) => string; next: string }>>,
): RefusalWords[string] => {
  const inLanguage =
    (lang: Language): RefusalWords[string]['pl'] =>
    (p, zone) => {
      const { each, already, next } = words[lang];
      const has = num(p, 'used') > 0 ? already(atDate(lang, num(p, 'since'), zone), used(lang, p)) : '';
      const atMost = { pl: 'Najwyżej', en: 'At most' }[lang];
      return { text: `${atMost} ${most(lang, p)} ${each}${at(lang, p)}${has}`, next };
    };
  return { pl: inLanguage('pl'), en: inLanguage('en') };
};

/** Why a booking would be one too many. */
export const limitRefusalWords: RefusalWords = {
  'day-limit': ofPeriod({
    pl: {
      each: 'dziennie',
      already: (day, amount) => `, a ${day} masz już ${amount}`,
      next: 'Wybierz inny dzień albo krótszy czas.',
    },
    en: {
      each: 'a day',
      already: (day, amount) => `, and you have ${amount} on ${day} already`,
      next: 'Choose another day or a shorter time.',
    },
  }),
  'week-limit': ofPeriod({
    pl: {
      each: 'tygodniowo',
      already: (day, amount) => `, a w tygodniu od ${day} masz już ${amount}`,
      next: 'Wybierz inny tydzień albo krótszy czas.',
    },
    en: {
      each: 'a week',
      already: (day, amount) => `, and you have ${amount} in the week of ${day} already`,
      next: 'Choose another week or a shorter time.',
    },
  }),
  'open-limit': {
    pl: (p) => ({
      text: `Najwyżej ${counted('pl', num(p, 'limit'), 'openBooking')}${at('pl', p)}, a masz już ${num(p, 'used')}`,
      next: 'Odwołaj jedną z nich albo poczekaj, aż minie.',
    }),
    en: (p) => ({
      text: `At most ${counted('en', num(p, 'limit'), 'openBooking')}${at('en', p)}, and you have ${num(p, 'used')} already`,
      next: 'Cancel one of them, or wait until it is over.',
    }),
  },
  'future-limit': {
    pl: (p) => ({
      text: `Z góry można zarezerwować najwyżej ${lasting('pl', num(p, 'limit'), 'accusative')}${at('pl', p)}${num(p, 'used') > 0 ? `, a masz już ${used('pl', p)}` : ''}`,
      next: 'Wybierz krótszy czas albo poczekaj, aż minie któraś z Twoich rezerwacji.',
    }),
    en: (p) => ({
      text: `At most ${lasting('en', num(p, 'limit'))} booked ahead${at('en', p)}${num(p, 'used') > 0 ? `, and you have ${used('en', p)} already` : ''}`,
      next: 'Choose a shorter time, or wait until one of your bookings is over.',
    }),
  },
  strikes: {
    pl: (p, zone) => ({
      text: `Masz ${counted('pl', num(p, 'used'), 'strike')}. Rezerwować możesz znów od ${atDate('pl', num(p, 'until'), zone)}, ${atTime('pl', num(p, 'until'), zone)}`,
      next: 'Jeśli to pomyłka, odwołaj się od punktu albo porozmawiaj z obsługą.',
    }),
    en: (p, zone) => ({
      text: `You have ${counted('en', num(p, 'used'), 'strike')}. You may book again from ${atDate('en', num(p, 'until'), zone)}, ${atTime('en', num(p, 'until'), zone)}`,
      next: 'If it is a mistake, appeal against a strike or talk to staff.',
    }),
  },
};
