import { z } from 'zod';
import { cardTechs, cardUidPattern } from '../../core/kinds.js';
import { newPassword, role } from './auth.js';
import { id, instant, language, name } from './basics.js';

export const memberRequest = z.strictObject({
  name,
  email: z.email().max(254),
  roles: z.array(role).min(1).max(4),
  language: language.default('pl'),
  membershipUntil: instant.nullable().default(null),
  membershipKindId: id.nullable().default(null),
  /** At least 12 characters. Without one the member cannot log in yet, but cards work. */
  password: newPassword.optional(),
});
export type MemberRequest = z.infer<typeof memberRequest>;

export const memberChange = z.strictObject({
  name: name.optional(),
  roles: z.array(role).min(1).max(4).optional(),
  language: language.optional(),
  membershipUntil: instant.nullable().optional(),
  membershipKindId: id.nullable().optional(),
});
export type MemberChange = z.infer<typeof memberChange>;

/** Instructors see who there is: names and roles. What is null there, only staff and the member see. */
export const member = z.object({
  id,
  name: z.string(),
  email: z.string().nullable(),
  roles: z.array(role),
  language,
  suspendedAt: instant.nullable(),
  suspendedReason: z.string().nullable(),
  membershipUntil: instant.nullable(),
  membershipKindId: id.nullable(),
  createdAt: instant,
});
export type Member = z.infer<typeof member>;

export const cardRequest = z.strictObject({
  tech: z.enum(cardTechs),
  /** Hexadecimal; upper case, colons and dashes are taken too. Kept only as a digest. */
  uid: z
    .string()
    .transform((uid) => uid.replaceAll(/[:\- ]/g, '').toLowerCase())
    .pipe(z.string().regex(cardUidPattern, { message: 'uid' })),
  label: z.string().trim().min(1).max(60).optional(),
});
export type CardRequest = z.infer<typeof cardRequest>;

export const card = z.object({
  id,
  memberId: id,
  tech: z.string(),
  label: z.string(),
  blockedAt: instant.nullable(),
  blockedReason: z.string().nullable(),
  retiredAt: instant.nullable(),
  createdAt: instant,
});
export type Card = z.infer<typeof card>;
