import type { Bilingual } from './bilingual.js';

/** Why a calendar file, or an event of it, cannot be read. The Polish text is the source. */
export const calendarFaultWords = {
  'not-a-calendar': { pl: 'To nie jest plik kalendarza (iCalendar).', en: 'This is not a calendar file (iCalendar).' },
  'no-start': { pl: 'To wydarzenie nie ma poprawnego początku.', en: 'This event has no valid start.' },
  'unknown-time-zone': {
    pl: 'Nie znamy strefy czasowej tego wydarzenia.',
    en: 'We do not know the time zone of this event.',
  },
  'rule-not-understood': {
    pl: 'Nie rozumiemy, jak powtarza się to wydarzenie.',
    en: 'We do not understand how this event repeats.',
  },
  'too-many': {
    pl: 'To za dużo wydarzeń naraz. Podziel plik na części.',
    en: 'These are too many events at once. Split the file.',
  },
  'not-later': {
    pl: 'Koniec tego wydarzenia nie jest późniejszy niż początek.',
    en: 'The end of this event is not later than its start.',
  },
  'too-large': { pl: 'Ten plik jest za duży.', en: 'This file is too large.' },
} satisfies Readonly<Record<string, Bilingual>>;
