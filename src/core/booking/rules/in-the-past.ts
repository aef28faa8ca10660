import { z } from 'zod';
import { bookingRule } from '../rule.js';

export const inThePast = bookingRule({
  code: 'in-the-past',
  says: 'A booking starts now or later; a start some minutes ago counts as now.',
  /** People book "from two o'clock" at two minutes past. */
  params: z.strictObject({ graceMinutes: z.int().min(0).max(60).default(5) }),
  override: 'nobody',
  asked: 'ahead',
  relaxable: false,
  check: ({ now, wanted }, { graceMinutes }) =>
    wanted.from >= now - graceMinutes * 60_000 && wanted.to > now ? undefined : { from: wanted.from },
});
