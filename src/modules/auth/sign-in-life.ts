import type { Role } from '../../contracts/http/index.js';
import { isStaff } from './caller.js';

const hourMs = 3_600_000;
export const idleMs = 12 * hourMs;
/** `last_seen_at` is written no more often than this: it is no reason for a write with each call. */
export const seenEveryMs = 60_000;

/** How long a sign-in may last at all. */
export const absoluteMs = (roles: readonly Role[]): number => (isStaff({ roles }) ? 12 : 30 * 24) * hourMs;

export interface SignInTimes {
  readonly roles: readonly Role[];
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

/** Judged by the roles of now: who has become staff since has to log in again. */
export function hasLapsed({ roles, createdAt, lastSeenAt, expiresAt }: SignInTimes, now: number): boolean {
  const end = Math.min(expiresAt.getTime(), createdAt.getTime() + absoluteMs(roles), lastSeenAt.getTime() + idleMs);
  return now >= end;
}
