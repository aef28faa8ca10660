import type { Booking } from '../../../contracts/http/index.js';
import { bookingCalls, iso, useBookingCall } from '../../api/bookings.js';
import { useServiceNow } from '../../api/live/live.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { daysLater } from '../../i18n/wall-clock.js';
import { useToast } from '../../ui/toasts.js';

/** When, and (of a group) where. */
export interface Wish {
  readonly from: string;
  readonly to: string;
  readonly machineId?: string | undefined;
}
export type DeedName = 'longer' | 'cancel' | 'finish' | 'rebook' | 'takeBack' | 'move';
interface Deed {
  readonly name: DeedName;
  readonly run: () => Promise<unknown>;
}

const longerMs = 30 * 60_000;

/** What its member does to a booking. Each says that it was done, and what can be taken back, how. */
export function useDeeds(booking: Booking, machine: string) {
  const { id, version, machineId } = booking;
  const words = useTongue().t.myBookings;
  const toast = useToast();
  const now = useServiceNow();
  const { timeZone, atTime, daySpan } = useTimes();
  const doing = useBookingCall((deed: Deed) => deed.run());
  const doBooking = useBookingCall((run: () => Promise<unknown>) => run());
  const [from, to] = [Date.parse(booking.from), Date.parse(booking.to)];
  const named = (when: { readonly from: string; readonly to: string }): string =>
    `${machine}, ${daySpan(Date.parse(when.from), Date.parse(when.to))}`;

  const move = async (wish: Wish): Promise<void> => {
    const moved = await bookingCalls.change({ id, version, ...withoutMachine(wish, machineId) });
    toast({ text: words.moved(named(moved)) });
  };
  const book = async (wish: Wish): Promise<void> => {
    const made = await bookingCalls.make({ from: wish.from, to: wish.to, machineId: wish.machineId ?? machineId });
    const undo = {
      run: () => doBooking.mutateAsync(() => bookingCalls.cancel(made)),
      text: words.cancelled(named(made)),
    };
    toast({ text: words.rebooked(named(made)), undo });
  };
  const runs: Readonly<Record<Exclude<DeedName, 'move'>, () => Promise<void>>> = {
    longer: async () => {
      const longer = await bookingCalls.change({ id, version, to: iso(to + longerMs) });
      toast({ text: words.extended(atTime(Date.parse(longer.to), now)) });
    },
    cancel: async () => {
      await bookingCalls.cancel(booking);
      const undo = {
        run: () => doBooking.mutateAsync(() => bookingCalls.restore(id)),
        text: words.restored(named(booking)),
      };
      toast({ text: words.cancelled(named(booking)), undo, takesFocus: true });
    },
    finish: async () => {
      await bookingCalls.finish(id);
      toast({ text: words.finished });
    },
    takeBack: async () => {
      await bookingCalls.takeBackHandOver(id);
      toast({ text: words.takenBack });
    },
    rebook: () => book({ from: iso(daysLater(from, 7, timeZone)), to: iso(daysLater(to, 7, timeZone)) }),
  };
  const tried = doing.variables?.name;
  return {
    error: doing.error,
    forget: doing.reset,
    pending: doing.isPending ? tried : undefined,
    about: named(booking),
    run: (name: keyof typeof runs) => doing.mutate({ name, run: runs[name] }),
    move,
    /** What was tried, at another time. */
    tryAt: (wish: Wish) =>
      doing.mutate(
        tried === 'rebook' ? { name: 'rebook', run: () => book(wish) } : { name: 'move', run: () => move(wish) },
      ),
    /** Whether another time would be a booking of its own. */
    triesNew: tried === 'rebook',
  };
}

const withoutMachine = ({ from, to, machineId }: Wish, own: string) => ({
  from,
  to,
  ...(machineId === undefined || machineId === own ? {} : { machineId }),
});
