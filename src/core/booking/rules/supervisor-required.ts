import { z } from 'zod';
import { contains } from '../../interval.js';
import type { BookingFacts } from '../facts.js';
import { bookingRule } from '../rule.js';

const supervisedUntil = ({ supervised, wanted }: BookingFacts): number =>
  supervised.find((one) => contains(one, wanted.from))?.to ?? wanted.from;

export const supervisorSettings = z.strictObject({ needed: z.boolean().default(false) });

export const supervisorRequired = bookingRule({
  code: 'supervisor-required',
  says: 'Where it is asked for, a supervisor is booked in during the whole booking.',
  params: supervisorSettings,
  override: 'staff',
  asked: 'always',
  relaxable: false,
  check: (facts, { needed }) =>
    needed && facts.wanted.to > supervisedUntil(facts) ? { from: supervisedUntil(facts) } : undefined,
  latestEnd: (facts, { needed }) => (needed ? supervisedUntil(facts) : undefined),
});
