import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Booking } from '../../../contracts/http/index.js';
import { useServiceNow } from '../../api/live/live.js';
import { useMe } from '../../api/me.js';
import { upcomingQuery } from '../../api/my-bookings.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { wallAt } from '../../i18n/wall-clock.js';
import { Empty } from '../../ui/notice.js';
import { NotRead } from '../../ui/problem.js';
import { BookingCard } from './booking-card.js';
import classes from './my-bookings.module.css';

const hourMs = 3_600_000;

/** What is booked, by day; what waits to be claimed stands with the offers. */
export function Upcoming() {
  const { t } = useTongue();
  const me = useMe();
  const now = useServiceNow();
  const { timeZone, dayTitle } = useTimes();
  const from = Math.floor(now / hourMs) * hourMs;
  const { data, error, refetch } = useQuery({
    ...upcomingQuery(me.id, from),
    placeholderData: (before) => before,
  });
  if (error !== null && data === undefined) return <NotRead error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting />;
  const shown = data.filter(
    ({ to, endReason, heldFor }) => endReason === null && heldFor !== 'claim' && Date.parse(to) > now,
  );
  const own = shown.filter(({ bundleId, id }) => bundleId === null || bundleId === id);
  if (own.length === 0)
    return (
      <div className={classes.emptyCard}>
        <Empty title={t.myBookings.none} icon="calendar">
          <p>{t.myBookings.noneHint}</p>
          <Button component={Link} href="/book" variant="light" size="md">
            {t.myBookings.book}
          </Button>
        </Empty>
      </div>
    );
  const startOf = (booking: Booking): number => Math.max(Date.parse(booking.from), now);
  const days = [...new Set(own.map((booking) => wallAt(startOf(booking), timeZone).day))];
  const byDay = days.map((day) => ({
    day,
    bookings: own.filter((booking) => wallAt(startOf(booking), timeZone).day === day),
  }));
  return byDay.map(({ day, bookings }) => (
    <section key={day} aria-labelledby={`day-${day}`}>
      <h2 id={`day-${day}`} className={classes.day}>
        {dayTitle(Math.min(...bookings.map(startOf)), now)}
      </h2>
      <ul className={classes.list}>
        {bookings.map((booking) => (
          <li key={booking.id}>
            <BookingCard
              booking={booking}
              along={shown.filter(({ bundleId, id }) => bundleId === booking.id && id !== booking.id)}
            />
          </li>
        ))}
      </ul>
    </section>
  ));
}

function Waiting() {
  const { t } = useTongue();
  return (
    <div className={classes.list} role="status" aria-label={t.app.loading}>
      <Skeleton height={150} radius={14} />
      <Skeleton height={150} radius={14} />
    </div>
  );
}
