import { z } from 'zod';
import { overlap } from '../../interval.js';
import { freeUntil } from '../obstacles.js';
import { bookingRule } from '../rule.js';

export const closed = bookingRule({
  code: 'closed',
  says: 'No closure of the workshop lies in the booking.',
  params: z.strictObject({}),
  override: 'staff',
  asked: 'always',
  relaxable: false,
  check: ({ closures, wanted }) => {
    const during = closures.filter((closure) => overlap(closure, wanted));
    if (during.length === 0) return undefined;
    return { from: Math.min(...during.map(({ from }) => from)), until: Math.max(...during.map(({ to }) => to)) };
  },
  latestEnd: ({ closures, wanted }) => freeUntil(closures, wanted.from),
});
