import { accessRule } from '../rule.js';

export const cardBlocked = accessRule({
  code: 'card-blocked',
  says: 'The card is not blocked.',
  asked: 'start-and-continue',
  override: 'nobody',
  check: ({ tap }) => (tap?.card?.blocked === true ? {} : undefined),
});
