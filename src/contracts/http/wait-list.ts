import { z } from 'zod';
import { id, instant, listQuery } from './basics.js';

/** So many minutes somewhere within, on one machine or any of a group. */
export const waitRequest = z
  .strictObject({
    machineId: id.optional(),
    machineGroupId: id.optional(),
    from: instant,
    to: instant,
    minutes: z
      .int()
      .min(5)
      .max(7 * 24 * 60),
  })
  .refine((wish) => (wish.machineId === undefined) !== (wish.machineGroupId === undefined), {
    path: ['machineId'],
    message: 'machine-or-group',
  });
export type WaitRequest = z.infer<typeof waitRequest>;

export const waitEntry = z.object({
  id,
  memberId: id,
  memberName: z.string().nullable(),
  machineId: id.nullable(),
  machineGroupId: id.nullable(),
  from: instant,
  to: instant,
  minutes: z.int(),
  /** `over`: its time passed without a free slot. */
  state: z.enum(['waiting', 'offered', 'served', 'left', 'over']),
  /** Who asked before and still waits for the same. */
  ahead: z.int(),
  /** The slot that is held for this member, and until when it can be claimed. */
  offer: z.object({ bookingId: id, machineId: id, from: instant, to: instant, claimBy: instant }).nullable(),
  createdAt: instant,
});
export type WaitEntry = z.infer<typeof waitEntry>;
/** One's own; staff may ask for everybody's, or those of one machine. */
export const waitQuery = listQuery.extend({ member: id.optional(), machine: id.optional() });
export type WaitQuery = z.infer<typeof waitQuery>;
