import { z } from 'zod';
import { bookingRule } from '../rule.js';

export const memberSuspended = bookingRule({
  code: 'member-suspended',
  says: 'The member is not suspended.',
  params: z.strictObject({}),
  override: 'nobody',
  asked: 'always',
  relaxable: false,
  check: ({ member }) => (member.suspended ? {} : undefined),
});
