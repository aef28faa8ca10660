import { z } from 'zod';
import { freeUntil, inTheWay } from '../obstacles.js';
import { bookingRule } from '../rule.js';

export const outage = bookingRule({
  code: 'outage',
  says: 'No planned outage of the machine lies in the booking.',
  params: z.strictObject({}),
  override: 'staff',
  asked: 'always',
  relaxable: false,
  check: ({ outages, wanted }) => {
    const during = inTheWay(outages, wanted);
    return during === undefined ? undefined : { from: during.from, until: during.to };
  },
  latestEnd: ({ outages, wanted }) => freeUntil(outages, wanted.from),
});
