import type { Language } from './bilingual.js';
import { atDate, atTime, counted, datedSpan, lasting } from './format.js';
import { limitRefusalWords } from './limit-refusals.js';
import type { RefusalWords, Said } from './refusals.js';

type Params = Readonly<Record<string, string | number>>;
type Say = (params: Params, zone: string) => Said;

const num = (params: Params, key: string): number => Number(params[key] ?? 0);
const when = (lang: Language, at: number, zone: string): string =>
  `${atDate(lang, at, zone)}, ${atTime(lang, at, zone)}`;
const duringOf = (lang: Language, p: Params, zone: string): string =>
  datedSpan(lang, num(p, 'from'), num(p, 'until'), zone);
const minutesOf = (lang: Language, p: Params): string => lasting(lang, num(p, 'minutes'), 'accusative');
const said =
  (text: (p: Params, zone: string) => string, next: (p: Params, zone: string) => string): Say =>
  (p, zone) => ({ text: text(p, zone), next: next(p, zone) });

/** Why a booking cannot be made, beyond the refusals that the gate knows too. */
export const bookingRefusalWords: RefusalWords = {
  ...limitRefusalWords,
  'in-the-past': {
    pl: said(
      (p, zone) => `Początek już minął: ${when('pl', num(p, 'from'), zone)}`,
      () => 'Wybierz termin, który zaczyna się teraz lub później.',
    ),
    en: said(
      (p, zone) => `The start has passed: ${when('en', num(p, 'from'), zone)}`,
      () => 'Choose a time that starts now or later.',
    ),
  },
  'minimum-notice': {
    pl: said(
      (p) => `Rezerwować trzeba co najmniej na ${minutesOf('pl', p)} przed początkiem`,
      (p, zone) => `Najbliższy możliwy początek: ${when('pl', num(p, 'earliest'), zone)}.`,
    ),
    en: said(
      (p) => `Book at least ${minutesOf('en', p)} before the start`,
      (p, zone) => `The earliest start is ${when('en', num(p, 'earliest'), zone)}.`,
    ),
  },
  'beyond-horizon': {
    pl: said(
      (p, zone) => `Rezerwować można tylko do ${atDate('pl', num(p, 'until'), zone)}`,
      () => 'Wybierz bliższy termin albo wróć później.',
    ),
    en: said(
      (p, zone) => `Bookings are open until ${atDate('en', num(p, 'until'), zone)} only`,
      () => 'Choose an earlier time, or come back later.',
    ),
  },
  'too-short': {
    pl: said(
      (p) => `Rezerwacja musi trwać co najmniej ${minutesOf('pl', p)}`,
      () => 'Wybierz późniejszy koniec.',
    ),
    en: said(
      (p) => `A booking lasts at least ${minutesOf('en', p)}`,
      () => 'Choose a later end.',
    ),
  },
  'too-long': {
    pl: said(
      (p) => `Rezerwacja może trwać najwyżej ${minutesOf('pl', p)}`,
      (p, zone) => `Wybierz koniec nie późniejszy niż ${when('pl', num(p, 'until'), zone)}.`,
    ),
    en: said(
      (p) => `A booking lasts at most ${minutesOf('en', p)}`,
      (p, zone) => `Choose an end no later than ${when('en', num(p, 'until'), zone)}.`,
    ),
  },
  'off-step': {
    pl: said(
      (p) => `Rezerwacje zaczynają się i kończą co ${minutesOf('pl', p)}, licząc od północy`,
      () => 'Wybierz najbliższą taką godzinę.',
    ),
    en: said(
      (p) => `Bookings start and end every ${minutesOf('en', p)}, counted from midnight`,
      () => 'Choose the nearest such time.',
    ),
  },
  'outside-opening-hours': {
    pl: said(
      (p, zone) => {
        if (p['opens'] !== undefined) return `Poza godzinami otwarcia. Otwarcie: ${when('pl', num(p, 'opens'), zone)}`;
        if (p['hours'] === undefined) return 'Poza godzinami otwarcia';
        const day = atDate('pl', num(p, 'day'), zone);
        return p['hours'] === ''
          ? `${day} pracownia jest zamknięta`
          : `${day} pracownia jest otwarta w godzinach ${p['hours']}`;
      },
      () => 'Wybierz termin w godzinach otwarcia.',
    ),
    en: said(
      (p, zone) => {
        if (p['opens'] !== undefined)
          return `Outside the opening hours. It opens on ${when('en', num(p, 'opens'), zone)}`;
        if (p['hours'] === undefined) return 'Outside the opening hours';
        const day = atDate('en', num(p, 'day'), zone);
        return p['hours'] === '' ? `The workshop is closed on ${day}` : `The workshop is open on ${day}: ${p['hours']}`;
      },
      () => 'Choose a time within the opening hours.',
    ),
  },
  outage: {
    pl: said(
      (p, zone) =>
        p['from'] === undefined
          ? `Maszyna nieczynna do ${when('pl', num(p, 'until'), zone)}`
          : `Maszyna nieczynna: ${duringOf('pl', p, zone)}`,
      () => 'Wybierz inny termin albo inną maszynę.',
    ),
    en: said(
      (p, zone) =>
        p['from'] === undefined
          ? `The machine is out of order until ${when('en', num(p, 'until'), zone)}`
          : `The machine is out of order: ${duringOf('en', p, zone)}`,
      () => 'Choose another time or another machine.',
    ),
  },
  'supervisor-required': {
    pl: said(
      (p) => `Ta maszyna działa tylko pod opieką, a ${p['from'] === undefined ? 'teraz' : 'wtedy'} nie ma opiekuna`,
      () => 'Wybierz termin z opiekunem albo zapytaj obsługę.',
    ),
    en: said(
      (p) => `This machine needs a supervisor, and none is booked in ${p['from'] === undefined ? 'now' : 'then'}`,
      () => 'Choose a time with a supervisor, or ask staff.',
    ),
  },
  'cleaning-time': {
    pl: said(
      (p) => `Między rezerwacjami trzeba zostawić ${minutesOf('pl', p)} na sprzątanie`,
      (p, zone) => `Sąsiednia rezerwacja: ${duringOf('pl', p, zone)}. Wybierz inny termin.`,
    ),
    en: said(
      (p) => `Leave ${minutesOf('en', p)} between bookings for cleaning`,
      (p, zone) => `The one beside it: ${duringOf('en', p, zone)}. Choose another time.`,
    ),
  },
  'exclusive-group-booked': {
    pl: said(
      (p) => `W tym czasie zarezerwowano: ${p['machinePl'] ?? ''}`,
      (p, zone) => `Te maszyny nie mogą działać jednocześnie. Wybierz inny termin niż ${duringOf('pl', p, zone)}.`,
    ),
    en: said(
      (p) => `Booked at that time: ${p['machineEn'] ?? ''}`,
      (p, zone) => `These machines may not run together. Choose another time than ${duringOf('en', p, zone)}.`,
    ),
  },
  'own-overlap': {
    pl: said(
      (p) =>
        `Najwyżej ${counted('pl', num(p, 'limit'), 'machine')} naraz. W tym czasie masz już: ${p['machinePl'] ?? ''}`,
      () => 'Przenieś tamtą rezerwację albo wybierz inny termin.',
    ),
    en: said(
      (p) => `At most ${counted('en', num(p, 'limit'), 'machine')} at a time. You have then: ${p['machineEn'] ?? ''}`,
      () => 'Move that booking, or choose another time.',
    ),
  },
  'gap-between-own': {
    pl: said(
      (p) => `Zachowaj co najmniej ${minutesOf('pl', p)} przerwy między swoimi rezerwacjami`,
      (p, zone) => `Masz już rezerwację: ${duringOf('pl', p, zone)}. Wybierz inny termin.`,
    ),
    en: said(
      (p) => `Keep at least ${minutesOf('en', p)} between your own bookings`,
      (p, zone) => `You have one already: ${duringOf('en', p, zone)}. Choose another time.`,
    ),
  },
  'approval-needed': {
    pl: said(
      () => 'Rezerwacja tej maszyny wymaga zgody obsługi',
      () => 'Zarezerwuj w aplikacji i poczekaj na zgodę albo poproś obsługę.',
    ),
    en: said(
      () => 'A booking of this machine needs the approval of staff',
      () => 'Book in the app and wait for approval, or ask staff.',
    ),
  },
};
