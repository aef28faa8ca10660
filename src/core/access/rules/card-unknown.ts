import { accessRule } from '../rule.js';

export const cardUnknown = accessRule({
  code: 'card-unknown',
  says: 'The card belongs to a member.',
  asked: 'start',
  override: 'nobody',
  check: ({ tap, member }) =>
    (tap === undefined ? member === undefined : tap.card === undefined || member === undefined) ? {} : undefined,
});
