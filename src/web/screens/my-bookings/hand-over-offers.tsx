import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { Booking } from '../../../contracts/http/index.js';
import { bookingCalls, useBookingCall } from '../../api/bookings.js';
import { useNameOf } from '../../api/machines.js';
import { offeredQuery } from '../../api/my-bookings.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import { ProblemNotice } from '../../ui/problem.js';
import { useToast } from '../../ui/toasts.js';
import classes from './my-bookings.module.css';

/** Bookings of others that this member may take over. */
export function HandOverOffers() {
  const { data = [] } = useQuery(offeredQuery);
  return data.map((booking) => <HandOverOffer key={booking.id} booking={booking} />);
}

function HandOverOffer({ booking }: { readonly booking: Booking }) {
  const words = useTongue().t.myBookings;
  const heading = useId();
  const nameOf = useNameOf();
  const toast = useToast();
  const { daySpan } = useTimes();
  const about = `${nameOf(booking)}, ${daySpan(Date.parse(booking.from), Date.parse(booking.to))}`;
  const accepting = useBookingCall(async () => {
    await bookingCalls.acceptHandOver(booking);
    toast({ text: words.takenOver(about) });
  });
  const declining = useBookingCall(async () => {
    await bookingCalls.declineHandOver(booking.id);
    toast({ text: words.notTakenOver });
  });
  return (
    <section className={classes.offer} aria-labelledby={heading}>
      <h2 id={heading} className={classes.offerTitle}>
        <Icon name="bell" />
        {words.offeredTitle}
      </h2>
      <p className={classes.offerTime}>{about}</p>
      {booking.memberName !== null && <p>{words.offeredBy(booking.memberName)}</p>}
      <ProblemNotice error={accepting.error ?? declining.error} />
      <div className={classes.actions}>
        <Button size="md" loading={accepting.isPending} onClick={() => accepting.mutate(undefined)}>
          {words.takeOver}
        </Button>
        <Button size="md" variant="default" loading={declining.isPending} onClick={() => declining.mutate(undefined)}>
          {words.notTakeOver}
        </Button>
      </div>
    </section>
  );
}
