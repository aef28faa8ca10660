import { z } from 'zod';
import { id, instant, language, name } from './basics.js';

export const role = z.enum(['member', 'instructor', 'staff', 'admin']);
export type Role = z.infer<typeof role>;

export const loginRequest = z.strictObject({ email: z.email().max(254), password: z.string().min(1).max(200) });
export type LoginRequest = z.infer<typeof loginRequest>;

export const passwordLengthMin = 12;
/** Long enough; there is no other rule. */
export const newPassword = z.string().min(passwordLengthMin).max(200);
export const passwordRequest = z.strictObject({ current: z.string().min(1).max(200), next: newPassword });
export type PasswordRequest = z.infer<typeof passwordRequest>;

/** The first admin, with the token of the link that the service printed. */
export const firstAdminRequest = z.strictObject({
  token: z.string().min(1).max(200),
  name,
  email: z.email().max(254),
  password: newPassword,
  language: language.default('pl'),
});
export type FirstAdminRequest = z.infer<typeof firstAdminRequest>;

export const apiTokenRequest = z.strictObject({ name });
export const apiToken = z.object({ id, name: z.string(), createdAt: instant });
export type ApiToken = z.infer<typeof apiToken>;
/** `token` is shown once, and sent as `Authorization: Bearer <token>`. */
export const apiTokenWithSecret = apiToken.extend({ token: z.string() });

/** Who is logged in. */
export const me = z.object({
  id,
  name: z.string(),
  email: z.string(),
  language,
  roles: z.array(role),
  /** The own name stays hidden from other members, wherever bookings are shown. */
  hidesName: z.boolean(),
  /** Of the workshop (IANA), in which its times are said. */
  timeZone: z.string(),
  /** The embedded demo workshop: virtual cards can be tapped in the browser. */
  demo: z.boolean(),
});
export type Me = z.infer<typeof me>;

/** What a member sets about the own account. */
export const meChange = z.strictObject({ language: language.optional(), hidesName: z.boolean().optional() });
export type MeChange = z.infer<typeof meChange>;

export const signIn = z.object({
  id,
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
  userAgent: z.string(),
  current: z.boolean(),
});
export type SignIn = z.infer<typeof signIn>;
