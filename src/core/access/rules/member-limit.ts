import { namesAs } from '../../words/bilingual.js';
import { accessRule } from '../rule.js';

export const memberLimit = accessRule({
  code: 'member-limit',
  says: 'A member runs no more machines at a time than the workshop allows, not counting what is booked along with one.',
  asked: 'start',
  override: 'nobody',
  check: ({ member, booking, elsewhere, memberSessionsMax }) =>
    elsewhere.length >= memberSessionsMax && !(booking?.along === true && booking.memberId === member?.id)
      ? {
          ...namesAs(
            'machine',
            elsewhere.map((one) => one.machineName),
          ),
          limit: memberSessionsMax,
        }
      : undefined,
});
