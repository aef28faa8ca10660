import { z } from 'zod';
import { weekInterval } from '../../calendar/local-time.js';
import { overPeriodLimit, periodLimitEnd } from '../counting.js';
import { bookingRule } from '../rule.js';

export const weekLimit = bookingRule({
  code: 'week-limit',
  says: 'A member books at most so many times and minutes a week, Monday to Sunday; over its end, each week counts its part.',
  params: z.strictObject({
    bookings: z.int().min(1).max(100).nullable().default(null),
    minutes: z
      .int()
      .min(1)
      .max(6 * 24 * 60)
      .nullable()
      .default(null),
  }),
  override: 'staff',
  asked: 'always',
  relaxable: true,
  check: (facts, limits, { origin }) => overPeriodLimit(facts, limits, origin, weekInterval),
  latestEnd: (facts, limits, { origin }) => periodLimitEnd(facts, limits, origin, weekInterval),
});
