import type { Refusal } from '../refusal.js';
import { bookingRefusalWords } from './booking-refusals.js';
import type { Bilingual, Language } from './bilingual.js';
import { tied } from './format.js';
import { readerWords } from './reader.js';
import { accessRefusalWords, type RefusalWords, type Said } from './refusals.js';

export type { Bilingual, Language } from './bilingual.js';
export type { RefusalWords, Said } from './refusals.js';

/** Words for every refusal there is; a house test fails on a code without. */
export const refusalWords: RefusalWords = { ...bookingRefusalWords, ...accessRefusalWords };

/** A refusal as a person reads it, in both languages. */
export interface RenderedRefusal extends Refusal {
  readonly text: Bilingual;
  readonly next: Bilingual;
}

export function renderRefusal(refusal: Refusal, zone: string): RenderedRefusal {
  const say = (lang: Language): Said => {
    const words = refusalWords[refusal.code]?.[lang];
    if (words === undefined) throw new Error(`no words for the refusal ${refusal.code}`);
    return words(refusal.params, zone);
  };
  const pl = say('pl');
  const en = say('en');
  return {
    ...refusal,
    text: { pl: tied(pl.text), en: en.text },
    next: { pl: tied(pl.next), en: en.next },
  };
}

/** What the reader shows for an answer that is no refusal. */
export function sayAtReader(code: string, params: Refusal['params'], lang: Language, zone: string): string {
  const words = readerWords[code]?.[lang];
  if (words === undefined) throw new Error(`no words for the reader's ${code}`);
  const text = words(params, zone);
  return lang === 'pl' ? tied(text) : text;
}
