import { z } from 'zod';
import { bilingual } from './basics.js';

const memberSessionsMax = z.int().min(1).max(100);
const bookingHorizonDays = z.int().min(1).max(1000);

/** What holds for the whole workshop. */
export const workshop = z.object({
  name: bilingual,
  /** At so many machines a member may work at once. */
  memberSessionsMax,
  /** So far ahead may be booked. */
  bookingHorizonDays,
  /** IANA; set where the service is set up, not here. */
  timeZone: z.string(),
});
export type Workshop = z.infer<typeof workshop>;

export const workshopChange = z.strictObject({
  name: bilingual.optional(),
  memberSessionsMax: memberSessionsMax.optional(),
  bookingHorizonDays: bookingHorizonDays.optional(),
});
export type WorkshopChange = z.infer<typeof workshopChange>;
