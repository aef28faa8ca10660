import { z } from 'zod';
import { bilingual, id, instant, listQuery } from './basics.js';

export const competencyRequest = z.strictObject({ name: bilingual });
export type CompetencyRequest = z.infer<typeof competencyRequest>;
export const competency = z.object({ id, name: bilingual, procedureVersion: z.int(), createdAt: instant });
export type Competency = z.infer<typeof competency>;

export const certificateRequest = z.strictObject({
  memberId: id,
  competencyId: id,
  validUntil: instant.nullable().default(null),
});
export type CertificateRequest = z.infer<typeof certificateRequest>;

export const certificate = z.object({
  id,
  memberId: id,
  competencyId: id,
  issuedBy: id.nullable(),
  issuedAt: instant,
  procedureVersion: z.int(),
  validUntil: instant.nullable(),
  supersededAt: instant.nullable(),
  revokedAt: instant.nullable(),
  revokedBy: id.nullable(),
  revokeReason: z.string().nullable(),
  state: z.enum(['valid', 'expired', 'revoked', 'superseded', 'outdated']),
});
export type Certificate = z.infer<typeof certificate>;
export const certificateQuery = listQuery.extend({
  member: id.optional(),
  competency: id.optional(),
});
export type CertificateQuery = z.infer<typeof certificateQuery>;
