import type { Bilingual, Language } from '../bilingual.js';
import { counted, lasting } from '../format.js';
import { inMinutes, numberOf, ofNumber, type Settings, type SettingEntries } from './entry.js';

const notLimited = { pl: 'Wyłączone: bez ograniczenia.', en: 'Off: no limit.' };
const bookings = { label: { pl: 'Najwięcej rezerwacji', en: 'Most bookings' }, hint: notLimited };
const minutes = { label: { pl: 'Najdłużej razem', en: 'Longest in all' }, hint: notLimited, unit: inMinutes };

/** „Najwyżej 2 rezerwacje i 4 godziny dziennie”. */
const each =
  (period: Bilingual) =>
  (settings: Settings): Bilingual | undefined => {
    const [times, time] = [numberOf(settings, 'bookings'), numberOf(settings, 'minutes')];
    const amounts = (language: Language): string[] => [
      ...(times === undefined ? [] : [counted(language, times, 'booking')]),
      ...(time === undefined ? [] : [lasting(language, time)]),
    ];
    if (times === undefined && time === undefined) return undefined;
    return {
      pl: `Najwyżej ${amounts('pl').join(' i ')} ${period.pl}`,
      en: `At most ${amounts('en').join(' and ')} ${period.en}`,
    };
  };

/** How much one member may have. */
export const limitEntries: SettingEntries = {
  'day-limit': {
    title: { pl: 'Na dzień', en: 'A day' },
    says: 'Osoba rezerwuje najwyżej tyle razy i tyle minut dziennie; przez północ każdy dzień liczy swoją część.',
    fields: { bookings, minutes },
    holds: each({ pl: 'dziennie', en: 'a day' }),
  },
  'week-limit': {
    title: { pl: 'Na tydzień', en: 'A week' },
    says: 'Osoba rezerwuje najwyżej tyle razy i tyle minut tygodniowo, od poniedziałku do niedzieli; przez koniec tygodnia każdy tydzień liczy swoją część.',
    fields: { bookings, minutes },
    holds: each({ pl: 'tygodniowo', en: 'a week' }),
  },
  'open-limit': {
    title: { pl: 'Niezakończone rezerwacje', en: 'Bookings not over' },
    says: 'Osoba ma najwyżej tyle rezerwacji, które się jeszcze nie skończyły.',
    fields: { bookings },
    holds: ofNumber('bookings', (language, most) =>
      language === 'pl'
        ? `Najwyżej ${counted('pl', most, 'openBooking')}`
        : `At most ${counted('en', most, 'openBooking')}`,
    ),
  },
  'future-limit': {
    title: { pl: 'Razem z góry', en: 'Booked ahead in all' },
    says: 'Osoba ma od teraz zarezerwowane najwyżej tyle minut, licząc wszystkie dni razem.',
    fields: { minutes },
    holds: ofNumber('minutes', (language, most) =>
      language === 'pl' ? `Najwyżej ${lasting('pl', most)} z góry` : `At most ${lasting('en', most)} booked ahead`,
    ),
  },
  'own-overlap': {
    title: { pl: 'Maszyny naraz', en: 'Machines at a time' },
    says: 'Osoba nie ma zarezerwowanych naraz więcej maszyn, niż może naraz używać.',
    fields: {},
  },
};
