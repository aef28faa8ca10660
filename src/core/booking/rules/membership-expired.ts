import { z } from 'zod';
import { bookingRule } from '../rule.js';

export const membershipExpired = bookingRule({
  code: 'membership-expired',
  says: 'The membership lasts to the end of the booking.',
  params: z.strictObject({}),
  override: 'staff',
  asked: 'always',
  relaxable: false,
  check: ({ member, wanted }) =>
    member.membershipUntil !== undefined && member.membershipUntil < wanted.to
      ? { until: member.membershipUntil }
      : undefined,
});
