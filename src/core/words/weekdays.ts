import { type Weekday, weekdays } from '../calendar/weekly-times.js';
import type { Language } from './bilingual.js';

const short: Readonly<Record<Language, Readonly<Record<Weekday, string>>>> = {
  pl: { mon: 'pon.', tue: 'wt.', wed: 'śr.', thu: 'czw.', fri: 'pt.', sat: 'sob.', sun: 'niedz.' },
  en: { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' },
};

/** `pon.–pt.`, `sob., niedz.`: three days in a row or more become a range. */
export function weekdaysSaid(language: Language, days: readonly Weekday[]): string {
  const runs: Weekday[][] = [];
  weekdays.forEach((day, index) => {
    if (!days.includes(day)) return;
    const last = runs.at(-1);
    if (last !== undefined && last.at(-1) === weekdays[index - 1]) last.push(day);
    else runs.push([day]);
  });
  const said = (run: readonly Weekday[]): string[] => run.map((day) => short[language][day]);
  return runs.flatMap((run) => (run.length < 3 ? said(run) : `${said(run)[0]}–${said(run).at(-1)}`)).join(', ');
}
