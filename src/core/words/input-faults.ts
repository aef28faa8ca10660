import { tied } from './format.js';
import type { Bilingual } from './bilingual.js';

/** What can be wrong with a field that its schema cannot see. The Polish text is the source. */
const words = {
  'out-of-range': { pl: 'Taka data jest poza zakresem.', en: 'This date is out of range.' },
  'does-not-fit': { pl: 'Tyle minut nie mieści się w tym czasie.', en: 'So many minutes do not fit into that time.' },
  'not-later': { pl: 'Koniec musi być późniejszy niż początek.', en: 'The end must be later than the start.' },
  'already-begun': {
    pl: 'Rezerwacja już się zaczęła: zmienić można tylko koniec.',
    en: 'The booking has begun already: only the end can be changed.',
  },
  'in-the-past': { pl: 'Ten czas już minął.', en: 'This time has passed.' },
  'no-such-day': { pl: 'W tym czasie nie ma takiego dnia.', en: 'There is no such day in that time.' },
  'unknown-member': { pl: 'Nie ma takiej osoby.', en: 'There is no such member.' },
  'unknown-booking': { pl: 'Nie ma takiej rezerwacji.', en: 'There is no such booking.' },
  'same-member': { pl: 'Ta osoba już ma tę rezerwację.', en: 'This member has the booking already.' },
  'unknown-machine': { pl: 'Nie ma takiej maszyny.', en: 'There is no such machine.' },
  'needs-itself': {
    pl: 'Maszyna nie może wymagać samej siebie, także przez inne maszyny.',
    en: 'A machine cannot need itself, not even through other machines.',
  },
  'unknown-competency': { pl: 'Nie ma takiej kompetencji.', en: 'There is no such competency.' },
  'high-hazard-training': {
    pl: 'Maszyna o wysokim zagrożeniu wymaga co najmniej jednej kompetencji.',
    en: 'A high-hazard machine requires at least one competency.',
  },
  'unknown-group': { pl: 'Nie ma takiej grupy.', en: 'There is no such group.' },
  'unknown-membership-kind': { pl: 'Nie ma takiego rodzaju członkostwa.', en: 'There is no such kind of membership.' },
  'not-a-supervisor': {
    pl: 'Opiekunem może być instruktor albo ktoś z obsługi.',
    en: 'A supervisor is an instructor or one of the staff.',
  },
  'high-hazard-cuts': {
    pl: 'Maszyna o wysokim zagrożeniu zawsze wyłącza się po utracie łączności.',
    en: 'A high-hazard machine always cuts its power when contact is lost.',
  },
} satisfies Record<string, Bilingual>;

export type InputFault = keyof typeof words;

/** One field at fault, as a problem names it. */
export function faultyField(
  field: string,
  fault: InputFault,
): { readonly field: string; readonly message: string; readonly text: Bilingual } {
  const { pl, en } = words[fault];
  return { field, message: en, text: { pl: tied(pl), en } };
}
