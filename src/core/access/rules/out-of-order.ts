import { accessRule } from '../rule.js';

export const outOfOrder = accessRule({
  code: 'out-of-order',
  says: 'The machine is in order.',
  asked: 'start-and-continue',
  override: 'nobody',
  check: ({ machine }) => (machine.outOfOrderSince === undefined ? undefined : { since: machine.outOfOrderSince }),
});
