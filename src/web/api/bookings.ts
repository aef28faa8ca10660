import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  Booking,
  BookingChange,
  BookingPreviewQuery,
  BookingRequest,
  FreeTimes,
  HandOverRequest,
  Member,
  SeriesRequest,
  WaitRequest,
} from '../../contracts/http/index.js';
import { call } from './call.js';
import { routes } from './routes.js';

/** Everything that a change of bookings may make untrue. */
const bookingKeys = [['bookings'], ['calendar'], ['wait-list'], ['strikes'], ['notices'], ['access']];

export const machinesQuery = queryOptions({
  queryKey: ['machines'],
  queryFn: async ({ signal }) => (await call(routes.machines, { query: { limit: 500 }, signal })).items,
  staleTime: 60_000,
});

export const machineGroupsQuery = queryOptions({
  queryKey: ['machine-groups'],
  queryFn: async ({ signal }) => (await call(routes.machineGroups, { query: { limit: 500 }, signal })).items,
  staleTime: 60_000,
});

export const iso = (at: number): string => new Date(at).toISOString();

/** All machines, or those of a group, for so long: bookings, and when they cannot be had. */
export const calendarQuery = (from: number, to: number, group: string | undefined) =>
  queryOptions({
    queryKey: ['calendar', 'week', from, to, group],
    queryFn: ({ signal }) => call(routes.calendar, { query: { from: iso(from), to: iso(to), group }, signal }),
    refetchInterval: 15_000,
  });

/** Where so many minutes are free on each of the machines. */
export const freeTimesQuery = (machineIds: readonly string[], minutes: number, from: number, to: number) =>
  queryOptions({
    queryKey: ['calendar', 'free-times', machineIds, minutes, from, to],
    queryFn: ({ signal }): Promise<FreeTimes[]> =>
      Promise.all(
        machineIds.map((id) =>
          call(routes.freeTimes, {
            params: { id },
            query: { minutes, from: iso(from), to: iso(to), limit: 200 },
            signal,
          }),
        ),
      ),
    refetchInterval: 30_000,
  });

/** May I have this machine then, and if not, why and when? Undefined: nothing whole is asked yet. */
export const bookingPreviewQuery = (wish: BookingPreviewQuery | undefined) =>
  queryOptions({
    queryKey: ['calendar', 'preview', wish],
    queryFn: ({ signal }) => call(routes.bookingPreview, { query: { ...wish }, signal }),
    enabled: wish !== undefined,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });

export const machineRulesQuery = (machineId: string, member?: string) =>
  queryOptions({
    queryKey: ['machine-rules', machineId, member],
    queryFn: ({ signal }) => call(routes.machineRules, { params: { id: machineId }, query: { member }, signal }),
  });

export const bookingQuery = (id: string) =>
  queryOptions({
    queryKey: ['bookings', 'one', id],
    queryFn: ({ signal }) => call(routes.booking, { params: { id }, signal }),
  });

/** Everybody, for whoever books for others: staff. */
export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: async ({ signal }) => {
    const everybody: Member[] = [];
    let after: string | undefined;
    do {
      const page = await call(routes.members, { query: { limit: 500, after }, signal });
      everybody.push(...page.items);
      after = page.next ?? undefined;
    } while (after !== undefined);
    return everybody;
  },
  staleTime: 60_000,
});

/** Makes what is known of bookings be asked for again. */
export function useBookingsChanged(): () => Promise<unknown> {
  const client = useQueryClient();
  return () => Promise.all(bookingKeys.map((queryKey) => client.invalidateQueries({ queryKey })));
}

/** A call that changes bookings; what is shown of them is asked for anew, also after a refusal, which may tell of a change. */
export function useBookingCall<Given, Answer>(make: (given: Given) => Promise<Answer>) {
  const changed = useBookingsChanged();
  return useMutation({ mutationFn: make, onSettled: () => void changed() });
}

/** A booking as it was seen: a change goes through only while it is still that one. */
export type SeenBooking = Pick<Booking, 'id' | 'version'>;

export const bookingCalls = {
  make: (body: BookingRequest) => call(routes.book, { body }),
  change: ({ id, version, ...body }: SeenBooking & BookingChange) =>
    call(routes.changeBooking, { params: { id }, ifMatch: version, body }),
  cancel: ({ id, version }: SeenBooking) => call(routes.cancelBooking, { params: { id }, ifMatch: version }),
  restore: (id: string) => call(routes.restoreBooking, { params: { id } }),
  finish: (id: string) => call(routes.finishBooking, { params: { id } }),
  handOver: ({ id, ...body }: { readonly id: string } & HandOverRequest) =>
    call(routes.handOverBooking, { params: { id }, body }),
  takeBackHandOver: (id: string) => call(routes.takeBackHandOver, { params: { id } }),
  acceptHandOver: ({ id, version }: SeenBooking) => call(routes.acceptHandOver, { params: { id }, ifMatch: version }),
  declineHandOver: (id: string) => call(routes.declineHandOver, { params: { id } }),
  makeSeries: (body: SeriesRequest) => call(routes.bookSeries, { body }),
  cancelSeries: ({ id, from }: { readonly id: string; readonly from?: number }) =>
    call(routes.cancelSeries, { params: { id }, query: { from: from === undefined ? undefined : iso(from) } }),
  wait: (body: WaitRequest) => call(routes.joinWaitList, { body }),
};
