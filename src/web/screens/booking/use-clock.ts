import { useMemo } from 'react';
import type { Interval } from '../../../core/interval.js';
import { nbsp } from '../../../core/words/format.js';
import { useMe } from '../../api/me.js';
import { useTongue } from '../../i18n/language.js';
import { addDays, wallAt } from '../../i18n/wall-clock.js';
import { whichOfTwo } from './wall.js';

const locales = { pl: 'pl-PL', en: 'en-GB' } as const;
const midnight = '00:00';
/** After a dash: the line does not break there. */
const together = '\u2060';

/** Days and times of the calendar, on the workshop's clock; of a time that comes twice it says which one. */
export function useClock() {
  const { language, t } = useTongue();
  const { timeZone } = useMe();
  return useMemo(() => {
    const format = (options: Intl.DateTimeFormatOptions) => {
      const day = new Intl.DateTimeFormat(locales[language], { timeZone, ...options });
      return (at: number): string => day.format(at).replaceAll(' ', nbsp);
    };
    const day = format({ weekday: 'long', day: 'numeric', month: 'long' });
    const shortDay = format({ weekday: 'short', day: 'numeric', month: 'short' });
    const said = new Map<number, string>();
    const sayTime = (at: number): string => {
      const shown = wallAt(at, timeZone).time;
      const which = whichOfTwo(at, timeZone);
      return which === undefined
        ? shown
        : which === 'first'
          ? t.booking.clockFirst(shown)
          : t.booking.clockSecond(shown);
    };
    const time = (at: number): string => {
      const known = said.get(at) ?? sayTime(at);
      said.set(at, known);
      return known;
    };
    /** The end of a day is its 24:00. */
    const endTime = ({ from, to }: Interval): string => {
      const [start, end] = [wallAt(from, timeZone), wallAt(to, timeZone)];
      return end.time === midnight && end.day === addDays(start.day, 1) ? '24:00' : time(to);
    };
    const onOneDay = ({ from, to }: Interval): boolean => wallAt(from, timeZone).day === wallAt(to - 1, timeZone).day;
    const span = (during: Interval): string => `${time(during.from)}–${together}${endTime(during)}`;
    const spanWith =
      (dayOf: (at: number) => string) =>
      (during: Interval): string =>
        onOneDay(during)
          ? `${dayOf(during.from)}, ${span(during)}`
          : `${dayOf(during.from)}, ${time(during.from)} – ${dayOf(during.to)}, ${time(during.to)}`;
    return {
      timeZone,
      day,
      shortDay,
      weekday: format({ weekday: 'short' }),
      date: format({ day: 'numeric', month: 'short' }),
      time,
      endTime,
      span,
      daySpan: spanWith(day),
      shortDaySpan: spanWith(shortDay),
    };
  }, [language, timeZone, t]);
}
export type BookingClock = ReturnType<typeof useClock>;
