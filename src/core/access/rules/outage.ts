import { holdsUntil, newestOf } from '../planned.js';
import { accessRule } from '../rule.js';

export const outage = accessRule({
  code: 'outage',
  says: 'The machine is in no planned outage.',
  asked: 'start-and-continue',
  override: 'staff',
  since: ({ outages, now }) => newestOf(outages, now),
  check: ({ outages, now }) => {
    const until = holdsUntil(outages, now);
    return until === undefined ? undefined : { until };
  },
});
