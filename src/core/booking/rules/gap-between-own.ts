import { z } from 'zod';
import { overlap } from '../../interval.js';
import { keepsStart } from '../change.js';
import { countedOwn, minuteMs } from '../counting.js';
import type { BookingFacts, OwnBooking } from '../facts.js';
import { freeUntil, inTheWay } from '../obstacles.js';
import { bookingRule, type SettingOrigin } from '../rule.js';

/** Own bookings that are over are known for as long before the wanted time. */
export const gapMsMax = 7 * 24 * 60 * minuteMs;

/** At this machine; set for a group, at any of the group. What lies before a start that is kept was asked about then. */
const others = (facts: BookingFacts, origin: SettingOrigin): OwnBooking[] =>
  countedOwn(facts, origin === 'group' ? 'group' : 'machine').filter(
    ({ to }) => !(keepsStart(facts) && to <= facts.wanted.from),
  );

export const gapBetweenOwn = bookingRule({
  code: 'gap-between-own',
  says: 'Between two bookings of one member at the same machine, or group, so many minutes are left.',
  params: z.strictObject({
    minutes: z
      .int()
      .min(0)
      .max(gapMsMax / minuteMs)
      .default(0),
  }),
  override: 'staff',
  asked: 'ahead',
  relaxable: true,
  check: (facts, { minutes }, { origin }) => {
    if (minutes === 0) return undefined;
    const { machine, wanted } = facts;
    // At the same machine that time is taken, which is another matter.
    const apart = others(facts, origin).filter((one) => one.machineId !== machine.id || !overlap(one, wanted));
    const other = inTheWay(apart, wanted, minutes * minuteMs);
    return other === undefined ? undefined : { minutes, from: other.from, until: other.to };
  },
  latestEnd: (facts, { minutes }, { origin }) =>
    minutes === 0 ? undefined : freeUntil(others(facts, origin), facts.wanted.from, minutes * minuteMs),
});
