// What a calendar program shows of a feed, in the language of the feed's owner.
import type { Bilingual, Language } from './bilingual.js';
import { atDay, atTime, tied } from './format.js';

export interface ToldBooking {
  readonly state: 'held' | 'confirmed' | 'in_use' | 'done' | 'cancelled' | 'released';
  readonly heldFor: 'approval' | 'claim' | null;
  /** Of a held one: until when it is. */
  readonly expiresAt: number | null;
  readonly endReason: keyof typeof ends | null;
  readonly checkInBy: number | null;
  /** Machines that were booked along with it. */
  readonly along: readonly Bilingual[];
}

type Say = Readonly<Record<Language, (booking: ToldBooking, zone: string) => string>>;

const moment = (language: Language, at: number | null, zone: string): string =>
  at === null ? '' : `${atDay(language, at, zone)}, ${atTime(language, at, zone)}`;
const fixed = (pl: string, en: string): Say => ({ pl: () => pl, en: () => en });

const ends = {
  cancelled: fixed('Odwołana.', 'Cancelled.'),
  'no-show': fixed('Przepadła: nie przyłożono karty na czas.', 'Released: no card was tapped in time.'),
  'not-approved': fixed('Niezatwierdzona.', 'Not approved.'),
  'not-claimed': fixed('Przepadła: nie została przyjęta na czas.', 'Released: not claimed in time.'),
  'right-lost': fixed(
    'Przepadła: uprawnienie lub członkostwo wygasło.',
    'Released: the certificate or the membership ended.',
  ),
  'finished-early': fixed('Zakończona przed czasem.', 'Finished early.'),
  over: fixed('Zakończona.', 'Finished.'),
};
const holds: Readonly<Record<'approval' | 'claim', Say>> = {
  approval: {
    pl: ({ expiresAt }, zone) => `Czeka na zatwierdzenie. Bez odpowiedzi przepadnie: ${moment('pl', expiresAt, zone)}.`,
    en: ({ expiresAt }, zone) =>
      `Waits for approval. Without an answer it is released: ${moment('en', expiresAt, zone)}.`,
  },
  claim: {
    pl: ({ expiresAt }, zone) => `Czeka na przyjęcie. Przyjmij najpóźniej: ${moment('pl', expiresAt, zone)}.`,
    en: ({ expiresAt }, zone) => `Waits for you to claim it, at the latest: ${moment('en', expiresAt, zone)}.`,
  },
};
const states: Readonly<Record<ToldBooking['state'], Say>> = {
  held: fixed('Wstępna.', 'Tentative.'),
  confirmed: fixed('Potwierdzona.', 'Confirmed.'),
  in_use: fixed('W użyciu.', 'In use.'),
  done: ends.over,
  cancelled: ends.cancelled,
  released: fixed('Przepadła.', 'Released.'),
};

function stateOf({ state, heldFor, endReason }: ToldBooking): Say {
  if (state === 'held' && heldFor !== null) return holds[heldFor];
  return endReason === null ? states[state] : ends[endReason];
}

const checkIn: Readonly<Record<Language, (at: number, zone: string) => string>> = {
  pl: (at, zone) => `Przyłóż kartę przy maszynie do ${atTime('pl', at, zone)}.`,
  en: (at, zone) => `Tap your card at the machine by ${atTime('en', at, zone)}.`,
};
const along: Readonly<Record<Language, (machines: string) => string>> = {
  pl: (machines) => `Razem z: ${machines}.`,
  en: (machines) => `Along with: ${machines}.`,
};

/** What is known of a booking, a line for each thing. */
export function describeBooking(language: Language, booking: ToldBooking, zone: string): string {
  const lines = [
    stateOf(booking)[language](booking, zone),
    ...(booking.checkInBy === null ? [] : [checkIn[language](booking.checkInBy, zone)]),
    ...(booking.along.length === 0 ? [] : [along[language](booking.along.map((name) => name[language]).join(', '))]),
  ];
  const text = lines.join('\n');
  return language === 'pl' ? tied(text) : text;
}

interface CalendarWords {
  readonly ownBookings: (workshop: string) => string;
  readonly ofMachine: (workshop: string, machine: string) => string;
  /** By somebody whose name the reader may not know. */
  readonly taken: string;
  readonly closure: (reason: string) => string;
  readonly outage: (reason: string) => string;
}

export const calendarWords: Readonly<Record<Language, CalendarWords>> = {
  pl: {
    ownBookings: (workshop) => `${workshop}: moje rezerwacje`,
    ofMachine: (workshop, machine) => `${workshop}: ${machine}`,
    taken: 'Zajęte',
    closure: (reason) => `Zamknięte: ${reason}`,
    outage: (reason) => `Maszyna nieczynna: ${reason}`,
  },
  en: {
    ownBookings: (workshop) => `${workshop}: my bookings`,
    ofMachine: (workshop, machine) => `${workshop}: ${machine}`,
    taken: 'Taken',
    closure: (reason) => `Closed: ${reason}`,
    outage: (reason) => `Out of order: ${reason}`,
  },
};
