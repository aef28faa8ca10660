import { z } from 'zod';
import { lengthMs } from '../../interval.js';
import { minuteMs } from '../counting.js';
import { bookingRule } from '../rule.js';

export const tooShort = bookingRule({
  code: 'too-short',
  says: 'A booking lasts at least so many minutes.',
  params: z.strictObject({
    minutes: z
      .int()
      .min(0)
      .max(24 * 60)
      .default(0),
  }),
  override: 'staff',
  asked: 'ahead',
  relaxable: true,
  check: ({ wanted }, { minutes }) => (lengthMs(wanted) < minutes * minuteMs ? { minutes } : undefined),
});
