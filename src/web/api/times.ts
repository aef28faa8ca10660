import { useMemo } from 'react';
import { atSecond, atTime, span } from '../../core/words/format.js';
import { useTongue } from '../i18n/language.js';
import { useMe } from './me.js';

/** Times in the language of the page, on the workshop's clock, whatever the browser's is. */
export function useTimes() {
  const { language } = useTongue();
  const { timeZone } = useMe();
  return useMemo(
    () => ({
      atTime: (at: number, now: number) => atTime(language, at, timeZone, now),
      atSecond: (at: number) => atSecond(language, at, timeZone),
      span: (from: number, to: number, now: number) => span(language, from, to, timeZone, now),
    }),
    [language, timeZone],
  );
}
