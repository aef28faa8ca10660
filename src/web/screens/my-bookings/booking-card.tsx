import { useId } from 'react';
import type { Booking } from '../../../contracts/http/index.js';
import { useServiceNow } from '../../api/live/live.js';
import { useNameOf } from '../../api/machines.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import type { Words } from '../../i18n/pl.js';
import { Icon, type IconName } from '../../ui/icons.js';
import { BookingActions } from './booking-actions.js';
import classes from './my-bookings.module.css';

interface BookingCardProps {
  readonly booking: Booking;
  /** Booked together with it. */
  readonly along: readonly Booking[];
}

export function BookingCard({ booking, along }: BookingCardProps) {
  const { t } = useTongue();
  const heading = useId();
  const nameOf = useNameOf();
  const now = useServiceNow();
  const { span, atTime } = useTimes();
  const { icon, tone, word } = stateOf(booking, now, t, (at) => atTime(at, now));
  const [from, to] = [Date.parse(booking.from), Date.parse(booking.to)];
  return (
    <article className={classes.card} data-tone={tone} aria-labelledby={heading}>
      <div className={classes.top}>
        <p className={classes.time}>{span(from, to, Math.max(from, now))}</p>
        <p className={classes.state}>
          <Icon name={icon} size={18} />
          {word}
        </p>
      </div>
      <h3 id={heading} className={classes.name}>
        {nameOf(booking)}
      </h3>
      <div className={classes.notes}>
        {along.length > 0 && <p>{t.myBookings.along(along.map(nameOf).join(', '))}</p>}
        {booking.heldFor === 'approval' && booking.expiresAt !== null && (
          <p>{t.myBookings.approvalBy(atTime(Date.parse(booking.expiresAt), now))}</p>
        )}
        {booking.offeredTo && <p>{t.myBookings.offered}</p>}
        {booking.seriesId !== null && <p>{t.myBookings.series}</p>}
        {booking.overrideReason !== null && <p>{t.myBookings.override(booking.overrideReason)}</p>}
        {booking.note !== null && <p>{booking.note}</p>}
      </div>
      <BookingActions booking={booking} name={nameOf(booking)} />
    </article>
  );
}

interface StateLook {
  readonly icon: IconName;
  readonly tone: 'good' | 'busy' | 'wait';
  readonly word: string;
}

const checkInSoonMs = 15 * 60_000;

function stateOf(booking: Booking, now: number, t: Words, time: (at: number) => string): StateLook {
  const { states } = t.myBookings;
  if (booking.state === 'held') return { icon: 'hourglass', tone: 'wait', word: states.approval };
  if (booking.state === 'in_use') return { icon: 'running', tone: 'busy', word: states.inUse };
  if (booking.checkInBy !== null && Date.parse(booking.from) - checkInSoonMs <= now)
    return { icon: 'card', tone: 'wait', word: states.checkIn(time(Date.parse(booking.checkInBy))) };
  return { icon: 'check', tone: 'good', word: states.confirmed };
}
