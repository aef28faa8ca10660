import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Machine, MachineGroup } from '../../../contracts/http/index.js';
import { calendarQuery } from '../../api/bookings.js';
import { sayError } from '../../api/problem.js';
import { useTongue } from '../../i18n/language.js';
import { Empty, Notice } from '../../ui/notice.js';
import type { Ask } from './asked.js';
import { BoardView } from './board-view.js';
import classes from './booking.module.css';
import { type Place, Toolbar } from './toolbar.js';
import { useClock } from './use-clock.js';
import { useMove } from './use-move.js';
import { Waiting } from './waiting.js';
import { dayOf, weekDaysOf } from './wall.js';

interface CalendarProps {
  readonly place: Place;
  readonly go: (change: Partial<Place>) => void;
  readonly today: string;
  readonly machines: readonly Machine[];
  readonly groups: readonly MachineGroup[];
  readonly now: number;
  readonly ask: Ask;
  readonly machineName: (id: string) => string;
}

/** A week of machines, or a day of them by the hour. */
export function Calendar({ place, go, today, machines, groups, now, ask, machineName }: CalendarProps) {
  const { language, t } = useTongue();
  const { timeZone, day, date } = useClock();
  const days = place.view === 'week' ? weekDaysOf(place.day) : [place.day];
  const [from, to] = [dayOf(days[0]!, timeZone).from, dayOf(days.at(-1)!, timeZone).to];
  const { data, error, refetch } = useQuery(calendarQuery(from, to, place.group));
  const move = useMove(ask, machineName);
  const period = place.view === 'day' ? day(from) : `${date(from)} – ${date(to - 1)}`;
  return (
    <>
      <Toolbar place={place} today={today} groups={groups} period={period} go={go} />
      {error !== null && (
        <Notice tone="bad" alert>
          <p>{sayError(error, language, t)}</p>
          <Button mt="sm" size="md" onClick={() => void refetch()}>
            {t.app.retry}
          </Button>
        </Notice>
      )}
      {data === undefined && error === null && <Waiting />}
      {data?.machines.length === 0 && (
        <Empty title={t.booking.none.title} icon="search">
          <p>{t.booking.none.hint}</p>
        </Empty>
      )}
      {data !== undefined && data.machines.length > 0 && (
        <BoardView
          view={place.view}
          days={days}
          period={period}
          week={data}
          machines={machines}
          now={now}
          ask={ask}
          move={move}
        />
      )}
      <p className={classes.keys}>{t.booking.keys}</p>
    </>
  );
}
