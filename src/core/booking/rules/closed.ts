import { z } from 'zod';
import { overlap } from '../../interval.js';
import { bookingRule } from '../rule.js';

export const closed = bookingRule({
  code: 'closed',
  says: 'The workshop is open during the whole booking.',
  params: z.strictObject({}),
  override: 'staff',
  asked: 'always',
  relaxable: false,
  check: ({ closures, wanted }) => {
    const inTheWay = closures.filter((closure) => overlap(closure, wanted));
    return inTheWay.length === 0 ? undefined : { until: Math.max(...inTheWay.map(({ to }) => to)) };
  },
});
