import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback } from 'react';
import type { Me } from '../../contracts/http/index.js';
import { call } from './call.js';
import { isCode } from './problem.js';
import { routes } from './routes.js';

/** Who is logged in; null: nobody. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await call(routes.me, { signal });
    } catch (error) {
      if (isCode(error, 'not-signed-in')) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** Given by the app around every screen that needs somebody logged in. */
export const MeContext = createContext<Me | undefined>(undefined);

export function useMe(): Me {
  const me = use(MeContext);
  if (me === undefined) throw new Error('useMe where nobody has to be logged in');
  return me;
}

/** Staff may look after machines; admins stand in for staff. */
export const isStaff = (me: Me): boolean => me.roles.includes('staff') || me.roles.includes('admin');

/** Staff, and instructors, who supervise. */
export const worksHere = (me: Me): boolean => isStaff(me) || me.roles.includes('instructor');

/** Asks the service again who is logged in: when the sign-in has ended, the login shows. */
export function useAskWhoIsLoggedIn(): () => void {
  const client = useQueryClient();
  return useCallback(() => void client.invalidateQueries({ queryKey: meQuery.queryKey }), [client]);
}
