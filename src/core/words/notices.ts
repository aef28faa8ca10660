import type { Bilingual, Language } from './bilingual.js';
import { atDay, atTime, counted, span, tied } from './format.js';

interface NamedMachine {
  readonly machinePl: string;
  readonly machineEn: string;
}
/** A machine (or a group of them) and a time. */
export interface NamedTime extends NamedMachine {
  readonly from: number;
  readonly to: number;
}
interface Because {
  readonly reasonPl: string;
  readonly reasonEn: string;
}

/** What a member can be told in the app, each kind with what fills its words in. A kind is stable once it is in use. */
export interface NoticeParams {
  'no-show-warning': NamedTime & { readonly by: number };
  'no-show-released': NamedTime;
  'rest-freed': NamedTime;
  'booking-made-by-staff': NamedTime;
  'booking-moved-by-staff': NamedTime;
  'booking-cancelled-by-staff': NamedTime;
  'booking-approved': NamedTime;
  'booking-declined': NamedTime & { readonly reason: string };
  'booking-not-approved': NamedTime;
  /** To whom has it now. */
  'handed-over': NamedTime & { readonly name: string };
  /** To who may take it over. */
  'hand-over-offered': NamedTime & { readonly name: string };
  /** To whom had it, or still has it. */
  'hand-over-accepted': NamedTime;
  'hand-over-declined': NamedTime;
  /** To whom had it, when staff did it. */
  'handed-on-by-staff': NamedTime;
  'series-made-by-staff': NamedMachine & { readonly count: number };
  'series-cancelled-by-staff': NamedMachine & { readonly count: number };
  'wait-offer': NamedTime & { readonly claimBy: number };
  'wait-offer-passed': NamedTime;
  /** The second offer that was not taken up: no longer on the list. */
  'wait-offer-passed-twice': NamedTime;
  'wait-over': NamedTime;
  'strike-no-show': NamedTime;
  'strike-late-cancellation': NamedTime;
  'strike-waived': NamedTime & { readonly answer: string };
  'strike-kept': NamedTime & { readonly answer: string };
  /** About a booking that stands in an outage or a closure, or has lost its supervisor. */
  'outage-planned': NamedTime & Because;
  'closure-planned': NamedTime & Because;
  'supervision-gone': NamedTime;
  'hours-changed': NamedTime;
  /** Nobody can wait for the group any more. */
  'wait-group-gone': NamedTime;
}
export type NoticeKind = keyof NoticeParams;

type Words<Params> = Readonly<Record<Language, (params: Params, zone: string) => string>>;

const during = (language: Language, { from, to }: NamedTime, zone: string): string =>
  `${atDay(language, from, zone)}, ${span(language, from, to, zone, from)}`;
const pl = (p: NamedTime, zone: string): string => `„${p.machinePl}”, ${during('pl', p, zone)}`;
const en = (p: NamedTime, zone: string): string => `${p.machineEn}, ${during('en', p, zone)}`;
const moment = (language: Language, at: number, zone: string): string =>
  `${atDay(language, at, zone)}, ${atTime(language, at, zone)}`;

