import { z } from 'zod';
import { bookingPolicy } from '../rule.js';

export const approval = bookingPolicy({
  code: 'approval',
  says: 'A booking waits for the approval of staff; without an answer in time, or before it starts, it is released.',
  params: z.strictObject({
    needed: z.boolean().default(false),
    waitHours: z
      .int()
      .min(1)
      .max(24 * 14)
      .default(48),
  }),
});
