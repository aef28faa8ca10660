import type { Member, Role } from '../../contracts/http/index.js';
import { type CallerIdentity, hasRole, isStaff, seesOthers } from '../auth/index.js';
import type { MemberEntity } from './member.entity.js';

const powerful: readonly Role[] = ['staff', 'admin'];

/** Only an admin makes staff and admins. */
export const mayGrant = (caller: CallerIdentity, roles: readonly Role[]): boolean =>
  hasRole(caller, 'admin') || !roles.some((role) => powerful.includes(role));

/** Staff look after members; only an admin looks after staff and admins. */
export const mayLookAfter = (caller: CallerIdentity, member: Pick<MemberEntity, 'roles'>): boolean =>
  isStaff(caller) && mayGrant(caller, member.roles);

/** Whether the caller may see this member at all. */
export const maySee = (caller: CallerIdentity, memberId: string): boolean =>
  caller.memberId === memberId || seesOthers(caller);

/** What of a member the caller may know: everything for staff and about oneself, else the name and the roles. */
export function memberView(caller: CallerIdentity, member: MemberEntity): Member {
  const whole = isStaff(caller) || caller.memberId === member.id;
  return {
    id: member.id,
    name: member.name,
    email: whole ? member.email : null,
    roles: member.roles,
    language: member.language,
    suspendedAt: member.suspendedAt?.toISOString() ?? null,
    suspendedReason: whole ? member.suspendedReason : null,
    membershipUntil: whole ? (member.membershipUntil?.toISOString() ?? null) : null,
    membershipKindId: whole ? member.membershipKindId : null,
    createdAt: member.createdAt.toISOString(),
  };
}
