import { counted, lasting } from '../format.js';
import { inDays, inMinutes, ofMinutes, ofNumber, type SettingEntries } from './entry.js';

const notLimited = { pl: 'Wyłączone: bez ograniczenia.', en: 'Off: no limit.' };

/** When a booking may lie, and how long it may be. */
export const timeEntries: SettingEntries = {
  'in-the-past': {
    title: { pl: 'Początek', en: 'Start' },
    says: 'Rezerwacja zaczyna się teraz lub później; początek sprzed kilku minut liczy się jak teraz.',
    fields: {
      graceMinutes: {
        label: { pl: 'O ile minut początek może już minąć', en: 'How far back the start may be' },
        hint: {
          pl: 'Aby dwie minuty po pełnej godzinie dało się zarezerwować od pełnej.',
          en: 'So that at two past the hour one may book from the hour.',
        },
        unit: inMinutes,
      },
    },
  },
  'minimum-notice': {
    title: { pl: 'Wyprzedzenie', en: 'Notice' },
    says: 'Rezerwację robi się co najmniej tyle minut przed początkiem.',
    fields: { minutes: { label: { pl: 'Najmniejsze wyprzedzenie', en: 'Least notice' }, unit: inMinutes } },
    holds: ofMinutes(
      'minutes',
      (time) => `Rezerwuj co najmniej na ${time} przed początkiem`,
      (time) => `Book at least ${time} before the start`,
    ),
  },
  'beyond-horizon': {
    title: { pl: 'Jak daleko naprzód', en: 'How far ahead' },
    says: 'Rezerwacja kończy się nie dalej niż tyle dni naprzód.',
    fields: { days: { label: { pl: 'Najdalej naprzód', en: 'Furthest ahead' }, unit: inDays } },
    holds: ofNumber('days', (language, days) =>
      language === 'pl'
        ? `Najdalej na ${counted('pl', days, 'day')} naprzód`
        : `At most ${counted('en', days, 'day')} ahead`,
    ),
  },
  'too-short': {
    title: { pl: 'Najkrótsza rezerwacja', en: 'Shortest booking' },
    says: 'Rezerwacja trwa co najmniej tyle minut.',
    fields: { minutes: { label: { pl: 'Najmniej', en: 'At least' }, unit: inMinutes } },
    holds: ofNumber('minutes', (language, minutes) =>
      language === 'pl' ? `Co najmniej ${lasting('pl', minutes)} naraz` : `At least ${lasting('en', minutes)} at once`,
    ),
  },
  'too-long': {
    title: { pl: 'Najdłuższa rezerwacja', en: 'Longest booking' },
    says: 'Rezerwacja trwa najwyżej tyle minut.',
    fields: { minutes: { label: { pl: 'Najwyżej', en: 'At most' }, hint: notLimited, unit: inMinutes } },
    holds: ofNumber('minutes', (language, minutes) =>
      language === 'pl' ? `Najwyżej ${lasting('pl', minutes)} naraz` : `At most ${lasting('en', minutes)} at once`,
    ),
  },
  'off-step': {
    title: { pl: 'Krok', en: 'Step' },
    says: 'Rezerwacja zaczyna się i kończy na kroku miejscowego zegara, licząc od północy.',
    fields: {
      minutes: {
        label: { pl: 'Co ile minut', en: 'Every so many minutes' },
        hint: { pl: 'Wyłączone: o dowolnej minucie.', en: 'Off: at any minute.' },
        unit: inMinutes,
      },
    },
    holds: ofMinutes(
      'minutes',
      (time) => `Początek i koniec co ${time}, licząc od północy`,
      (time) => `Starts and ends every ${time}, counted from midnight`,
    ),
  },
  'gap-between-own': {
    title: { pl: 'Przerwa między własnymi rezerwacjami', en: 'Gap between own bookings' },
    says: 'Między dwiema rezerwacjami tej samej osoby na tej samej maszynie lub w grupie zostaje tyle minut.',
    fields: { minutes: { label: { pl: 'Najkrótsza przerwa', en: 'Shortest gap' }, unit: inMinutes } },
    holds: ofNumber('minutes', (language, minutes) =>
      language === 'pl'
        ? `Co najmniej ${lasting('pl', minutes)} przerwy między Twoimi rezerwacjami`
        : `At least ${lasting('en', minutes)} between your own bookings`,
    ),
  },
};
