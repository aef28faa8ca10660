import { z } from 'zod';
import { countedOwn, countsOf, minuteMs, msWithin } from '../counting.js';
import type { BookingFacts } from '../facts.js';
import { bookingRule, type SettingOrigin } from '../rule.js';

const usedMs = (facts: BookingFacts, origin: SettingOrigin): number =>
  msWithin(countedOwn(facts, origin), { from: facts.now, to: Infinity });

const limitEnd = (facts: BookingFacts, minutes: number, origin: SettingOrigin): number =>
  Math.max(facts.wanted.from, facts.now) + Math.max(0, minutes * minuteMs - usedMs(facts, origin));

export const futureLimit = bookingRule({
  code: 'future-limit',
  says: 'A member has at most so many minutes booked from now on, all days together.',
  params: z.strictObject({
    minutes: z
      .int()
      .min(1)
      .max(90 * 24 * 60)
      .nullable()
      .default(null),
  }),
  override: 'staff',
  asked: 'always',
  relaxable: true,
  check: (facts, { minutes }, { origin }) => {
    if (minutes === null || facts.wanted.to <= limitEnd(facts, minutes, origin)) return undefined;
    return { counts: countsOf(origin), limit: minutes, used: Math.floor(usedMs(facts, origin) / minuteMs) };
  },
  latestEnd: (facts, { minutes }, { origin }) => (minutes === null ? undefined : limitEnd(facts, minutes, origin)),
});
