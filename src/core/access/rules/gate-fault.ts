import { accessRule } from '../rule.js';

/** Until somebody has looked. Other faults are only shown. */
const forbidding: ReadonlySet<string> = new Set(['seq-ahead', 'relay-stuck']);

export const forbidsPower = (fault: string | null): fault is string => fault !== null && forbidding.has(fault);

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
