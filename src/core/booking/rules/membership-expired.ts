import { z } from 'zod';
import { bookingRule } from '../rule.js';

export const membershipExpired = bookingRule({
  code: 'membership-expired',
  says: 'The membership lasts to the end of the booking.',
  params: z.strictObject({}),
  override: 'staff',
  asked: 'always',
  relaxable: false,
  check: ({ now, member: { membershipUntil: until }, wanted }) =>
    until !== undefined && until < wanted.to ? { until, ...(until > now && { ahead: 1 }) } : undefined,
  latestEnd: ({ member }) => member.membershipUntil,
});
