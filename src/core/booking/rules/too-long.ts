import { z } from 'zod';
import { minuteMs } from '../counting.js';
import { bookingRule } from '../rule.js';

export const tooLong = bookingRule({
  code: 'too-long',
  says: 'A booking lasts at most so many minutes.',
  params: z.strictObject({
    minutes: z
      .int()
      .min(1)
      .max(31 * 24 * 60)
      .nullable()
      .default(null),
  }),
  override: 'staff',
  asked: 'always',
  relaxable: true,
  check: ({ wanted }, { minutes }) =>
    minutes !== null && wanted.to > wanted.from + minutes * minuteMs
      ? { minutes, until: wanted.from + minutes * minuteMs }
      : undefined,
  latestEnd: ({ wanted }, { minutes }) => (minutes === null ? undefined : wanted.from + minutes * minuteMs),
});
