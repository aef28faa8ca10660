import { z } from 'zod';
import { bilingual, id, instant } from './basics.js';

/** What a member is told in the app. */
export const notice = z.object({
  id,
  kind: z.string(),
  text: bilingual,
  /** What it is about, where the viewer can go: a booking, a wait-list entry, a strike. */
  subject: z.object({ kind: z.enum(['booking', 'wait-entry', 'strike']), id }).nullable(),
  createdAt: instant,
  readAt: instant.nullable(),
});
export type Notice = z.infer<typeof notice>;
export const notices = z.object({ items: z.array(notice), unread: z.int() });
export type Notices = z.infer<typeof notices>;
export const noticesRead = z.strictObject({ upTo: id });
export type NoticesRead = z.infer<typeof noticesRead>;
