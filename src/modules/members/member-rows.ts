import type { Transaction } from '../../platform/database/database.js';

/** Locks the member, and makes whoever decided from older facts decide again. False: there is no such member. */
export async function bumpMember(tx: Transaction, memberId: string): Promise<boolean> {
  const rows = await tx.query(`update member set version = version + 1 where id = $1 returning id`, [memberId]);
  return rows.length > 0;
}

/** Locks everybody of that kind, in the order of ids, and leaves them without one: so many. */
export async function leaveMembershipKind(tx: Transaction, kindId: string): Promise<number> {
  const members = await tx.query(`select from member where membership_kind_id = $1 order by id for no key update`, [
    kindId,
  ]);
  await tx.query(`update member set membership_kind_id = null, version = version + 1 where membership_kind_id = $1`, [
    kindId,
  ]);
  return members.length;
}

/** SQL: a supervisor is an instructor, staff or an admin who is not suspended. */
export const maySupervise = (member: string): string =>
  `(${member}.suspended_at is null and ${member}.roles && array['instructor', 'staff', 'admin'])`;

/** Undefined: there is no such member. */
export async function mayBeSupervisor(tx: Transaction, memberId: string): Promise<boolean | undefined> {
  const [row] = await tx.query<{ may: boolean }>(`select ${maySupervise('p')} as may from member p where p.id = $1`, [
    memberId,
  ]);
  return row?.may;
}

/** Null: of no kind. Undefined: there is no such member. */
export async function membershipKindOf(
  reads: Pick<Transaction, 'query'>,
  memberId: string,
): Promise<string | null | undefined> {
  const [row] = await reads.query<{ id: string | null }>(`select membership_kind_id as id from member where id = $1`, [
    memberId,
  ]);
  return row?.id;
}
