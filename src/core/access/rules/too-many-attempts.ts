import { unknownCardsPerMinuteMax } from '../../numbers.js';
import { accessRule } from '../rule.js';

export const tooManyAttempts = accessRule({
  code: 'too-many-attempts',
  says: 'A reader takes ten unknown cards a minute, then it pauses.',
  asked: 'start',
  override: 'nobody',
  check: ({ tap }) =>
    tap !== undefined && tap.unknownCardsLastMinute >= unknownCardsPerMinuteMax ? { pauseS: 60 } : undefined,
});
