import { z } from 'zod';
import { namesAs } from '../../words/bilingual.js';
import { freeUntil, inTheWay } from '../obstacles.js';
import { bookingRule } from '../rule.js';

export const exclusiveGroupBooked = bookingRule({
  code: 'exclusive-group-booked',
  says: 'No machine that may not run together with this one is booked then.',
  params: z.strictObject({}),
  override: 'staff',
  asked: 'always',
  relaxable: false,
  check: ({ exclusive, wanted }) => {
    const other = inTheWay(exclusive, wanted);
    return other === undefined
      ? undefined
      : { ...namesAs('machine', [other.machineName]), from: other.from, until: other.to };
  },
  latestEnd: ({ exclusive, wanted }) => freeUntil(exclusive, wanted.from),
});
