import { ActionIcon } from '@mantine/core';
import { z } from 'zod';
import { useTongue } from '../../i18n/language.js';
import { Icon } from '../icons.js';
import classes from './schema-form.module.css';
import { type TimeRange, TimeRangeFields } from './time-range.js';
import { type Weekday, weekdayName, weekdays } from './week.js';

type Hours = Readonly<Record<Weekday, readonly TimeRange[]>>;
const ranges = z.array(z.object({ from: z.string(), to: z.string() }));
const given = z.record(z.enum(weekdays), ranges);
const rangesMax = 4;

const everyDay = (of: (day: Weekday) => readonly TimeRange[]): Hours => ({
  mon: of('mon'),
  tue: of('tue'),
  wed: of('wed'),
  thu: of('thu'),
  fri: of('fri'),
  sat: of('sat'),
  sun: of('sun'),
});
/** Closed all week: what the first hours are added to. */
export const noHours = everyDay(() => []);
const usualRange: TimeRange = { from: '10:00', to: '18:00' };

interface WeeklyHoursProps {
  readonly hours: unknown;
  readonly set: (hours: Hours) => void;
  readonly disabled: boolean;
}

/** The hours of each day of a week; a day without any is closed. */
export function WeeklyHours({ hours, set, disabled }: WeeklyHoursProps) {
  const { language, t } = useTongue();
  const known: Hours = given.safeParse(hours).data ?? noHours;
  const put = (day: Weekday, ofDay: readonly TimeRange[]): void => set({ ...known, [day]: ofDay });
  /** Midnight as an end is the end of that day. */
  const endOfDay = (range: TimeRange): TimeRange => (range.to === '00:00' ? { ...range, to: '24:00' } : range);
  return (
    <ul className={classes.week}>
      {weekdays.map((day) => {
        const name = weekdayName(day, language);
        const ofDay = known[day];
        return (
          <li key={day}>
            <span className={classes.weekday}>{name}</span>
            <div className={classes.ranges}>
              {ofDay.length === 0 && <span className={classes.closed}>{t.settings.closed}</span>}
              {ofDay.map((range, index) => (
                <TimeRangeFields
                  // oxlint-disable-next-line react/no-array-index-key -- a range is nothing but its place and its times
                  key={index}
                  range={range}
                  set={(next) => put(day, ofDay.with(index, endOfDay(next)))}
                  about={name}
                  disabled={disabled}
                  remove={{ label: t.settings.removeHours, run: () => put(day, ofDay.toSpliced(index, 1)) }}
                />
              ))}
              {!disabled && ofDay.length < rangesMax && (
                <ActionIcon
                  size={44}
                  variant="subtle"
                  aria-label={`${t.settings.addHours}: ${name}`}
                  title={t.settings.addHours}
                  onClick={() => put(day, [...ofDay, nextRange(ofDay.at(-1))])}
                >
                  <Icon name="plus" />
                </ActionIcon>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** After the last one, so that it need not be mended before it can be saved. */
const nextRange = (last: TimeRange | undefined): TimeRange =>
  last === undefined || last.to >= '23:00' ? usualRange : { from: last.to, to: '24:00' };
