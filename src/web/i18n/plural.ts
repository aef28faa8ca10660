import type { Language } from '../../contracts/http/index.js';

/** The forms of a counted noun; `other` (fractions, and whatever the language does not tell apart) is always there. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

const rules = { pl: new Intl.PluralRules('pl'), en: new Intl.PluralRules('en') };

/** `1 maszyna`, `3 maszyny`, `12 maszyn`: number and noun are never parted. */
export const counted = (language: Language, count: number, forms: Forms): string =>
  `${new Intl.NumberFormat(language).format(count)}\u00a0${forms[rules[language].select(count)] ?? forms.other}`;
