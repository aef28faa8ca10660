import { accessRule } from '../rule.js';

export const bookedByOther = accessRule({
  code: 'booked-by-other',
  says: 'Nobody else has the machine booked now.',
  asked: 'start',
  override: 'nobody',
  check: ({ member, booking }) =>
    booking !== undefined && booking.memberId !== member?.id ? { until: booking.to } : undefined,
});
