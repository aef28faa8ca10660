import type { Booking, RenderedRefusal } from '../../../contracts/http/index.js';
import { bookingCalls, iso, useBookingCall } from '../../api/bookings.js';
import { ApiProblem } from '../../api/problem.js';
import { useTongue } from '../../i18n/language.js';
import { useToast } from '../../ui/toasts.js';
import { useClock } from './use-clock.js';

const longerMs = 30 * 60_000;

export interface BookingActions {
  readonly pending: boolean;
  readonly error: Error | null;
  readonly refusals: readonly RenderedRefusal[];
  readonly longer: () => void;
  readonly finish: () => void;
  readonly cancel: () => void;
  readonly cancelFollowing: () => void;
  readonly handOver: (email: string) => void;
}

interface Done {
  readonly text: string;
  readonly undo?: { readonly run: () => Promise<unknown>; readonly text: string };
}

/** What can be done with a booking. A no is kept to be shown; a yes is said, with the way back, and the dialog closes. */
export function useBookingActions(booking: Booking, told: string, close: () => void): BookingActions {
  const { t } = useTongue();
  const { shortDaySpan } = useClock();
  const toast = useToast();
  const call = useBookingCall((act: () => Promise<Done>) => act());
  const restore = useBookingCall(bookingCalls.restore);
  const act = (what: () => Promise<Done>): void =>
    call.mutate(what, {
      onSuccess: (done) => {
        toast({ ...done, ...(done.undo === undefined ? {} : { takesFocus: true }) });
        close();
      },
    });
  const { id, version, seriesId } = booking;
  return {
    pending: call.isPending,
    error: call.error,
    refusals: call.error instanceof ApiProblem ? (call.error.problem.refusals ?? []) : [],
    longer: () =>
      act(async () => {
        const to = Date.parse(booking.to) + longerMs;
        await bookingCalls.change({ id, version, to: iso(to) });
        return { text: t.booking.changed(shortDaySpan({ from: Date.parse(booking.from), to })) };
      }),
    finish: () =>
      act(async () => {
        await bookingCalls.finish(id);
        return { text: t.booking.finished(told) };
      }),
    cancel: () =>
      act(async () => {
        await bookingCalls.cancel({ id, version });
        return {
          text: t.booking.cancelled(told),
          undo: { run: () => restore.mutateAsync(id), text: t.booking.restored(told) },
        };
      }),
    cancelFollowing: () =>
      act(async () => {
        const { cancelled } = await bookingCalls.cancelSeries({ id: seriesId ?? '', from: Date.parse(booking.from) });
        return { text: t.booking.cancelledSeries(cancelled) };
      }),
    handOver: (email) =>
      act(async () => {
        const { offeredTo } = await bookingCalls.handOver({ id, email });
        return { text: offeredTo ? t.myBookings.handOverOffered(email) : t.booking.handedOver(told) };
      }),
  };
}
