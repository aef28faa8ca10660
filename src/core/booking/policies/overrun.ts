import { z } from 'zod';
import { bookingPolicy } from '../rule.js';

export const overrun = bookingPolicy({
  code: 'overrun',
  says: 'While its meter shows the machine at work, power stays some minutes past the end, never into the next booking and never on a high-hazard machine.',
  params: z.strictObject({ minutes: z.int().min(0).max(5).default(5) }),
});
