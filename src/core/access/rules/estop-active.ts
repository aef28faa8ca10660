import { accessRule } from '../rule.js';

export const estopActive = accessRule({
  code: 'estop-active',
  says: "The machine's emergency stop is released.",
  asked: 'start-and-continue',
  override: 'nobody',
  check: ({ gate }) => (gate?.estop === true ? {} : undefined),
});
