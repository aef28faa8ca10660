import { z } from 'zod';
import { bookingRule } from '../rule.js';

const dayMs = 24 * 60 * 60_000;

/** The latest end of a booking that is made now. */
export const horizonEnd = (now: number, days: number): number => now + days * dayMs;

export const beyondHorizon = bookingRule({
  code: 'beyond-horizon',
  says: 'A booking ends no more than so many days ahead.',
  params: z.strictObject({ days: z.int().min(1).max(1000).default(90) }),
  override: 'staff',
  asked: 'ahead',
  relaxable: false,
  check: ({ now, wanted }, { days }) =>
    wanted.to <= horizonEnd(now, days) ? undefined : { days, until: horizonEnd(now, days) },
  latestEnd: ({ now }, { days }) => horizonEnd(now, days),
});
