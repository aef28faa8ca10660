import { z } from 'zod';
import { id, instant, listQuery } from './basics.js';

export const bookingRequest = z.strictObject({ machineId: id, from: instant, to: instant, memberId: id.optional() });
export type BookingRequest = z.infer<typeof bookingRequest>;

export const booking = z.object({
  id,
  machineId: id,
  /** Null where the viewer may not know who. */
  memberId: id.nullable(),
  from: instant,
  to: instant,
  state: z.enum(['held', 'confirmed', 'in_use', 'done', 'cancelled', 'released']),
  version: z.int(),
  createdAt: instant,
});
export type Booking = z.infer<typeof booking>;

export const bookingQuery = listQuery.extend({
  machine: id.optional(),
  member: id.optional(),
  from: instant.optional(),
  to: instant.optional(),
});
export type BookingQuery = z.infer<typeof bookingQuery>;
