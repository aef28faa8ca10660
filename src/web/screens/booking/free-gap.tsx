import { Button } from '@mantine/core';
import type { Booking } from '../../../contracts/http/index.js';
import type { Interval } from '../../../core/interval.js';
import { bookingCalls, iso, useBookingCall } from '../../api/bookings.js';
import { useTongue } from '../../i18n/language.js';
import { useToast } from '../../ui/toasts.js';
import { type Ask, roundedUp } from './asked.js';
import classes from './booking.module.css';
import { useClock } from './use-clock.js';

/** A start that was tapped. */
export interface Choice extends Interval {
  readonly machineId: string;
}

const halfHourMs = 30 * 60_000;
const manyHoursMs = 6 * 60 * 60_000;

interface FreeGapProps {
  readonly gap: Choice;
  readonly lengthMs: number;
  /** Said where it is not the same for all. */
  readonly machine: string | undefined;
  readonly chosen: Choice | undefined;
  readonly choose: (chosen: Choice) => void;
}

/** Time that is free in one piece, and the starts that it offers. */
export function FreeGap({ gap, lengthMs, machine, chosen, choose }: FreeGapProps) {
  const { t } = useTongue();
  const { span, time } = useClock();
  return (
    <section className={classes.gap}>
      <h2 className={classes.partTitle}>
        {machine !== undefined && `${machine}: `}
        {t.booking.freeStarts(span(gap))}
      </h2>
      <div className={classes.starts}>
        {startsIn(gap, lengthMs).map((from) => (
          <button
            key={from}
            type="button"
            className={classes.chip}
            aria-pressed={chosen?.machineId === gap.machineId && chosen.from === from}
            onClick={() => choose({ machineId: gap.machineId, from, to: from + lengthMs })}
          >
            {time(from)}
          </button>
        ))}
      </div>
    </section>
  );
}

/** The first one there is, and then each half hour; each hour where much is free. */
function startsIn({ from, to }: Interval, lengthMs: number): number[] {
  const step = to - from > manyHoursMs ? 2 * halfHourMs : halfHourMs;
  const starts = [roundedUp(from)];
  for (let at = Math.ceil((roundedUp(from) + 1) / step) * step; at + lengthMs <= to; at += step) starts.push(at);
  return starts.filter((at) => at + lengthMs <= to);
}

interface ChosenTimeProps {
  readonly chosen: Choice;
  readonly machine: string;
  readonly ask: Ask;
  readonly done: () => void;
}

/** One tap books it; a no opens the dialog with the reasons, and nothing is chosen again. */
export function ChosenTime({ chosen, machine, ask, done }: ChosenTimeProps) {
  const { t } = useTongue();
  const { shortDaySpan } = useClock();
  const toast = useToast();
  const what = `${machine}, ${shortDaySpan(chosen)}`;
  const wish = { what: 'new', subject: { kind: 'machine', id: chosen.machineId }, during: chosen } as const;
  const book = useBookingCall((): Promise<Booking> =>
    bookingCalls.make({ machineId: chosen.machineId, from: iso(chosen.from), to: iso(chosen.to) }),
  );
  const submit = (): void =>
    book.mutate(undefined, {
      onSuccess: ({ state }) => {
        toast({ text: state === 'held' ? t.booking.madeHeld(what) : t.booking.made(what) });
        done();
      },
      onError: (error) => ask({ ...wish, error }),
    });
  return (
    <div className={classes.chosen}>
      <p aria-live="polite">{what}</p>
      <Button size="md" loading={book.isPending} onClick={submit}>
        {t.booking.submit}
      </Button>
      <Button size="md" variant="default" onClick={() => ask(wish)}>
        {t.booking.more}
      </Button>
    </div>
  );
}
