import { accessRule } from '../rule.js';

export const gateFault = accessRule({
  code: 'gate-fault',
  says: 'The gate has no fault that forbids power, and its relay is not on without a session.',
  asked: 'start',
  override: 'nobody',
  check: ({ gate, session }) => {
    if (gate?.fault !== undefined) return { fault: gate.fault };
    return gate?.on === true && session === undefined ? { fault: 'unexpected-on' } : undefined;
  },
});
