import type { Language } from '../../contracts/http/index.js';

/** The workshop's clock, whatever the browser's is. */
export const zone = 'Europe/Warsaw';
const locales = { pl: 'pl-PL', en: 'en-GB' } as const;

const format = (language: Language, options: Intl.DateTimeFormatOptions, at: number): string =>
  new Intl.DateTimeFormat(locales[language], { timeZone: zone, ...options }).format(at);

const clock = (language: Language, at: number): string =>
  format(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, at);
const day = (language: Language, at: number): string =>
  format(language, { day: 'numeric', month: 'long' }, at).replaceAll(' ', '\u00a0');

/** `14:05`, with the day in front when it is not today: `24 listopada, 14:05`. */
export function atTime(language: Language, at: number, now: number): string {
  const time = clock(language, at);
  return day(language, at) === day(language, now) ? time : `${day(language, at)}, ${time}`;
}

/** `14:05:09` */
export const atSecond = (language: Language, at: number): string =>
  format(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }, at);

/** `14:00–15:00`, `24 listopada, 14:00–15:00`; the end has its own day when it is another. */
export const span = (language: Language, from: number, to: number, now: number): string =>
  `${atTime(language, from, now)}–${day(language, from) === day(language, to) ? clock(language, to) : atTime(language, to, now)}`;

/** Time that is left, as a clock counts it down: `4:07`, `1:04:07`. Never below zero. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Whether the browser's own clock would read differently: then times carry their zone. */
export const readsOtherClock = (at: number): boolean =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short' }).format(at) !==
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone: zone }).format(at);
