import { queryOptions } from '@tanstack/react-query';
import { call } from './call.js';
import { routes } from './routes.js';

const often = 30_000;
const shownMax = 500;

/** What is mine and takes time, from today on. */
export const upcomingQuery = (member: string, from: number) =>
  queryOptions({
    queryKey: ['bookings', 'upcoming', member, from],
    queryFn: async ({ signal }) => {
      const query = { member, from: new Date(from).toISOString(), limit: shownMax };
      const { items } = await call(routes.bookings, { query, signal });
      return items.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from));
    },
    refetchInterval: often,
  });

/** Everything of mine that is over, cancelled or released, the latest first. */
export const endedQuery = (member: string) =>
  queryOptions({
    queryKey: ['bookings', 'ended', member],
    queryFn: async ({ signal }) => {
      const { items } = await call(routes.bookings, { query: { member, ended: true, limit: shownMax }, signal });
      return items
        .filter(({ endReason }) => endReason !== null)
        .toSorted((a, b) => Date.parse(b.from) - Date.parse(a.from));
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
