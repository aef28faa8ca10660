import { z } from 'zod';
import { countedOwn, countsOf } from '../counting.js';
import { bookingRule } from '../rule.js';

export const openLimit = bookingRule({
  code: 'open-limit',
  says: 'A member has at most so many bookings that are not over.',
  params: z.strictObject({ bookings: z.int().min(1).max(100).nullable().default(null) }),
  override: 'staff',
  asked: 'always',
  relaxable: true,
  check: (facts, { bookings }, { origin }) => {
    if (bookings === null) return undefined;
    const used = countedOwn(facts, origin).filter(({ to }) => to > facts.now).length;
    return used < bookings ? undefined : { counts: countsOf(origin), limit: bookings, used };
  },
});
