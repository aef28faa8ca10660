import type { WeeklyHours } from '../../calendar/opening-hours.js';
import type { PolicyWindow } from '../../calendar/policy-windows.js';
import { type Weekday, weekdays } from '../../calendar/weekly-times.js';
import type { Language } from '../bilingual.js';
import { lasting } from '../format.js';
import { weekdaysSaid } from '../weekdays.js';
import { inMinutes, numberOf, ofMinutes, type SettingEntries } from './entry.js';

/** Days with the same hours together: `pon.–pt. 10:00–20:00; sob. 10:00–14:00`. */
function hoursSaid(language: Language, hours: WeeklyHours): string {
  const daysOf = new Map<string, Weekday[]>();
  for (const day of weekdays) {
    const open = hours[day].map(({ from, to }) => `${from}–${to}`).join(', ');
    if (open !== '') daysOf.set(open, [...(daysOf.get(open) ?? []), day]);
  }
  return [...daysOf].map(([open, days]) => `${weekdaysSaid(language, days)} ${open}`).join('; ');
}

const windowsSaid = (language: Language, windows: readonly PolicyWindow[]): string =>
  windows.map(({ days, from, to }) => `${weekdaysSaid(language, days)} ${from}–${to}`).join('; ');

/** When and how the machine can be had. */
export const machineEntries: SettingEntries = {
  closed: {
    title: { pl: 'Zamknięcia', en: 'Closures' },
    says: 'W czasie rezerwacji pracownia nie jest zamknięta.',
    fields: {},
  },
  'outside-opening-hours': {
    title: { pl: 'Godziny otwarcia', en: 'Opening hours' },
    says: 'Cała rezerwacja mieści się w godzinach otwarcia.',
    fields: {
      hours: {
        label: { pl: 'Otwarte', en: 'Open' },
        hint: { pl: 'Wyłączone: otwarte zawsze.', en: 'Off: open always.' },
      },
    },
    holds: ({ hours }) => {
      if (hours === null || hours === undefined) return undefined;
      const open = { pl: hoursSaid('pl', hours as WeeklyHours), en: hoursSaid('en', hours as WeeklyHours) };
      return open.pl === ''
        ? { pl: 'Zawsze zamknięte', en: 'Closed always' }
        : { pl: `Otwarte: ${open.pl}`, en: `Open: ${open.en}` };
    },
  },
  outage: {
    title: { pl: 'Przestoje', en: 'Outages' },
    says: 'W czasie rezerwacji maszyna nie ma zaplanowanego przestoju.',
    fields: {},
  },
  'supervisor-required': {
    title: { pl: 'Opiekun', en: 'Supervisor' },
    says: 'Tam, gdzie jest potrzebny, opiekun jest na miejscu przez całą rezerwację.',
    fields: { needed: { label: { pl: 'Tylko przy opiekunie', en: 'Only with a supervisor' } } },
    holds: ({ needed }) => (needed === true ? { pl: 'Tylko przy opiekunie', en: 'Only with a supervisor' } : undefined),
  },
  'cleaning-time': {
    title: { pl: 'Sprzątanie', en: 'Cleaning' },
    says: 'Między dwiema rezerwacjami maszyny zostaje tyle minut na sprzątanie.',
    fields: { minutes: { label: { pl: 'Czas na sprzątanie', en: 'Time for cleaning' }, unit: inMinutes } },
    holds: ofMinutes(
      'minutes',
      (time) => `Po każdej rezerwacji zostaw ${time} na sprzątanie`,
      (time) => `Leave ${time} for cleaning after each booking`,
    ),
  },
  'exclusive-group-booked': {
    title: { pl: 'Maszyny, które się wykluczają', en: 'Machines that exclude each other' },
    says: 'Żadna maszyna, która nie może działać razem z tą, nie jest wtedy zarezerwowana.',
    fields: {},
  },
  'check-in': {
    title: { pl: 'Nieobecność', en: 'Not coming' },
    says: 'Odbicie karty przy maszynie potwierdza przyjście. Kto nie przyjdzie na czas, dostaje ostrzeżenie, a potem rezerwacja się zwalnia.',
    fields: {
      watched: { label: { pl: 'Zwalniaj, gdy nikt nie przyjdzie', en: 'Release when nobody comes' } },
      graceMinutes: { label: { pl: 'Po ilu minutach', en: 'After so many minutes' }, unit: inMinutes },
      warnMinutes: {
        label: { pl: 'Ostrzeżenie po', en: 'Warning after' },
        hint: { pl: 'Wcześniej niż zwolnienie.', en: 'Earlier than the release.' },
        unit: inMinutes,
      },
    },
    holds: (settings) => {
      const minutes = numberOf(settings, 'graceMinutes');
      if (settings['watched'] !== true || minutes === undefined) return undefined;
      return {
        pl: `Odbij kartę najpóźniej ${lasting('pl', minutes, 'accusative')} po początku, inaczej rezerwacja się zwolni`,
        en: `Tap within ${lasting('en', minutes)} of the start, or the booking is released`,
      };
    },
  },
  'early-finish': {
    title: { pl: 'Wcześniejszy koniec', en: 'Early finish' },
    says: 'Kilka minut po wcześniejszym wyłączeniu maszyny reszta rezerwacji jest wolna dla innych.',
    fields: {
      freed: { label: { pl: 'Zwalniaj resztę', en: 'Free the rest' } },
      afterMinutes: { label: { pl: 'Po ilu minutach', en: 'After so many minutes' }, unit: inMinutes },
    },
    holds: (settings) => {
      const minutes = numberOf(settings, 'afterMinutes');
      if (settings['freed'] !== true || minutes === undefined) return undefined;
      return {
        pl: `Reszta rezerwacji zwalnia się ${lasting('pl', minutes, 'accusative')} po wyłączeniu maszyny`,
        en: `The rest of a booking is free ${lasting('en', minutes)} after the machine is switched off`,
      };
    },
  },
  overrun: {
    title: { pl: 'Po czasie', en: 'Past the end' },
    says: 'Dopóki licznik pokazuje, że maszyna pracuje, zasilanie zostaje kilka minut po końcu, nigdy w czasie następnej rezerwacji i nigdy przy maszynie o wysokim zagrożeniu.',
    fields: { minutes: { label: { pl: 'Najdłużej', en: 'At most' }, unit: inMinutes } },
    holds: ofMinutes(
      'minutes',
      (time) => `Pracująca maszyna wyłącza się najpóźniej ${time} po końcu rezerwacji`,
      (time) => `A machine at work is switched off at most ${time} past the end`,
    ),
  },
  'relaxed-hours': {
    title: { pl: 'Luźniejsze godziny', en: 'Relaxed hours' },
    says: 'Rezerwacja, która w całości leży w tych godzinach, nie podlega wyprzedzeniu, długościom, krokom, przerwom i limitom i nie liczy się do żadnego z nich.',
    fields: {
      windows: {
        label: { pl: 'Dni i godziny', en: 'Days and hours' },
        hint: {
          pl: 'Koniec nie późniejszy niż początek jest następnego dnia.',
          en: 'An end that is not later than the start is on the next day.',
        },
      },
    },
    holds: ({ windows }) =>
      Array.isArray(windows) && windows.length > 0
        ? {
            pl: `Bez limitów: ${windowsSaid('pl', windows as PolicyWindow[])}`,
            en: `No limits: ${windowsSaid('en', windows as PolicyWindow[])}`,
          }
        : undefined,
  },
};
