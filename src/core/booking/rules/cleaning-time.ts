import { z } from 'zod';
import { overlap } from '../../interval.js';
import { keepsStart } from '../change.js';
import { minuteMs } from '../counting.js';
import type { BookingFacts, Neighbour } from '../facts.js';
import { freeUntil, inTheWay } from '../obstacles.js';
import { bookingRule } from '../rule.js';

/** What lies before a start that is kept was asked about when it was chosen. */
const others = (facts: BookingFacts): Neighbour[] =>
  facts.neighbours.filter(({ to }) => !(keepsStart(facts) && to <= facts.wanted.from));

export const cleaningTime = bookingRule({
  code: 'cleaning-time',
  says: 'Between two bookings of the machine so many minutes are left for cleaning.',
  /** Not more than how far around the wanted time bookings are known. */
  params: z.strictObject({
    minutes: z
      .int()
      .min(0)
      .max(24 * 60)
      .default(0),
  }),
  override: 'staff',
  asked: 'always',
  relaxable: false,
  check: (facts, { minutes }) => {
    // Time that somebody has already is another matter.
    const beside = others(facts).filter((one) => !overlap(one, facts.wanted));
    const other = inTheWay(beside, facts.wanted, minutes * minuteMs);
    return other === undefined ? undefined : { minutes, from: other.from, until: other.to };
  },
  latestEnd: (facts, { minutes }) =>
    minutes === 0 ? undefined : freeUntil(others(facts), facts.wanted.from, minutes * minuteMs),
});
