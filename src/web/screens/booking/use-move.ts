import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Booking } from '../../../contracts/http/index.js';
import type { Interval } from '../../../core/interval.js';
import { bookingCalls, bookingQuery, iso, useBookingCall } from '../../api/bookings.js';
import { sayError } from '../../api/problem.js';
import { useTongue } from '../../i18n/language.js';
import type { Entry } from '../../ui/resource-board/pieces.js';
import { useToast } from '../../ui/toasts.js';
import type { Ask } from './asked.js';
import { useClock } from './use-clock.js';

interface Move {
  readonly booking: Booking;
  readonly machineId: string;
  readonly during: Interval;
}

/** A booking that was dragged is changed at once, with the way back; a no opens the dialog with the reasons. */
export function useMove(ask: Ask, machineName: (id: string) => string) {
  const { language, t } = useTongue();
  const { shortDaySpan } = useClock();
  const toast = useToast();
  const client = useQueryClient();
  const { mutateAsync: change } = useBookingCall(({ booking: { id, version }, machineId, during }: Move) =>
    bookingCalls.change({ id, version, machineId, from: iso(during.from), to: iso(during.to) }),
  );
  const moved = async (entry: Entry, machineId: string, during: Interval): Promise<void> => {
    const booking = await client.fetchQuery({ ...bookingQuery(entry.id), staleTime: 0 }).catch((error: unknown) => {
      toast({ text: sayError(error, language, t) });
    });
    if (booking === undefined) return;
    const before = { from: Date.parse(booking.from), to: Date.parse(booking.to) };
    const say = (id: string, when: Interval): string => t.booking.changed(`${machineName(id)}, ${shortDaySpan(when)}`);
    try {
      const after = await change({ booking, machineId, during });
      toast({
        text: say(machineId, during),
        undo: {
          run: () => change({ booking: after, machineId: booking.machineId, during: before }),
          text: say(booking.machineId, before),
        },
      });
    } catch (error) {
      if (error instanceof Error) ask({ what: 'change', booking, machineId, during, error });
    }
  };
  return useCallback(
    (entry: Entry, machineId: string, during: Interval) => void moved(entry, machineId, during),
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [ask, t],
  );
}
