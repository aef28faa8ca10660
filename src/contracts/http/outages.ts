import { z } from 'zod';
import { bilingual, id, instant } from './basics.js';

/** Planned: the machine will be out of order. */
export const outageRequest = z.strictObject({ from: instant, to: instant, reason: bilingual });
export type OutageRequest = z.infer<typeof outageRequest>;
export const outage = z.object({
  id,
  machineId: id,
  from: instant,
  to: instant,
  reason: bilingual,
  /** Bookings that stand in it, for staff to talk to: only in the answer that made it. */
  affected: z.int().optional(),
});
export type Outage = z.infer<typeof outage>;
export const outageQuery = z.object({ from: instant.optional(), to: instant.optional() });
export type OutageQuery = z.infer<typeof outageQuery>;

/** A supervisor is there: at one machine, or (null) at all. */
export const supervisionRequest = z.strictObject({
  machineId: id.nullable().default(null),
  from: instant,
  to: instant,
  /** For another instructor: staff only. */
  memberId: id.optional(),
});
export type SupervisionRequest = z.infer<typeof supervisionRequest>;
export const supervision = z.object({
  id,
  memberId: id,
  memberName: z.string(),
  machineId: id.nullable(),
  from: instant,
  to: instant,
});
export type Supervision = z.infer<typeof supervision>;
export const supervisionQuery = z.object({ machine: id.optional(), from: instant.optional(), to: instant.optional() });
export type SupervisionQuery = z.infer<typeof supervisionQuery>;
