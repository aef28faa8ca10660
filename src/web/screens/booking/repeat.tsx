import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SeriesRequest } from '../../../contracts/http/index.js';
import { bookingCalls, useBookingCall } from '../../api/bookings.js';
import { sayError } from '../../api/problem.js';
import { useTongue } from '../../i18n/language.js';
import { addDays } from '../../i18n/wall-clock.js';
import { Notice } from '../../ui/notice.js';
import { useToast } from '../../ui/toasts.js';
import classes from './booking.module.css';
import { Occurrences } from './occurrences.js';
import type { Typed } from './typed.js';
import { useClock } from './use-clock.js';
import { useSettled } from './use-settled.js';
import { dayOf, isDay, weekDaysOf, type Weekday, weekdayNameOf, weekdays } from './wall.js';

interface RepeatProps {
  readonly opened: boolean;
  readonly open: (opened: boolean) => void;
  readonly machineId: string;
  readonly memberId: string | undefined;
  readonly typed: Typed;
  readonly overrideReason: string;
  readonly close: () => void;
}

/** The same time by the clock, every week: each date is tried first, and listed. */
export function Repeat(props: RepeatProps) {
  const { t } = useTongue();
  const { opened, open } = props;
  return (
    <>
      <label className={classes.check}>
        <input type="checkbox" checked={opened} onChange={({ currentTarget: { checked } }) => open(checked)} />
        {t.booking.repeat}
      </label>
      {opened && <Series key={weekdayOf(props.typed.day)} {...props} />}
    </>
  );
}

const weekdayOf = (day: string): Weekday => (isDay(day) ? weekdayNameOf(day) : 'mon');
const usualWeeks = 4;

function Series({ machineId, memberId, typed, overrideReason, close }: RepeatProps) {
  const { language, t } = useTongue();
  const toast = useToast();
  const [chosen, setChosen] = useState<readonly Weekday[]>([weekdayOf(typed.day)]);
  const [until, setUntil] = useState(() => (isDay(typed.day) ? addDays(typed.day, 7 * usualWeeks) : ''));
  const [every, setEvery] = useState(1);
  const [conflicts, setConflicts] = useState<SeriesRequest['conflicts']>('skip');
  const whole = isDay(typed.day) && isDay(until) && typed.from !== '' && typed.to !== '' && chosen.length > 0;
  const request: SeriesRequest | undefined = whole
    ? {
        machineId,
        memberId,
        firstDay: typed.day,
        until,
        from: typed.from,
        to: typed.to,
        weekdays: [...chosen],
        every,
        conflicts,
        twice: 'earlier',
        dryRun: false,
        ...(overrideReason.trim() === '' ? {} : { override: { reason: overrideReason } }),
      }
    : undefined;
  const settled = useSettled(request);
  const tried = useQuery({
    queryKey: ['calendar', 'series', settled],
    queryFn: () => bookingCalls.makeSeries({ ...settled!, dryRun: true }),
    enabled: settled !== undefined,
    gcTime: 0,
  });
  const make = useBookingCall(bookingCalls.makeSeries);
  const possible = tried.data?.occurrences.filter(({ outcome }) => outcome === 'possible').length ?? 0;
  const willMake = conflicts === 'all-or-none' && possible !== tried.data?.occurrences.length ? 0 : possible;
  const error = make.error ?? tried.error;
  return (
    <div className={classes.moreInside}>
      <WeekdayChoice chosen={chosen} choose={setChosen} />
      <div className={classes.when}>
        <TextInput
          size="md"
          type="date"
          label={t.booking.until}
          value={until}
          onChange={({ currentTarget: { value } }) => setUntil(value)}
        />
        <NativeSelect
          size="md"
          label={t.booking.every}
          value={String(every)}
          data={['1', '2', '3', '4']}
          onChange={({ currentTarget: { value } }) => setEvery(Number(value))}
        />
      </div>
      <fieldset className={classes.radios}>
        <legend>{t.booking.conflicts}</legend>
        {(['skip', 'all-or-none'] as const).map((one) => (
          <label key={one} className={classes.check}>
            <input type="radio" name="conflicts" checked={conflicts === one} onChange={() => setConflicts(one)} />
            {one === 'skip' ? t.booking.conflictsSkip : t.booking.conflictsNone}
          </label>
        ))}
      </fieldset>
      {error !== null && (
        <Notice tone="bad" alert>
          <p>{sayError(error, language, t)}</p>
        </Notice>
      )}
      {settled !== undefined && tried.isPending && <p className={classes.quiet}>{t.booking.checking}</p>}
      {tried.data !== undefined && <Occurrences series={tried.data} />}
      <div className={classes.buttons}>
        <Button variant="default" size="md" onClick={close}>
          {t.staff.cancel}
        </Button>
        <Button
          size="md"
          loading={make.isPending}
          disabled={willMake === 0 || request === undefined}
          onClick={() =>
            request !== undefined &&
            make.mutate(request, {
              onSuccess: ({ made }) => {
                toast({ text: t.booking.madeSeries(made) });
                close();
              },
            })
          }
        >
          {t.booking.submitAll(willMake)}
        </Button>
      </div>
    </div>
  );
}

interface WeekdayChoiceProps {
  readonly chosen: readonly Weekday[];
  readonly choose: (chosen: readonly Weekday[]) => void;
}

function WeekdayChoice({ chosen, choose }: WeekdayChoiceProps) {
  const { t } = useTongue();
  const { weekday, timeZone } = useClock();
  const [monday = ''] = weekDaysOf('2027-06-07');
  return (
    <div role="group" aria-label={t.booking.weekdays} className={classes.choices}>
      {weekdays.map((one, index) => (
        <button
          key={one}
          type="button"
          className={classes.chip}
          aria-pressed={chosen.includes(one)}
          onClick={() => choose(weekdays.filter((other) => (other === one) !== chosen.includes(other)))}
        >
          {weekday(dayOf(addDays(monday, index), timeZone).from)}
        </button>
      ))}
    </div>
  );
}
