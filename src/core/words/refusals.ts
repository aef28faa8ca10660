import type { Language } from './bilingual.js';
import { atDate, atTime, counted, datedSpan, nbsp } from './format.js';

type Params = Readonly<Record<string, string | number>>;
export interface Said {
  /** Why not. */
  readonly text: string;
  /** What to do next. */
  readonly next: string;
}
export type RefusalWords = Readonly<Record<string, Readonly<Record<Language, (params: Params, zone: string) => Said>>>>;

const said = (text: string, next: string) => (): Said => ({ text, next });
/** Of a right that a later booking would outlast. */
const isAhead = (params: Params): boolean => params['ahead'] !== undefined;
const num = (params: Params, key: string): number => Number(params[key] ?? 0);

/** Why a machine gives no power. The reader shows `text`; the web adds `next`. Polish is the source. */
export const accessRefusalWords: RefusalWords = {
  'stale-tap': {
    pl: said('Karta odczytana zbyt dawno', 'Przyłóż kartę jeszcze raz.'),
    en: said('The card was read too long ago', 'Tap the card again.'),
  },
  'card-unknown': {
    pl: said('Nieznana karta', 'Poproś obsługę o przypisanie karty do konta.'),
    en: said('Unknown card', 'Ask staff to link the card to your account.'),
  },
  'card-blocked': {
    pl: said('Karta zablokowana', 'Zgłoś się do obsługi z kartą.'),
    en: said('Card blocked', 'See staff and bring the card.'),
  },
  'too-many-attempts': {
    pl: (p) => said(`Zbyt wiele prób. Odczekaj ${num(p, 'pauseS')}${nbsp}s`, 'Czytnik odblokuje się sam.')(),
    en: (p) => said(`Too many attempts. Wait ${num(p, 'pauseS')}${nbsp}s`, 'The reader unlocks by itself.')(),
  },
  'member-suspended': {
    pl: said('Konto zawieszone', 'Porozmawiaj z obsługą.'),
    en: said('Account suspended', 'Talk to staff.'),
  },
  'membership-expired': {
    pl: (p, zone) =>
      said(
        `Członkostwo ${isAhead(p) ? 'wygaśnie' : 'wygasło'} ${atDate('pl', num(p, 'until'), zone)}`,
        'Przedłuż członkostwo u obsługi.',
      )(),
    en: (p, zone) =>
      said(
        `Membership ${isAhead(p) ? 'ends' : 'ended'} on ${atDate('en', num(p, 'until'), zone)}`,
        'Renew it with staff.',
      )(),
  },
  'gate-offline': {
    pl: said('Bramka nie odpowiada', 'Sprawdź zasilanie i sieć bramki albo powiadom obsługę.'),
    en: said('The gate does not answer', 'Check its power and network, or tell staff.'),
  },
  'gate-fault': {
    pl: said('Usterka bramki', 'Nie używaj maszyny. Powiadom obsługę.'),
    en: said('The gate has a fault', 'Do not use the machine. Tell staff.'),
  },
  'estop-active': {
    pl: said('Wciśnięty wyłącznik awaryjny', 'Usuń zagrożenie, odblokuj wyłącznik i przyłóż kartę ponownie.'),
    en: said('Emergency stop is pressed', 'Clear the danger, release the button and tap again.'),
  },
  'power-not-allowed-until-drill': {
    pl: said('Bramka bez próby bezpieczeństwa', 'Obsługa musi przeprowadzić próbę bramki, zanim włączy tę maszynę.'),
    en: said('The gate has not passed its drill', 'Staff must run the gate drill before this machine may be powered.'),
  },
  'out-of-order': {
    pl: (p, zone) =>
      said(
        `Maszyna nieczynna od ${atTime('pl', num(p, 'since'), zone)}`,
        'Wybierz inną maszynę lub zapytaj obsługę.',
      )(),
    en: (p, zone) =>
      said(`Out of order since ${atTime('en', num(p, 'since'), zone)}`, 'Choose another machine or ask staff.')(),
  },
  closed: {
    pl: (p, zone) =>
      said(
        p.from === undefined
          ? `Pracownia zamknięta do ${atTime('pl', num(p, 'until'), zone)}`
          : `Pracownia zamknięta: ${datedSpan('pl', num(p, 'from'), num(p, 'until'), zone)}`,
        p.from === undefined ? 'Przyjdź w godzinach otwarcia.' : 'Wybierz inny termin.',
      )(),
    en: (p, zone) =>
      said(
        p.from === undefined
          ? `The workshop is closed until ${atTime('en', num(p, 'until'), zone)}`
          : `The workshop is closed: ${datedSpan('en', num(p, 'from'), num(p, 'until'), zone)}`,
        p.from === undefined ? 'Come back when it is open.' : 'Choose another time.',
      )(),
  },
  'not-certified': {
    pl: (p) => said(`Najpierw szkolenie: ${p.competencyPl ?? ''}`, 'Zapisz się na szkolenie u instruktora.')(),
    en: (p) => said(`Training needed first: ${p.competencyEn ?? ''}`, 'Ask an instructor for the next training.')(),
  },
  'certificate-expired': {
    pl: (p, zone) =>
      said(
        `Uprawnienie „${p.competencyPl ?? ''}” ${isAhead(p) ? 'wygaśnie' : 'wygasło'} ${atDate('pl', num(p, 'until'), zone)}`,
        'Umów z instruktorem odnowienie.',
      )(),
    en: (p, zone) =>
      said(
        `Your certificate “${p.competencyEn ?? ''}” ${isAhead(p) ? 'expires' : 'expired'} on ${atDate('en', num(p, 'until'), zone)}`,
        'Arrange a renewal with an instructor.',
      )(),
  },
  'certificate-outdated': {
    pl: (p) =>
      said(
        `Nowa procedura: ${p.competencyPl ?? ''}`,
        'Zapoznaj się z nową wersją procedury i potwierdź ją u instruktora.',
      )(),
    en: (p) =>
      said(`New procedure: ${p.competencyEn ?? ''}`, 'Read the new version and confirm it with an instructor.')(),
  },
  'in-use': {
    pl: (p, zone) =>
      said(
        `${p.name === undefined ? 'Maszyna w użyciu' : `Używa ${p.name}`}${p.until === undefined ? '' : `, do ${atTime('pl', num(p, 'until'), zone)}`}`,
        'Poczekaj albo zarezerwuj kolejny termin.',
      )(),
    en: (p, zone) =>
      said(
        `In use${p.name === undefined ? '' : ` by ${p.name}`}${p.until === undefined ? '' : ` until ${atTime('en', num(p, 'until'), zone)}`}`,
        'Wait, or book the next slot.',
      )(),
  },
  'booked-by-other': {
    pl: (p, zone) =>
      said(`Zarezerwowane do ${atTime('pl', num(p, 'until'), zone)}`, 'Zarezerwuj kolejny wolny termin.')(),
    en: (p, zone) => said(`Booked until ${atTime('en', num(p, 'until'), zone)}`, 'Book the next free slot.')(),
  },
  'booking-required': {
    pl: (p) =>
      said(
        p.freeMinutes === undefined
          ? 'Najpierw rezerwacja'
          : `Najpierw rezerwacja. Wolne jeszcze ${counted('pl', num(p, 'freeMinutes'), 'minuteAcc')}`,
        'Zarezerwuj maszynę i przyłóż kartę.',
      )(),
    en: (p) =>
      said(
        p.freeMinutes === undefined
          ? 'Book first'
          : `Book first. Free for ${counted('en', num(p, 'freeMinutes'), 'minute')}`,
        'Book the machine, then tap.',
      )(),
  },
  'exclusive-group-in-use': {
    pl: (p) =>
      said(
        `Pracuje już ${p.machinePl ?? ''}`,
        'Te maszyny nie mogą działać jednocześnie. Poczekaj, aż tamta skończy.',
      )(),
    en: (p) =>
      said(`${p.machineEn ?? ''} is running`, 'These machines may not run together. Wait until that one is done.')(),
  },
  'member-limit': {
    pl: (p) => said(`Masz już włączone: ${p.machinePl ?? ''}`, 'Wyłącz tamtą maszynę i przyłóż kartę ponownie.')(),
    en: (p) => said(`You already run: ${p.machineEn ?? ''}`, 'Switch that one off and tap again.')(),
  },
  'try-again': {
    pl: said('Spróbuj za chwilę', 'System odpowiada zbyt wolno. Przyłóż kartę ponownie.'),
    en: said('Try again in a moment', 'The system is slow to answer. Tap the card again.'),
  },
};
