import { queryOptions } from '@tanstack/react-query';
import type {
  AppealDecision,
  ClosureImport,
  ClosureRequest,
  OutageRequest,
  SupervisionRequest,
} from '../../contracts/http/index.js';
import { call } from './call.js';
import { routes } from './routes.js';

const often = 30_000;
const byStart = (a: { readonly from: string }, b: { readonly from: string }): number =>
  Date.parse(a.from) - Date.parse(b.from);

/** Everybody's bookings that wait for approval, the soonest first; of what was booked together, what was wanted. */
export const approvalsQuery = queryOptions({
  queryKey: ['bookings', 'approvals'],
  queryFn: async ({ signal }) => {
    const query = { heldFor: 'approval', order: 'from', limit: 500 };
    const { items } = await call(routes.bookings, { query, signal });
    return items.filter(({ bundleId, id }) => bundleId === null || bundleId === id);
  },
  refetchInterval: often,
});

export const appealsQuery = queryOptions({
  queryKey: ['strikes', 'appealed'],
  queryFn: async ({ signal }) => (await call(routes.strikes, { query: { appealed: true, limit: 500 }, signal })).items,
  refetchInterval: often,
});

/** Of all these machines, the soonest first. */
export const outagesQuery = (machineIds: readonly string[]) =>
  queryOptions({
    queryKey: ['outages', machineIds],
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(machineIds.map((id) => call(routes.outages, { params: { id }, signal })));
      return lists.flatMap(({ items }) => items).toSorted(byStart);
    },
    enabled: machineIds.length > 0,
  });

export const closuresQuery = queryOptions({
  queryKey: ['closures'],
  queryFn: async ({ signal }) => (await call(routes.closures, { signal })).items.toSorted(byStart),
});
export const holidaysQuery = (year: number) =>
  queryOptions({
    queryKey: ['closures', 'holidays', year],
    queryFn: ({ signal }) => call(routes.holidays, { query: { year }, signal }),
  });
export const supervisionsQuery = queryOptions({
  queryKey: ['supervisions'],
  queryFn: async ({ signal }) => (await call(routes.supervisions, { signal })).items.toSorted(byStart),
});

/** Times when nobody, or somebody, can have a machine. */
export const touchedByTimes = ['outages', 'closures', 'supervisions', 'calendar'];

export const deskCalls = {
  approve: (id: string) => call(routes.approveBooking, { params: { id } }),
  decline: ({ id, ...body }: { readonly id: string; readonly reason: string }) =>
    call(routes.declineBooking, { params: { id }, body }),
  decide: ({ id, ...body }: { readonly id: string } & AppealDecision) =>
    call(routes.decideAppeal, { params: { id }, body }),
  planOutage: ({ machineId, ...body }: { readonly machineId: string } & OutageRequest) =>
    call(routes.planOutage, { params: { id: machineId }, body }),
  removeOutage: (id: string) => call(routes.removeOutage, { params: { id } }),
  addClosure: (body: ClosureRequest) => call(routes.close, { body }),
  removeClosure: (id: string) => call(routes.removeClosure, { params: { id } }),
  importClosures: (body: ClosureImport) => call(routes.importClosures, { body }),
  planSupervision: (body: SupervisionRequest) => call(routes.planSupervision, { body }),
  removeSupervision: (id: string) => call(routes.removeSupervision, { params: { id } }),
};
