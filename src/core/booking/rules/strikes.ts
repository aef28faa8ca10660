import { z } from 'zod';
import { bookingRule } from '../rule.js';

const dayMs = 24 * 60 * 60_000;

export const strikeSettings = z.strictObject({
  max: z.int().min(1).max(20).nullable().default(null),
  /** Not longer than strikes are remembered. */
  withinDays: z.int().min(1).max(400).default(90),
});

export const strikes = bookingRule({
  code: 'strikes',
  says: 'A member has fewer strikes than so many, from so many days.',
  params: strikeSettings,
  override: 'staff',
  asked: 'always',
  relaxable: false,
  check: (facts, { max, withinDays }) => {
    if (max === null) return undefined;
    const counted = facts.strikes.filter((at) => at + withinDays * dayMs > facts.now);
    // With this one, and all that are older, no longer counted, fewer than `max` are left.
    const last = counted.at(-max);
    if (last === undefined) return undefined;
    return { limit: max, used: counted.length, withinDays, until: last + withinDays * dayMs };
  },
});
