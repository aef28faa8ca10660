import type { Bilingual } from './bilingual.js';
import { counted, nbsp, tied } from './format.js';

type Params = Readonly<Record<string, string | number>>;
type Words = (params: Params) => Bilingual;

const fixed =
  (pl: string, en: string): Words =>
  () => ({ pl, en });

/** What a person reads for each error code of the API. The Polish text is the source. */
export const errorWords = {
  'bad-request': fixed('Nie rozumiemy tego zapytania.', 'This request makes no sense to us.'),
  'bad-json': fixed('Treść zapytania nie jest poprawnym JSON-em.', 'The body of the request is not valid JSON.'),
  'invalid-input': fixed('Popraw zaznaczone pola.', 'Please correct the marked fields.'),
  'not-signed-in': fixed('Zaloguj się, aby to zrobić.', 'Sign in to do this.'),
  'wrong-credentials': fixed('Adres e-mail lub hasło się nie zgadza.', 'The e-mail address or the password is wrong.'),
  'not-allowed': fixed('Nie masz do tego uprawnień.', 'You are not allowed to do this.'),
  'wrong-origin': fixed(
    'To polecenie przyszło z innej strony i zostało odrzucone.',
    'This request came from another site and was turned away.',
  ),
  'not-found': fixed('Nie ma tu niczego takiego.', 'There is no such thing here.'),
  'method-not-allowed': fixed('Pod tym adresem nie można tego zrobić.', 'This address does not take that method.'),
  conflict: fixed(
    'Ktoś zmienił to w międzyczasie. Odśwież i spróbuj ponownie.',
    'Somebody changed this in the meantime. Refresh and try again.',
  ),
  'email-taken': fixed('Ten adres e-mail ma już konto.', 'This e-mail address already has an account.'),
  'slug-taken': fixed('Ten skrót jest już zajęty.', 'This short name is already taken.'),
  'card-taken': fixed('Ta karta jest już do kogoś przypisana.', 'This card already belongs to somebody.'),
  'machine-has-gate': fixed('Ta maszyna ma już bramkę.', 'This machine already has a gate.'),
  'slot-taken': fixed(
    'Ktoś zarezerwował ten czas przed chwilą. Wybierz inny.',
    'Somebody has just booked this time. Choose another one.',
  ),
  'needed-machine-taken': ({ machinePl, machineEn }) => ({
    pl: `Do tego potrzebna jest maszyna „${machinePl ?? ''}”, a wtedy jest zajęta. Wybierz inny czas.`,
    en: `This needs ${machineEn ?? ''}, which is taken then. Choose another time.`,
  }),
  'booked-along': fixed(
    'Ta maszyna jest zarezerwowana razem z inną, bo tamta jej potrzebuje. Zmień tamtą rezerwację.',
    'This machine is booked along with another one that needs it. Change that booking instead.',
  ),
  'machine-still-on': fixed(
    'Maszyna jest jeszcze włączona. Najpierw wyłącz ją kartą.',
    'The machine is still on. Switch it off with the card first.',
  ),
  'undo-too-late': fixed(
    'Na cofnięcie jest już za późno. Zarezerwuj termin od nowa.',
    'It is too late to undo this. Book the time again.',
  ),
  'too-many-feeds': ({ max }) => ({
    pl: `Masz już ${counted('pl', Number(max ?? 20), 'calendarLink')}. Unieważnij któryś, aby utworzyć nowy.`,
    en: `You already have ${counted('en', Number(max ?? 20), 'calendarLink')}. Revoke one to make a new one.`,
  }),
  'feed-revoked': fixed(
    'Ten odnośnik do kalendarza został unieważniony. Utwórz nowy w aplikacji.',
    'This calendar link was revoked. Make a new one in the app.',
  ),
  'already-waiting': fixed(
    'Już czekasz na tę maszynę w tym czasie.',
    'You already wait for this machine at that time.',
  ),
  'waits-too-many': fixed(
    'Czekasz już na zbyt wiele terminów. Zrezygnuj z któregoś.',
    'You already wait for too many times. Leave one of them first.',
  ),
  'time-is-free': fixed(
    'Ten czas jest wolny, nie trzeba czekać. Zarezerwuj go.',
    'This time is free, so there is nothing to wait for. Book it.',
  ),
  'claim-or-leave': fixed(
    'Ten czas jest trzymany dla kogoś z listy oczekujących. Przyjmij go tam albo z niego zrezygnuj.',
    'This time is held for somebody on the wait list. Claim it there, or leave it.',
  ),
  'offer-over': fixed('Tego terminu nikt już dla Ciebie nie trzyma.', 'This time is no longer held for you.'),
  'stale-version': fixed(
    'Ta rezerwacja zmieniła się od chwili, gdy ją widzisz. Odśwież i spróbuj ponownie.',
    'This booking has changed since you saw it. Refresh and try again.',
  ),
  'if-match-required': fixed(
    'Podaj w nagłówku If-Match wersję rezerwacji, którą zmieniasz.',
    'Say in the If-Match header which version of the booking you change.',
  ),
  'payload-too-large': fixed('Zapytanie jest za duże.', 'The request is too large.'),
  'unsupported-media-type': fixed(
    'Treść zapytania musi być w formacie JSON (application/json).',
    'The body must be JSON (application/json).',
  ),
  refused: fixed('Nie można tego teraz zrobić. Powody są poniżej.', 'This cannot be done now. The reasons are below.'),
  'card-random-uid': fixed(
    'Ta karta podaje za każdym razem inny numer, więc nie da się jej rozpoznać. Użyj innej karty.',
    'This card reports a different number each time, so it cannot be recognised. Use another card.',
  ),
  'too-many-requests': ({ retryAfterS }) => ({
    pl: `Za dużo prób. Spróbuj ponownie za ${retryAfterS ?? 60} s.`,
    en: `Too many attempts. Try again in ${retryAfterS ?? 60} s.`,
  }),
  'link-void': fixed(
    'Ten odnośnik wygasł lub został już użyty. Uruchom usługę ponownie, aby dostać nowy.',
    'This link has expired or was already used. Restart the service to get a new one.',
  ),
  internal: fixed(
    'Coś poszło nie tak po naszej stronie. Spróbuj ponownie.',
    'Something went wrong on our side. Try again.',
  ),
  'off-not-sent': ({ withinS }) => ({
    pl: `Zapisano, ale nie ma łączności z bramkami. Wyłącz maszynę jej własnym wyłącznikiem; sama wyłączy się w ciągu ${withinS ?? 25}${nbsp}s.`,
    en: `Recorded, but the gates cannot be reached. Use the machine’s own switch; by itself it is off within ${withinS ?? 25}${nbsp}s.`,
  }),
  'bridge-unreachable': fixed(
    'Mostek z wirtualnymi bramkami nie odpowiada. Spróbuj za chwilę.',
    'The bridge with the virtual gates does not answer. Try again in a moment.',
  ),
} satisfies Record<string, Words>;

/** The words of an error code; a code without words gets those of `internal`. */
export function errorText(code: string, params: Params): Bilingual {
  const words: Words = Object.hasOwn(errorWords, code)
    ? errorWords[code as keyof typeof errorWords]
    : errorWords.internal;
  const { pl, en } = words(params);
  return { pl: tied(pl), en };
}
