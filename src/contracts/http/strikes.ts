import { z } from 'zod';
import { id, instant, listQuery } from './basics.js';

export const strike = z.object({
  id,
  memberId: id,
  memberName: z.string(),
  bookingId: id,
  machineId: id,
  kind: z.enum(['no-show', 'late-cancellation']),
  at: instant,
  /** When it no longer counts. Null: strikes have no consequence here. */
  countsUntil: instant.nullable(),
  appeal: z.string().nullable(),
  appealedAt: instant.nullable(),
  decidedAt: instant.nullable(),
  waivedAt: instant.nullable(),
  answer: z.string().nullable(),
});
export type Strike = z.infer<typeof strike>;
export const strikeQuery = listQuery.extend({
  member: id.optional(),
  /** Appeals that wait for an answer. */
  appealed: z.enum(['true', 'false']).default('false'),
});
export type StrikeQuery = z.infer<typeof strikeQuery>;
export const appealRequest = z.strictObject({ text: z.string().trim().min(1).max(1000) });
export const appealDecision = z.strictObject({ waive: z.boolean(), answer: z.string().trim().min(1).max(1000) });
export type AppealDecision = z.infer<typeof appealDecision>;
