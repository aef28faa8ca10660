import { z } from 'zod';
import { keepsStart } from '../change.js';
import { minuteMs } from '../counting.js';
import { bookingRule } from '../rule.js';

export const inThePast = bookingRule({
  code: 'in-the-past',
  says: 'A booking starts now or later; a start some minutes ago counts as now.',
  /** People book "from two o'clock" at two minutes past. */
  params: z.strictObject({ graceMinutes: z.int().min(0).max(60).default(5) }),
  override: 'nobody',
  asked: 'ahead',
  relaxable: false,
  check: (facts, { graceMinutes }) => {
    const { now, wanted } = facts;
    const startFits = keepsStart(facts) || wanted.from >= now - graceMinutes * minuteMs;
    return startFits && wanted.to > now ? undefined : { from: wanted.from };
  },
});
