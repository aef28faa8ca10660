import { useMemo } from 'react';
import { atDate, atDay, atSecond, atTime, span } from '../../core/words/format.js';
import type { Language } from '../../contracts/http/index.js';
import { useTongue } from '../i18n/language.js';
import { addDays, wallAt } from '../i18n/wall-clock.js';
import { useMe } from './me.js';

/** Times in the language of the page, on the workshop's clock, whatever the browser's is. */
export function useTimes() {
  const { language, t } = useTongue();
  const { timeZone } = useMe();
  return useMemo(
    () => ({
      timeZone,
      atTime: (at: number, now: number) => atTime(language, at, timeZone, now),
      atSecond: (at: number) => atSecond(language, at, timeZone),
      atDate: (at: number) => atDate(language, at, timeZone),
      span: (from: number, to: number, now: number) => span(language, from, to, timeZone, now),
      /** `24 listopada, 18:00–20:00`. */
      daySpan: (from: number, to: number) =>
        `${atDay(language, from, timeZone)}, ${span(language, from, to, timeZone, from)}`,
      /** Of the days from now on: `Dziś, 24 listopada`. */
      dayTitle: (at: number, now: number) => {
        const [day, today] = [wallAt(at, timeZone).day, wallAt(now, timeZone).day];
        const close = day === today ? t.days.today : day === addDays(today, 1) ? t.days.tomorrow : undefined;
        return `${close ?? weekdayOf(at, timeZone, language)}, ${atDay(language, at, timeZone)}`;
      },
    }),
    [language, timeZone, t],
  );
}

function weekdayOf(at: number, timeZone: string, language: Language): string {
  const name = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone }).format(at);
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
