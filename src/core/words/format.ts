// How numbers, times and spans are said, at the reader and in the browser. `zone` is the workshop's IANA time zone.
import type { Language } from './bilingual.js';

/** NBSP, so that a one-letter word or a number never stands alone at a line's end. */
export const nbsp = '\u00a0';

const rules = { pl: new Intl.PluralRules('pl'), en: new Intl.PluralRules('en') };
const nouns = {
  minute: {
    pl: { one: 'minuta', few: 'minuty', many: 'minut', other: 'minuty' },
    en: { one: 'minute', other: 'minutes' },
  },
  second: {
    pl: { one: 'sekunda', few: 'sekundy', many: 'sekund', other: 'sekundy' },
    en: { one: 'second', other: 'seconds' },
  },
  hour: {
    pl: { one: 'godzina', few: 'godziny', many: 'godzin', other: 'godziny' },
    en: { one: 'hour', other: 'hours' },
  },
  machine: {
    pl: { one: 'maszyna', few: 'maszyny', many: 'maszyn', other: 'maszyny' },
    en: { one: 'machine', other: 'machines' },
  },
  reason: {
    pl: { one: 'powód', few: 'powody', many: 'powodów', other: 'powodu' },
    en: { one: 'reason', other: 'reasons' },
  },
  booking: {
    pl: { one: 'rezerwacja', few: 'rezerwacje', many: 'rezerwacji', other: 'rezerwacji' },
    en: { one: 'booking', other: 'bookings' },
  },
  calendarLink: {
    pl: {
      one: 'odnośnik do kalendarza',
      few: 'odnośniki do kalendarza',
      many: 'odnośników do kalendarza',
      other: 'odnośnika do kalendarza',
    },
    en: { one: 'calendar link', other: 'calendar links' },
  },
  closure: {
    pl: { one: 'zamknięcie', few: 'zamknięcia', many: 'zamknięć', other: 'zamknięcia' },
    en: { one: 'closure', other: 'closures' },
  },
  /** Of notices. */
  unread: {
    pl: { one: 'nieprzeczytane', few: 'nieprzeczytane', many: 'nieprzeczytanych', other: 'nieprzeczytanego' },
    en: { one: 'unread', other: 'unread' },
  },
  openBooking: {
    pl: {
      one: 'niezakończona rezerwacja',
      few: 'niezakończone rezerwacje',
      many: 'niezakończonych rezerwacji',
      other: 'niezakończonej rezerwacji',
    },
    en: { one: 'booking that is not over', other: 'bookings that are not over' },
  },
  day: {
    pl: { one: 'dzień', few: 'dni', many: 'dni', other: 'dnia' },
    en: { one: 'day', other: 'days' },
  },
  strike: {
    pl: { one: 'punkt karny', few: 'punkty karne', many: 'punktów karnych', other: 'punktu karnego' },
    en: { one: 'strike', other: 'strikes' },
  },
  slot: {
    pl: { one: 'termin', few: 'terminy', many: 'terminów', other: 'terminu' },
    en: { one: 'time', other: 'times' },
  },
  /** Accusative: „za 1 minutę”. */
  minuteAcc: {
    pl: { one: 'minutę', few: 'minuty', many: 'minut', other: 'minuty' },
    en: { one: 'minute', other: 'minutes' },
  },
  hourAcc: {
    pl: { one: 'godzinę', few: 'godziny', many: 'godzin', other: 'godziny' },
    en: { one: 'hour', other: 'hours' },
  },
  bookingAcc: {
    pl: { one: 'rezerwację', few: 'rezerwacje', many: 'rezerwacji', other: 'rezerwacji' },
    en: { one: 'booking', other: 'bookings' },
  },
} as const;
export type Noun = keyof typeof nouns;

/** `3 minuty`, `3 minutes`, the number and its noun never parted. */
export function counted(language: Language, count: number, noun: Noun): string {
  const forms: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = nouns[noun][language];
  const number = new Intl.NumberFormat(language).format(count);
  return `${number}${nbsp}${forms[rules[language].select(count)] ?? forms.other}`;
}

/** `90` minutes: `1 godzina 30 minut`; in the accusative `1 godzinę 30 minut`. */
export function lasting(language: Language, minutes: number, grammar?: 'accusative'): string {
  const [hour, minute] = grammar === undefined ? (['hour', 'minute'] as const) : (['hourAcc', 'minuteAcc'] as const);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return counted(language, rest, minute);
  return rest === 0
    ? counted(language, hours, hour)
    : `${counted(language, hours, hour)} ${counted(language, rest, minute)}`;
}

const locales = { pl: 'pl-PL', en: 'en-GB' } as const;
/** Making one takes a hundred times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(language: Language, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, zone, options]);
  const made =
    formats.get(key) ?? new Intl.DateTimeFormat(locales[language], { timeZone: zone, hourCycle: 'h23', ...options });
  formats.set(key, made);
  return made;
}
const format = (language: Language, at: number, zone: string, options: Intl.DateTimeFormatOptions): string =>
  formatOf(language, zone, options).format(at).replaceAll(' ', nbsp);

/** `14:05`; with the day in front when it is not the day of `now`. */
export function atTime(language: Language, at: number, zone: string, now?: number): string {
  const time = format(language, at, zone, { hour: '2-digit', minute: '2-digit' });
  const day = atDay(language, at, zone);
  return now === undefined || day === atDay(language, now, zone) ? time : `${day}, ${time}`;
}

/** `14:05:09`. */
export const atSecond = (language: Language, at: number, zone: string): string =>
  format(language, at, zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** `24 listopada`, `24 November`. */
export const atDay = (language: Language, at: number, zone: string): string =>
  format(language, at, zone, { day: 'numeric', month: 'long' });

/** `24 listopada 2026`. */
export const atDate = (language: Language, at: number, zone: string): string =>
  format(language, at, zone, { day: 'numeric', month: 'long', year: 'numeric' });

/** `14:00–15:00`, `24 listopada, 14:00–15:00`; the end has its own day when it is another. */
export function span(language: Language, from: number, to: number, zone: string, now: number): string {
  const sameDay = atDay(language, from, zone) === atDay(language, to, zone);
  return `${atTime(language, from, zone, now)}–${atTime(language, to, zone, sameDay ? undefined : now)}`;
}

/** `24 listopada 2026, 14:00–15:00`. */
export const datedSpan = (language: Language, from: number, to: number, zone: string): string =>
  `${atDate(language, from, zone)}, ${span(language, from, to, zone, from)}`;

const short = /(?<=^|[\s(„])([aiouwzAIOUWZ]) /g;
/** Ties one-letter words to what follows, as Polish typography asks. */
export const tied = (text: string): string => text.replaceAll(short, `$1${nbsp}`);
