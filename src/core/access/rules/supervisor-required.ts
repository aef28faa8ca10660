import { accessRule } from '../rule.js';

export const supervisorRequired = accessRule({
  code: 'supervisor-required',
  says: 'Where it is asked for, a supervisor is booked in now.',
  asked: 'start-and-continue',
  override: 'staff',
  since: ({ supervisorAskedAt }) => supervisorAskedAt ?? -Infinity,
  check: ({ supervisorMissing }) => (supervisorMissing ? {} : undefined),
});
