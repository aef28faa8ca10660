import { z } from 'zod';
import { bookingPolicy } from '../rule.js';

export const earlyFinish = bookingPolicy({
  code: 'early-finish',
  says: 'Some minutes after the machine was switched off early, the rest of the booking is free for others.',
  params: z.strictObject({ freed: z.boolean().default(true), afterMinutes: z.int().min(1).max(240).default(10) }),
});