export const noticeWords: { readonly [Kind in NoticeKind]: Words<NoticeParams[Kind]> } = {
  'no-show-warning': {
    pl: (p, zone) =>
      `Przyłóż kartę przy maszynie do ${atTime('pl', p.by, zone)}, potem rezerwacja przepada: ${pl(p, zone)}.`,
    en: (p, zone) =>
      `Tap at the machine by ${atTime('en', p.by, zone)}; after that the booking is released: ${en(p, zone)}.`,
  },
  'no-show-released': {
    pl: (p, zone) => `Rezerwacja przepadła, bo nikt nie przyłożył karty na czas: ${pl(p, zone)}.`,
    en: (p, zone) => `The booking was released, as nobody tapped in time: ${en(p, zone)}.`,
  },
  'rest-freed': {
    pl: (p, zone) => `Maszyna wyłączona przed czasem, reszta rezerwacji jest wolna dla innych: ${pl(p, zone)}.`,
    en: (p, zone) => `Switched off early; the rest of the booking is free for others: ${en(p, zone)}.`,
  },
  'booking-made-by-staff': {
    pl: (p, zone) => `Obsługa zarezerwowała dla Ciebie: ${pl(p, zone)}.`,
    en: (p, zone) => `Staff booked for you: ${en(p, zone)}.`,
  },
  'booking-moved-by-staff': {
    pl: (p, zone) => `Obsługa zmieniła termin Twojej rezerwacji. Teraz: ${pl(p, zone)}.`,
    en: (p, zone) => `Staff changed the time of your booking. It is now: ${en(p, zone)}.`,
  },
  'booking-cancelled-by-staff': {
    pl: (p, zone) => `Obsługa odwołała Twoją rezerwację: ${pl(p, zone)}.`,
    en: (p, zone) => `Staff cancelled your booking: ${en(p, zone)}.`,
  },
  'booking-approved': {
    pl: (p, zone) => `Rezerwacja zatwierdzona: ${pl(p, zone)}.`,
    en: (p, zone) => `Your booking is approved: ${en(p, zone)}.`,
  },
  'booking-declined': {
    pl: (p, zone) => `Rezerwacja odrzucona: ${pl(p, zone)}. Powód: ${p.reason}`,
    en: (p, zone) => `Your booking is declined: ${en(p, zone)}. Reason: ${p.reason}`,
  },
  'booking-not-approved': {
    pl: (p, zone) => `Nikt nie zatwierdził rezerwacji na czas, więc przepadła: ${pl(p, zone)}.`,
    en: (p, zone) => `Nobody approved the booking in time, so it was released: ${en(p, zone)}.`,
  },
  'handed-over': {
    pl: (p, zone) => `${p.name} przekazuje Ci rezerwację: ${pl(p, zone)}.`,
    en: (p, zone) => `${p.name} hands a booking over to you: ${en(p, zone)}.`,
  },
  'hand-over-offered': {
    pl: (p, zone) =>
      `${p.name} chce Ci przekazać rezerwację: ${pl(p, zone)}. Przyjmij ją albo odmów na stronie „Moje rezerwacje”.`,
    en: (p, zone) =>
      `${p.name} wants to hand a booking over to you: ${en(p, zone)}. Accept or decline it in My bookings.`,
  },
  'hand-over-accepted': {
    pl: (p, zone) => `Przekazana rezerwacja została przyjęta i nie jest już Twoja: ${pl(p, zone)}.`,
    en: (p, zone) => `The booking that you handed over is accepted and no longer yours: ${en(p, zone)}.`,
  },
  'hand-over-declined': {
    pl: (p, zone) => `Przekazywana rezerwacja nie została przyjęta i nadal jest Twoja: ${pl(p, zone)}.`,
    en: (p, zone) => `The booking that you offered is not accepted and is still yours: ${en(p, zone)}.`,
  },
  'handed-on-by-staff': {
    pl: (p, zone) => `Obsługa przekazała komuś innemu Twoją rezerwację: ${pl(p, zone)}.`,
    en: (p, zone) => `Staff handed your booking over to somebody else: ${en(p, zone)}.`,
  },
  'series-made-by-staff': {
    pl: (p) => `Obsługa zarezerwowała dla Ciebie „${p.machinePl}” co tydzień: ${counted('pl', p.count, 'booking')}.`,
    en: (p) => `Staff booked ${p.machineEn} for you every week: ${counted('en', p.count, 'booking')}.`,
  },
  'series-cancelled-by-staff': {
    pl: (p) => `Obsługa odwołała Twoje powtarzane terminy, „${p.machinePl}”: ${counted('pl', p.count, 'booking')}.`,
    en: (p) => `Staff cancelled your repeated times, ${p.machineEn}: ${counted('en', p.count, 'booking')}.`,
  },
  'wait-offer': {
    pl: (p, zone) =>
      `Zwolnił się termin, na który czekasz: ${pl(p, zone)}. Przyjmij go do: ${moment('pl', p.claimBy, zone)}.`,
    en: (p, zone) =>
      `The time that you wait for is free: ${en(p, zone)}. Claim it by ${moment('en', p.claimBy, zone)}.`,
  },
  'wait-offer-passed': {
    pl: (p, zone) => `Termin przeszedł na kolejną osobę: ${pl(p, zone)}. Nadal jesteś na liście oczekujących.`,
    en: (p, zone) => `The time went to the next one who waits: ${en(p, zone)}. You are still on the wait list.`,
  },
  'wait-offer-passed-twice': {
    pl: (p, zone) => `Dwa terminy przeszły na kolejne osoby, ostatnio ${pl(p, zone)}. To koniec tego czekania.`,
    en: (p, zone) => `Two offers went to the next ones, lately ${en(p, zone)}. This wait has ended.`,
  },
  'wait-over': {
    pl: (p, zone) => `Nic się nie zwolniło, a czas minął: ${pl(p, zone)}.`,
    en: (p, zone) => `Nothing became free, and the time has passed: ${en(p, zone)}.`,
  },
  'strike-no-show': {
    pl: (p, zone) => `Punkt za nieobecność: ${pl(p, zone)}. Możesz się odwołać.`,
    en: (p, zone) => `A strike for not coming: ${en(p, zone)}. You may appeal.`,
  },
  'strike-late-cancellation': {
    pl: (p, zone) => `Punkt za późne odwołanie: ${pl(p, zone)}. Możesz się odwołać.`,
    en: (p, zone) => `A strike for a late cancellation: ${en(p, zone)}. You may appeal.`,
  },
  'strike-waived': {
    pl: (p, zone) => `Punkt skreślony: ${pl(p, zone)}. Odpowiedź: ${p.answer}`,
    en: (p, zone) => `The strike is taken back: ${en(p, zone)}. Answer: ${p.answer}`,
  },
  'strike-kept': {
    pl: (p, zone) => `Punkt zostaje: ${pl(p, zone)}. Odpowiedź: ${p.answer}`,
    en: (p, zone) => `The strike stays: ${en(p, zone)}. Answer: ${p.answer}`,
  },
  'outage-planned': {
    pl: (p, zone) => `W czasie Twojej rezerwacji maszyna będzie nieczynna: ${pl(p, zone)}. Powód: ${p.reasonPl}`,
    en: (p, zone) => `The machine will be out of order during your booking: ${en(p, zone)}. Reason: ${p.reasonEn}`,
  },
  'closure-planned': {
    pl: (p, zone) => `W czasie Twojej rezerwacji pracownia będzie zamknięta: ${pl(p, zone)}. Powód: ${p.reasonPl}`,
    en: (p, zone) => `The workshop will be closed during your booking: ${en(p, zone)}. Reason: ${p.reasonEn}`,
  },
  'supervision-gone': {
    pl: (p, zone) => `Twoja rezerwacja została bez opiekuna: ${pl(p, zone)}. Przenieś ją albo zapytaj obsługę.`,
    en: (p, zone) => `Your booking has no supervisor any more: ${en(p, zone)}. Move it, or ask staff.`,
  },
  'hours-changed': {
    pl: (p, zone) =>
      `Nowe godziny otwarcia nie obejmują całej Twojej rezerwacji: ${pl(p, zone)}. Przenieś ją albo zapytaj obsługę.`,
    en: (p, zone) => `New opening hours do not cover all of your booking: ${en(p, zone)}. Move it, or ask staff.`,
  },
  'wait-group-gone': {
    pl: (p, zone) => `Tej grupy maszyn już nie ma, więc nie ma też na co czekać: ${pl(p, zone)}.`,
    en: (p, zone) => `This group of machines is no more, and so is the wait for it: ${en(p, zone)}.`,
  },
};

/** A notice as it was written, maybe by another version of the service: a kind without words is a fault. */
export function renderNotice(kind: string, params: unknown, zone: string): Bilingual {
  if (!Object.hasOwn(noticeWords, kind)) throw new Error(`no words for the notice ${kind}`);
  const words = noticeWords[kind as NoticeKind] as Words<unknown>;
  return { pl: tied(words.pl(params, zone)), en: words.en(params, zone) };
}
