import type { Language, Role } from '../../contracts/http/index.js';

/** Who makes a call. `signInId` is null for a call made with an API token. */
export interface CallerIdentity {
  readonly memberId: string;
  readonly roles: readonly Role[];
  readonly signInId: string | null;
  readonly language: Language;
}

/**
 * Roles are a set on the member. Whoever has signed in counts as `member`; an admin stands in for `staff`; nothing else
 * stands in for anything, so a route for instructors and staff names both.
 */
export function hasRole({ roles }: Pick<CallerIdentity, 'roles'>, role: Role): boolean {
  if (role === 'member') return true;
  return roles.includes(role) || (role === 'staff' && roles.includes('admin'));
}

/** Whether the caller has one of the roles. */
export const hasAnyRole = (caller: Pick<CallerIdentity, 'roles'>, roles: readonly Role[]): boolean =>
  roles.some((role) => hasRole(caller, role));

/** Staff and instructors see who has booked, who works where, and what others hold. */
export const seesOthers = (caller: Pick<CallerIdentity, 'roles'>): boolean =>
  hasAnyRole(caller, ['instructor', 'staff']);

export const isStaff = (caller: Pick<CallerIdentity, 'roles'>): boolean => hasRole(caller, 'staff');
