import { accessRule } from '../rule.js';

export const closed = accessRule({
  code: 'closed',
  says: 'The workshop is open.',
  asked: 'start-and-continue',
  override: 'staff',
  check: ({ closedUntil }) => (closedUntil === undefined ? undefined : { until: closedUntil }),
});
