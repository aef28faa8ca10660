import { namesAs } from '../../words/bilingual.js';
import { accessRule } from '../rule.js';

export const memberLimit = accessRule({
  code: 'member-limit',
  says: 'A member runs no more machines at a time than the workshop allows.',
  asked: 'start',
  override: 'nobody',
  check: ({ elsewhere, memberSessionsMax }) =>
    elsewhere.length >= memberSessionsMax
      ? {
          ...namesAs(
            'machine',
            elsewhere.map((one) => one.machineName),
          ),
          limit: memberSessionsMax,
        }
      : undefined,
});
