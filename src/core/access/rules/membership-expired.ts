import { accessRule } from '../rule.js';

export const membershipExpired = accessRule({
  code: 'membership-expired',
  says: 'The membership has not ended.',
  asked: 'start-and-continue',
  override: 'staff',
  check: ({ now, member }) =>
    member?.membershipUntil !== undefined && member.membershipUntil <= now
      ? { until: member.membershipUntil }
      : undefined,
});
