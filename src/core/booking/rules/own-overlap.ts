import { z } from 'zod';
import { contains, overlap } from '../../interval.js';
import { namesAs } from '../../words/bilingual.js';
import type { BookingFacts, OwnBooking } from '../facts.js';
import { bookingRule } from '../rule.js';

/** From the wanted start on, the first time at which the member is at as many other machines as may be at once. */
function firstFull(facts: BookingFacts): { readonly at: number; readonly elsewhere: OwnBooking[] } | undefined {
  const { own, machine, wanted, memberSessionsMax } = facts;
  const others = own.filter((one) => one.machineId !== machine.id && overlap(one, wanted));
  const changes = [wanted.from, ...others.map(({ from }) => from).filter((at) => at > wanted.from)];
  return changes
    .toSorted((a, b) => a - b)
    .map((at) => ({ at, elsewhere: others.filter((one) => contains(one, at)) }))
    .find(({ elsewhere }) => elsewhere.length >= memberSessionsMax);
}

export const ownOverlap = bookingRule({
  code: 'own-overlap',
  says: 'A member has no more machines booked at a time than may be run at a time.',
  params: z.strictObject({}),
  override: 'staff',
  asked: 'always',
  relaxable: false,
  check: (facts) => {
    const full = firstFull(facts);
    if (full === undefined || full.at >= facts.wanted.to) return undefined;
    return {
      ...namesAs(
        'machine',
        full.elsewhere.map(({ machineName }) => machineName),
      ),
      limit: facts.memberSessionsMax,
    };
  },
  latestEnd: (facts) => firstFull(facts)?.at,
});
