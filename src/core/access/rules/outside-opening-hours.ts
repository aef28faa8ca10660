import { isOpen, opensAt } from '../../calendar/opening-hours.js';
import { accessRule } from '../rule.js';

export const outsideOpeningHours = accessRule({
  code: 'outside-opening-hours',
  says: 'It is within the opening hours.',
  asked: 'start-and-continue',
  override: 'staff',
  since: ({ openingHoursSetAt }) => openingHoursSetAt ?? -Infinity,
  check: ({ now, zone, openingHours }) => {
    if (openingHours === undefined || isOpen(openingHours, now, zone)) return undefined;
    const opens = opensAt(openingHours, now, zone);
    return opens === undefined ? {} : { opens };
  },
});
