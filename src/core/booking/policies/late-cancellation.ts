import { z } from 'zod';
import { bookingPolicy } from '../rule.js';

export const lateCancellation = bookingPolicy({
  code: 'late-cancellation',
  says: 'Whoever cancels, moves to a later time, or leaves almost nothing of it, fewer minutes than this before the start gets a strike. 0: nobody does.',
  params: z.strictObject({
    minutes: z
      .int()
      .min(0)
      .max(14 * 24 * 60)
      .default(0),
  }),
});
