import type { Bilingual } from './bilingual.js';
import { tied } from './format.js';

/** What does not fit about a field: the parts of a zod issue that words need. */
export interface FieldIssue {
  readonly code: string;
  readonly message: string;
  readonly format?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly input?: unknown;
}

const byFormat: Readonly<Record<string, Bilingual>> = {
  email: { pl: 'To nie jest adres e-mail.', en: 'This is not an e-mail address.' },
  datetime: {
    pl: 'Podaj datę i godzinę, np. 2026-11-25T18:00:00Z.',
    en: 'Give a date and time, such as 2026-11-25T18:00:00Z.',
  },
  date: { pl: 'Podaj datę, np. 2026-11-25.', en: 'Give a date, such as 2026-11-25.' },
  uuid: { pl: 'To nie jest poprawny identyfikator.', en: 'This is not a valid id.' },
};

/** Messages that a schema names itself. */
const byName: Readonly<Record<string, Bilingual>> = {
  slug: {
    pl: 'Użyj od 1 do 40 małych liter, cyfr i łączników.',
    en: 'Use 1 to 40 lower-case letters, digits and hyphens.',
  },
  uid: {
    pl: 'Numer karty to od 3 do 10 bajtów zapisanych szesnastkowo.',
    en: 'A card number is 3 to 10 bytes in hexadecimal.',
  },
  'wall-time': { pl: 'Podaj godzinę, np. 09:30.', en: 'Give a time of day, such as 09:30.' },
  'not-later': { pl: 'Koniec musi być późniejszy niż początek.', en: 'The end must be later than the start.' },
  'out-of-range': { pl: 'Taka data jest poza zakresem.', en: 'This date is out of range.' },
  'out-of-order': {
    pl: 'Te godziny zaczynają się, zanim skończą się poprzednie.',
    en: 'These hours begin before the previous ones end.',
  },
  'day-twice': { pl: 'Każdy dzień wybierz tylko raz.', en: 'Choose each day only once.' },
  'too-many-occurrences': {
    pl: 'To za dużo terminów. Wybierz wcześniejszy koniec.',
    en: 'These are too many dates. Choose an earlier end.',
  },
  'time-of-day': { pl: 'Podaj godzinę, np. 18:30.', en: 'Give a time of day, such as 18:30.' },
  'machine-or-group': {
    pl: 'Wskaż maszynę albo grupę maszyn: jedno z dwojga.',
    en: 'Name a machine or a machine group: one of the two.',
  },
  'member-or-email': {
    pl: 'Wskaż osobę albo adres e-mail: jedno z dwojga.',
    en: 'Name a member or an e-mail address: one of the two.',
  },
  'scope-id': {
    pl: 'Ustawienie całej pracowni nie wskazuje niczego; każde inne wskazuje, czego dotyczy.',
    en: 'A setting of the whole workshop names nothing; any other names what it is for.',
  },
  'warn-before-release': {
    pl: 'Ostrzeżenie musi przyjść wcześniej niż zwolnienie.',
    en: 'The warning has to come earlier than the release.',
  },
  nul: { pl: 'Tekst zawiera niedozwolony znak.', en: 'The text holds a character that is not allowed.' },
};

/** The words for one field of a form. */
export function fieldText(issue: FieldIssue): Bilingual {
  const { pl, en } = wordsOf(issue);
  return { pl: tied(pl), en };
}

function wordsOf(issue: FieldIssue): Bilingual {
  const named = byName[issue.message];
  if (named !== undefined) return named;
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null
        ? { pl: 'To pole jest wymagane.', en: 'This field is required.' }
        : { pl: 'Ta wartość jest innego rodzaju.', en: 'This is not the right kind of value.' };
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'unrecognized_keys':
      return { pl: 'Są tu pola, których nie znamy.', en: 'There are fields here that we do not know.' };
    case 'invalid_value':
      return { pl: 'Wybierz jedną z podanych wartości.', en: 'Choose one of the given values.' };
    case 'invalid_format':
      return byFormat[issue.format ?? ''] ?? invalid;
    default:
      return invalid;
  }
}

const invalid: Bilingual = { pl: 'Ta wartość jest niepoprawna.', en: 'This value is not valid.' };

function tooSmall({ input, minimum = 0 }: FieldIssue): Bilingual {
  if (typeof input === 'number') return { pl: `Co najmniej ${minimum}.`, en: `At least ${minimum}.` };
  if (Number(minimum) === 1) return { pl: 'To pole jest wymagane.', en: 'This field is required.' };
  if (Array.isArray(input)) return { pl: `Wybierz co najmniej ${minimum}.`, en: `Choose at least ${minimum}.` };
  return {
    pl: `Za krótkie: potrzeba co najmniej ${minimum} znaków.`,
    en: `Too short: at least ${minimum} characters.`,
  };
}

function tooBig({ input, maximum = 0 }: FieldIssue): Bilingual {
  if (typeof input === 'number') return { pl: `Najwyżej ${maximum}.`, en: `At most ${maximum}.` };
  if (Array.isArray(input)) return { pl: `Wybierz najwyżej ${maximum}.`, en: `Choose at most ${maximum}.` };
  return { pl: `Za długie: najwyżej ${maximum} znaków.`, en: `Too long: at most ${maximum} characters.` };
}
