import { accessRule } from '../rule.js';

export const gateFault = accessRule({
  code: 'gate-fault',
  says: 'The gate has no fault that forbids power.',
  asked: 'start',
  override: 'nobody',
  check: ({ gate }) => (gate?.fault === undefined ? undefined : { fault: gate.fault }),
});
