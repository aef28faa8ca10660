import { z } from 'zod';
import { id, instant } from './basics.js';

/** One decision of a person. `subject` is a pseudonym; `detail` is null once it has been erased. */
export const auditEntry = z.object({
  ordinal: z.int(),
  at: instant,
  actorId: id.nullable(),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()).nullable(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** Newest first; `before` is the `next` of the page before. */
export const auditQuery = z.object({
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type AuditQuery = z.infer<typeof auditQuery>;

/** The end of the chain, to be kept elsewhere. */
export const auditHead = z.object({ ordinal: z.int(), hash: z.string() });
export type AuditHead = z.infer<typeof auditHead>;

/** A head that was kept elsewhere: with it, an end that was cut off is seen too. */
export const auditVerificationQuery = z
  .object({
    ordinal: z.coerce.number().int().min(1).optional(),
    hash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  })
  .refine(({ ordinal, hash }) => (ordinal === undefined) === (hash === undefined));
export type AuditVerificationQuery = z.infer<typeof auditVerificationQuery>;

export const auditVerification = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), head: auditHead.nullable() }),
  z.object({ ok: z.literal(false), ordinal: z.int(), fault: z.enum(['altered', 'detail-altered', 'missing']) }),
]);
export type AuditVerification = z.infer<typeof auditVerification>;
