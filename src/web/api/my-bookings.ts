import { queryOptions } from '@tanstack/react-query';
import { iso } from './bookings.js';
import { call } from './call.js';
import { routes } from './routes.js';

const often = 30_000;
const shownMax = 500;

/** What is mine and takes time from then on, soonest first. */
export const upcomingQuery = (member: string, from: number) =>
  queryOptions({
    queryKey: ['bookings', 'upcoming', member, from],
    queryFn: async ({ signal }) => {
      const query = { member, from: iso(from), order: 'from', limit: shownMax };
      return (await call(routes.bookings, { query, signal })).items;
    },
    refetchInterval: often,
  });

/** What others want to hand over to me. */
export const offeredQuery = queryOptions({
  queryKey: ['bookings', 'offered'],
  queryFn: async ({ signal }) => (await call(routes.bookings, { query: { offered: true }, signal })).items,
  refetchInterval: often,
});

/** Of mine since then, what is over, cancelled or released; the latest first. */
export const endedQuery = (member: string, since: number) =>
  queryOptions({
    queryKey: ['bookings', 'ended', member, since],
    queryFn: async ({ signal }) => {
      const query = { member, from: iso(since), ended: true, order: 'from', limit: shownMax };
      const { items } = await call(routes.bookings, { query, signal });
      return items.filter(({ endReason }) => endReason !== null).toReversed();
    },
  });

export const waitListQuery = (member: string) =>
  queryOptions({
    queryKey: ['wait-list', member],
    queryFn: async ({ signal }) => (await call(routes.waitList, { query: { member }, signal })).items,
    refetchInterval: often,
  });

export const strikesQuery = (member: string) =>
  queryOptions({
    queryKey: ['strikes', member],
    queryFn: async ({ signal }) => (await call(routes.strikes, { query: { member }, signal })).items,
  });

export const feedsQuery = queryOptions({
  queryKey: ['calendar-feeds'],
  queryFn: async ({ signal }) =>
    (await call(routes.calendarFeeds, { signal })).items.filter(({ revokedAt }) => revokedAt === null),
});

export const ownCalls = {
  claim: (id: string) => call(routes.claim, { params: { id } }),
  leave: (id: string) => call(routes.leaveWaitList, { params: { id } }),
  appeal: ({ id, text }: { readonly id: string; readonly text: string }) =>
    call(routes.appealStrike, { params: { id }, body: { text } }),
  makeFeed: () => call(routes.makeCalendarFeed, { body: { machineId: null } }),
  revokeFeed: (id: string) => call(routes.revokeCalendarFeed, { params: { id } }),
};
