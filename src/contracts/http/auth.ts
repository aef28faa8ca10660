import { z } from 'zod';
import { id, instant, language } from './common.js';

export const role = z.enum(['member', 'instructor', 'staff', 'admin']);
export type Role = z.infer<typeof role>;

export const loginRequest = z.strictObject({ email: z.email().max(254), password: z.string().min(1).max(200) });
export type LoginRequest = z.infer<typeof loginRequest>;

/** Who is logged in. */
export const me = z.object({
  id,
  name: z.string(),
  email: z.string(),
  language,
  roles: z.array(role),
  /** The embedded demo workshop: virtual cards can be tapped in the browser. */
  demo: z.boolean(),
});
export type Me = z.infer<typeof me>;

export const languageRequest = z.strictObject({ language });

export const signIn = z.object({
  id,
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
  userAgent: z.string(),
  current: z.boolean(),
});
