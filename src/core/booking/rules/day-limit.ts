import { z } from 'zod';
import { dayInterval } from '../../calendar/local-time.js';
import { overPeriodLimit, periodLimitEnd } from '../counting.js';
import { bookingRule } from '../rule.js';

export const dayLimit = bookingRule({
  code: 'day-limit',
  says: 'A member books at most so many times and minutes a day; over midnight, each day counts its part.',
  params: z.strictObject({
    bookings: z.int().min(1).max(20).nullable().default(null),
    minutes: z
      .int()
      .min(1)
      .max(23 * 60)
      .nullable()
      .default(null),
  }),
  override: 'staff',
  asked: 'always',
  relaxable: true,
  check: (facts, limits, { origin }) => overPeriodLimit(facts, limits, origin, dayInterval),
  latestEnd: (facts, limits, { origin }) => periodLimitEnd(facts, limits, origin, dayInterval),
});
