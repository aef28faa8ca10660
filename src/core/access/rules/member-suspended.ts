import { accessRule } from '../rule.js';

export const memberSuspended = accessRule({
  code: 'member-suspended',
  says: 'The member is not suspended.',
  asked: 'start-and-continue',
  override: 'nobody',
  check: ({ member }) => (member?.suspended === true ? {} : undefined),
});
