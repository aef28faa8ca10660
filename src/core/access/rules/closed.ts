import { holdsUntil, newestOf } from '../planned.js';
import { accessRule } from '../rule.js';

export const closed = accessRule({
  code: 'closed',
  says: 'The workshop is open.',
  asked: 'start-and-continue',
  override: 'staff',
  since: ({ closures, now }) => newestOf(closures, now),
  check: ({ closures, now }) => {
    const until = holdsUntil(closures, now);
    return until === undefined ? undefined : { until };
  },
});
