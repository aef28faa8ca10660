import type { Bilingual, Language } from '../bilingual.js';
import { lasting } from '../format.js';

export type Settings = Readonly<Record<string, unknown>>;

export interface FieldWords {
  readonly label: Bilingual;
  readonly hint?: Bilingual;
  readonly unit?: Bilingual;
}

/** Of one rule or policy. What it says in English stands with its code. */
export interface SettingEntry {
  readonly title: Bilingual;
  readonly says: string;
  readonly fields: Readonly<Record<string, FieldWords>>;
  /** With its numbers, as a member reads it; undefined: it asks nothing. Left out: what it says. */
  readonly holds?: (settings: Settings) => Bilingual | undefined;
}
export type SettingEntries = Readonly<Record<string, SettingEntry>>;

export const inMinutes: Bilingual = { pl: 'min', en: 'min' };
export const inDays: Bilingual = { pl: 'dni', en: 'days' };
export const inHours: Bilingual = { pl: 'godz.', en: 'h' };

/** Undefined where nothing is set. */
export const numberOf = (settings: Settings, field: string): number | undefined => {
  const value = settings[field];
  return typeof value === 'number' ? value : undefined;
};

/** The same sentence in both languages, of a number that is set and not 0. */
export function ofNumber(
  field: string,
  say: (language: Language, value: number) => string,
): (settings: Settings) => Bilingual | undefined {
  return (settings) => {
    const value = numberOf(settings, field);
    return value === undefined || value === 0 ? undefined : { pl: say('pl', value), en: say('en', value) };
  };
}

/** A sentence with a number of minutes, in Polish in the accusative. */
export const ofMinutes = (field: string, pl: (time: string) => string, en: (time: string) => string) =>
  ofNumber(field, (language, minutes) =>
    language === 'pl' ? pl(lasting('pl', minutes, 'accusative')) : en(lasting('en', minutes)),
  );
