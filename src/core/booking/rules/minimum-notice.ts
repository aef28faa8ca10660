import { z } from 'zod';
import { keepsStart } from '../change.js';
import { minuteMs } from '../counting.js';
import { bookingRule } from '../rule.js';

export const minimumNotice = bookingRule({
  code: 'minimum-notice',
  says: 'A booking is made so many minutes before it starts.',
  params: z.strictObject({
    minutes: z
      .int()
      .min(0)
      .max(14 * 24 * 60)
      .default(0),
  }),
  override: 'staff',
  asked: 'ahead',
  relaxable: true,
  check: (facts, { minutes }) => {
    const earliest = facts.now + minutes * minuteMs;
    return minutes === 0 || keepsStart(facts) || facts.wanted.from >= earliest ? undefined : { minutes, earliest };
  },
});
