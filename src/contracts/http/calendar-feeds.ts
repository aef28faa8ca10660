import { z } from 'zod';
import { id, instant } from './basics.js';

/** Of one's own bookings, or (with a machine) of that machine. */
export const calendarFeedRequest = z.strictObject({ machineId: id.nullable().default(null) });
export type CalendarFeedRequest = z.infer<typeof calendarFeedRequest>;
export const calendarFeed = z.object({
  id,
  machineId: id.nullable(),
  createdAt: instant,
  revokedAt: instant.nullable(),
});
export type CalendarFeed = z.infer<typeof calendarFeed>;
/** The address is the key to it, and shown once. */
export const calendarFeedWithUrl = calendarFeed.extend({ url: z.string() });
export type CalendarFeedWithUrl = z.infer<typeof calendarFeedWithUrl>;
