import { queryOptions } from '@tanstack/react-query';
import { call } from './call.js';
import { routes } from './routes.js';

export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: ({ signal }) => call(routes.notices, { signal }),
  refetchInterval: 30_000,
});

/** Up to the newest that was shown. */
export const readNotices = (upTo: string): Promise<unknown> => call(routes.readNotices, { body: { upTo } });
