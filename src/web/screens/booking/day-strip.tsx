import { TextInput } from '@mantine/core';
import { useTongue } from '../../i18n/language.js';
import { addDays } from '../../i18n/wall-clock.js';
import classes from './booking.module.css';
import { useClock } from './use-clock.js';
import { dayOf, daysFrom, isDay } from './wall.js';

interface DayStripProps {
  readonly day: string;
  readonly today: string;
  readonly choose: (day: string) => void;
}

const shownDays = 14;

/** The next two weeks to tap on, and any other day. */
export function DayStrip({ day, today, choose }: DayStripProps) {
  const { t } = useTongue();
  const { timeZone, weekday, date } = useClock();
  const near = day >= today && day < addDays(today, shownDays);
  return (
    <div role="group" aria-label={t.booking.day} className={classes.days}>
      {daysFrom(near ? today : day, shownDays).map((one) => {
        const { from } = dayOf(one, timeZone);
        return (
          <button
            key={one}
            type="button"
            aria-pressed={one === day}
            className={classes.dayChip}
            onClick={() => choose(one)}
          >
            <span>{one === today ? t.booking.today : weekday(from)}</span>
            <strong>{date(from)}</strong>
          </button>
        );
      })}
      <TextInput
        size="md"
        type="date"
        className={classes.anyDay}
        aria-label={t.booking.goTo}
        value={day}
        onChange={({ currentTarget: { value } }) => isDay(value) && choose(value)}
      />
    </div>
  );
}
