import { TextInput } from '@mantine/core';
import { useTongue } from '../i18n/language.js';
import { addDays, instantOf, wallAt } from '../i18n/wall-clock.js';
import { TimeField } from './time-field.js';
import classes from './when-fields.module.css';

/** A time from and to, as it is typed. Without a day of its own, an end that is not later is on the next day. */
export interface When {
  readonly day: string;
  readonly from: string;
  readonly to: string;
  readonly toDay?: string;
}

export const whenOf = (from: number, to: number, zone: string, severalDays = false): When => {
  const [start, end] = [wallAt(from, zone), wallAt(to, zone)];
  return { day: start.day, from: start.time, to: end.time, ...(severalDays ? { toDay: end.day } : {}) };
};

/** Undefined: something is missing, or the end is not later than the start. */
export function intervalOf({ day, from, to, toDay }: When, zone: string): { from: string; to: string } | undefined {
  const start = instantOf({ day, time: from }, zone);
  if (start === undefined || to === '') return undefined;
  const end = instantOf({ day: toDay ?? (to > from ? day : addDays(day, 1)), time: to }, zone);
  if (end === undefined || end <= start) return undefined;
  return { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
}

interface WhenFieldsProps {
  readonly when: When;
  readonly change: (when: When) => void;
  readonly error?: string | undefined;
}

/** Days by the browser's own field, times on a 24-hour clock. */
export function WhenFields({ when, change, error }: WhenFieldsProps) {
  const { t } = useTongue();
  const dayField = (name: 'day' | 'toDay', label: string) => (
    <TextInput
      size="md"
      type="date"
      label={label}
      required
      withAsterisk={false}
      value={when[name] ?? ''}
      aria-invalid={error !== undefined}
      onChange={({ currentTarget }) => change({ ...when, [name]: currentTarget.value })}
    />
  );
  const timeField = (name: 'from' | 'to', label: string) => (
    <TimeField
      label={label}
      required
      value={when[name]}
      aria-invalid={error !== undefined}
      change={(time) => change({ ...when, [name]: time })}
    />
  );
  return (
    <div className={classes.when}>
      <div className={classes.fields}>
        {dayField('day', t.days.day)}
        {timeField('from', t.days.from)}
        {when.toDay !== undefined && dayField('toDay', t.days.toDay)}
        {timeField('to', t.days.to)}
      </div>
      {error !== undefined && (
        <p role="alert" className={classes.error}>
          {error}
        </p>
      )}
    </div>
  );
}
