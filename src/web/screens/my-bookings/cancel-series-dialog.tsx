import { Button } from '@mantine/core';
import type { Booking } from '../../../contracts/http/index.js';
import { bookingCalls, useBookingCall } from '../../api/bookings.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { Dialog } from '../../ui/dialog.js';
import { ProblemNotice } from '../../ui/problem.js';
import { useToast } from '../../ui/toasts.js';
import classes from './my-bookings.module.css';

/** Asks first: a whole series cannot be taken back at once. */
export function CancelSeriesDialog({ booking, close }: { readonly booking: Booking; readonly close: () => void }) {
  const words = useTongue().t.myBookings;
  const { atDate } = useTimes();
  const toast = useToast();
  const from = Date.parse(booking.from);
  const cancelling = useBookingCall(async () => {
    const { cancelled } = await bookingCalls.cancelSeries({ id: booking.seriesId ?? '', from });
    toast({ text: words.seriesCancelled(cancelled) });
    close();
  });
  return (
    <Dialog opened close={close} title={words.seriesTitle}>
      <div className={classes.form}>
        <p>{words.seriesHint(atDate(from))}</p>
        <ProblemNotice error={cancelling.error} />
        <div className={classes.buttons}>
          <Button size="md" variant="default" onClick={close}>
            {words.keep}
          </Button>
          <Button size="md" color="red.9" loading={cancelling.isPending} onClick={() => cancelling.mutate(undefined)}>
            {words.actions.cancelSeries}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
