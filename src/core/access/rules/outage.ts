import { accessRule } from '../rule.js';

export const outage = accessRule({
  code: 'outage',
  says: 'The machine is in no planned outage.',
  asked: 'start-and-continue',
  override: 'staff',
  check: ({ outageUntil }) => (outageUntil === undefined ? undefined : { until: outageUntil }),
});
