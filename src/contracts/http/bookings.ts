import { z } from 'zod';
import { id, instant } from './basics.js';

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

export const bookingQuery = z.object({
  machine: id.optional(),
  member: id.optional(),
  from: instant.optional(),
  to: instant.optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type BookingQuery = z.infer<typeof bookingQuery>;

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
export const sessionQuery = z.object({
  open: z.enum(['true', 'false']).optional(),
  machine: id.optional(),
  member: id.optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
