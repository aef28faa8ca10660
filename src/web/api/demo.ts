import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { DemoGateRequest, DemoTapRequest } from '../../contracts/http/index.js';
import { call } from './call.js';
import { routes } from './routes.js';

/** The virtual cards and gates. The tiles tell of power; this tells how the devices themselves stand. */
export const demoQuery = queryOptions({
  queryKey: ['demo'],
  queryFn: ({ signal }) => call(routes.demo, { signal }),
  refetchInterval: 2000,
});

export function useVirtualTap() {
  return useMutation({ mutationFn: (body: DemoTapRequest) => call(routes.demoTap, { body }) });
}

export function useVirtualGate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: DemoGateRequest) => call(routes.demoGate, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: demoQuery.queryKey }),
  });
}
