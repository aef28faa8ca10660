import { accessRule } from '../rule.js';

export const bookingRequired = accessRule({
  code: 'booking-required',
  says: 'The member has the machine booked now, where it must be booked.',
  asked: 'start',
  override: 'nobody',
  check: ({ now, machine, booking, nextBooking }) => {
    if (booking?.held === true) return {};
    if (machine.bookingMode !== 'required' || booking !== undefined) return undefined;
    return nextBooking === undefined ? {} : { freeMinutes: Math.floor((nextBooking.from - now) / 60_000) };
  },
});
