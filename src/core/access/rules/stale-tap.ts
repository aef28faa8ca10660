import { tapAgeMaxMs } from '../../numbers.js';
import { accessRule } from '../rule.js';

export const staleTap = accessRule({
  code: 'stale-tap',
  says: 'A tap is acted on within five seconds, in the power-up of the gate in which it was made.',
  asked: 'start',
  override: 'nobody',
  check: ({ tap }) =>
    tap !== undefined && (tap.superseded || tap.ageMs > tapAgeMaxMs)
      ? { ageS: Math.floor(tap.ageMs / 1000) }
      : undefined,
});
