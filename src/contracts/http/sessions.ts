import { z } from 'zod';
import { id, instant, listQuery } from './basics.js';

export const session = z.object({
  id,
  machineId: id,
  memberId: id,
  gateId: id,
  bookingId: id.nullable(),
  state: z.enum(['starting', 'running', 'ending', 'closed']),
  openedAt: instant,
  confirmedAt: instant.nullable(),
  hardEnd: instant.nullable(),
  endReason: z.string().nullable(),
  closedAt: instant.nullable(),
});
export type Session = z.infer<typeof session>;
export const sessionQuery = listQuery.extend({
  open: z.enum(['true', 'false']).optional(),
  machine: id.optional(),
  member: id.optional(),
});
