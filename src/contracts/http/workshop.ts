import { z } from 'zod';
import { bilingual } from './basics.js';

const memberSessionsMax = z.int().min(1).max(100);
/** Who reads whose a booking is, beside those who run the place. A member may hide the own name all the same. */
const bookingNames = z.enum(['staff', 'members']);

/** What holds for the whole workshop. */
export const workshop = z.object({
  name: bilingual,
  /** At so many machines a member may work at once. */
  memberSessionsMax,
  bookingNames,
  /** IANA; set where the service is set up, not here. */
  timeZone: z.string(),
});
export type Workshop = z.infer<typeof workshop>;

export const workshopChange = z.strictObject({
  name: bilingual.optional(),
  memberSessionsMax: memberSessionsMax.optional(),
  bookingNames: bookingNames.optional(),
});
export type WorkshopChange = z.infer<typeof workshopChange>;
