import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { deskCalls, holidaysQuery, touchedByTimes } from '../../api/booking-desk.js';
import { useChange } from '../../api/change.js';
import { useServiceNow } from '../../api/live/live.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { wallAt } from '../../i18n/wall-clock.js';
import { NotRead, ProblemNotice } from '../../ui/problem.js';
import { useToast } from '../../ui/toasts.js';
import { Part } from '../../ui/part.js';
import classes from './desk.module.css';

const yearsAhead = 3;

/** Days free from work by law: those that are ticked become closures. */
export function Holidays() {
  const { language, t } = useTongue();
  const words = t.desk;
  const toast = useToast();
  const now = useServiceNow();
  const { timeZone, atDate } = useTimes();
  const thisYear = Number(wallAt(now, timeZone).day.slice(0, 4));
  const [year, setYear] = useState(thisYear);
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const { data, error, refetch } = useQuery(holidaysQuery(year));
  const ahead = (data?.items ?? []).filter(({ to }) => Date.parse(to) > now);
  const ticked = ahead.filter(({ day, closureId }) => closureId === null && chosen.has(day));
  const adding = useChange(async () => {
    for (const { from, to, name } of ticked) await deskCalls.addClosure({ from, to, reason: name });
    choose(new Set());
    toast({ text: words.holidaysAdded(ticked.length) });
  }, touchedByTimes);
  const tick = (day: string, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(day);
    else next.delete(day);
    choose(next);
  };
  return (
    <Part title={words.holidays}>
      <NativeSelect
        size="md"
        label={words.year}
        value={String(year)}
        data={Array.from({ length: yearsAhead }, (_, years) => String(thisYear + years))}
        onChange={({ currentTarget }) => setYear(Number(currentTarget.value))}
      />
      {error !== null && data === undefined && <NotRead error={error} retry={() => void refetch()} />}
      <ul className={classes.ticks}>
        {ahead.map(({ day, name, from, closureId }) => (
          <li key={day}>
            <label className={classes.check}>
              <input
                type="checkbox"
                checked={closureId !== null || chosen.has(day)}
                disabled={closureId !== null}
                onChange={({ currentTarget }) => tick(day, currentTarget.checked)}
              />
              <span>
                {name[language]}
                <small>
                  {atDate(Date.parse(from))}
                  {closureId !== null && ` · ${words.there}`}
                </small>
              </span>
            </label>
          </li>
        ))}
      </ul>
      <ProblemNotice error={adding.error} />
      <Button size="md" disabled={ticked.length === 0} loading={adding.isPending} onClick={() => adding.mutate()}>
        {words.addHolidays}
      </Button>
    </Part>
  );
}
