import { counted } from '../format.js';
import { inDays, inHours, inMinutes, numberOf, ofMinutes, type SettingEntries } from './entry.js';

/** What is asked of the member. */
export const memberEntries: SettingEntries = {
  'member-suspended': {
    title: { pl: 'Konto', en: 'Account' },
    says: 'Konto osoby nie jest zawieszone.',
    fields: {},
  },
  'membership-expired': {
    title: { pl: 'Członkostwo', en: 'Membership' },
    says: 'Członkostwo jest ważne do końca rezerwacji.',
    fields: {},
  },
  strikes: {
    title: { pl: 'Punkty karne', en: 'Strikes' },
    says: 'Osoba ma mniej punktów karnych z ostatnich dni, niż wynosi granica.',
    fields: {
      max: {
        label: { pl: 'Od ilu punktów nie można rezerwować', en: 'Strikes that stop bookings' },
        hint: { pl: 'Wyłączone: punkty niczego nie blokują.', en: 'Off: strikes stop nothing.' },
      },
      withinDays: { label: { pl: 'Jak długo liczy się punkt', en: 'How long a strike counts' }, unit: inDays },
    },
    holds: (settings) => {
      const [max, days] = [numberOf(settings, 'max'), numberOf(settings, 'withinDays')];
      if (max === undefined || days === undefined) return undefined;
      return {
        pl: `Rezerwować nie można, mając ${counted('pl', max, 'strike')} lub więcej z ${days === 1 ? 'ostatniego dnia' : `ostatnich ${counted('pl', days, 'day')}`}`,
        en: `No bookings with ${counted('en', max, 'strike')} or more within ${counted('en', days, 'day')}`,
      };
    },
  },
  'not-certified': {
    title: { pl: 'Uprawnienia', en: 'Certificates' },
    says: 'Osoba ma uprawnienie do każdej kompetencji, której wymaga maszyna.',
    fields: {},
  },
  'certificate-expired': {
    title: { pl: 'Ważność uprawnień', en: 'Validity of certificates' },
    says: 'Te uprawnienia są ważne do końca rezerwacji.',
    fields: {},
  },
  'certificate-outdated': {
    title: { pl: 'Wersja procedury', en: 'Version of the procedure' },
    says: 'Te uprawnienia dotyczą wymaganej wersji procedury.',
    fields: {},
  },
  approval: {
    title: { pl: 'Zgoda obsługi', en: 'Approval by staff' },
    says: 'Rezerwacja czeka na zgodę obsługi; bez odpowiedzi na czas, albo zanim się zacznie, zwalnia się.',
    fields: {
      needed: { label: { pl: 'Rezerwacja wymaga zgody', en: 'A booking needs approval' } },
      waitHours: { label: { pl: 'Jak długo czeka na zgodę', en: 'How long it waits for approval' }, unit: inHours },
    },
    holds: ({ needed }) =>
      needed === true
        ? { pl: 'Rezerwacja czeka na zgodę obsługi', en: 'A booking waits for the approval of staff' }
        : undefined,
  },
  'late-cancellation': {
    title: { pl: 'Późne odwołanie', en: 'Late cancellation' },
    says: 'Kto odwoła rezerwację albo przeniesie ją na później mniej niż tyle minut przed początkiem, dostaje punkt karny. 0: nikt.',
    fields: {
      minutes: {
        label: { pl: 'Na ile przed początkiem można odwołać', en: 'Time to cancel before the start' },
        unit: inMinutes,
      },
    },
    holds: ofMinutes(
      'minutes',
      (time) => `Odwołaj najpóźniej na ${time} przed początkiem, inaczej dostaniesz punkt karny`,
      (time) => `Cancel at least ${time} before the start, or you get a strike`,
    ),
  },
};
