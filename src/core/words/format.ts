/** How numbers, times and spans are said. Polish first; `zone` is the workshop's IANA time zone. */
export type Lang = 'pl' | 'en';

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
  /** Accusative: „za 1 minutę”. */
  minuteAcc: {
    pl: { one: 'minutę', few: 'minuty', many: 'minut', other: 'minuty' },
    en: { one: 'minute', other: 'minutes' },
  },
} as const;
export type Noun = keyof typeof nouns;

/** `3 minuty`, `3 minutes`, the number and its noun never parted. */
export function counted(lang: Lang, count: number, noun: Noun): string {
  const forms: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = nouns[noun][lang];
  return `${count}${nbsp}${forms[rules[lang].select(count)] ?? forms.other}`;
}

/** `14:05`; with the day in front when it is not the day of `now`. */
export function atTime(lang: Lang, at: number, zone: string, now?: number): string {
  const locale = lang === 'pl' ? 'pl-PL' : 'en-GB';
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(at);
  if (now === undefined || atDay(lang, at, zone) === atDay(lang, now, zone)) return time;
  return `${atDay(lang, at, zone)}, ${time}`;
}

/** `24 listopada`, `24 November`. */
export function atDay(lang: Lang, at: number, zone: string): string {
  const locale = lang === 'pl' ? 'pl-PL' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: zone })
    .format(at)
    .replace(' ', nbsp);
}

/** `24 listopada 2026`. */
export function atDate(lang: Lang, at: number, zone: string): string {
  const locale = lang === 'pl' ? 'pl-PL' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: zone })
    .format(at)
    .replaceAll(' ', nbsp);
}

const short = /(?<=^|[\s(„])([aiouwzAIOUWZ]) /g;
/** Ties one-letter words to what follows, as Polish typography asks. */
export const tied = (text: string): string => text.replaceAll(short, `$1${nbsp}`);
