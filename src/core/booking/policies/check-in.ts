import { z } from 'zod';
import { bookingPolicy } from '../rule.js';

export const checkIn = bookingPolicy({
  code: 'check-in',
  says: 'A tap at the machine is the check-in. Whoever does not come in time is warned, then the booking is released.',
  params: z
    .strictObject({
      watched: z.boolean().default(true),
      graceMinutes: z.int().min(1).max(240).default(10),
      warnMinutes: z.int().min(0).max(240).default(5),
    })
    .refine(({ graceMinutes, warnMinutes }) => warnMinutes < graceMinutes, {
      path: ['warnMinutes'],
      message: 'warn-before-release',
    }),
});
