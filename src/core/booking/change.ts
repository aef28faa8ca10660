import type { BookingFacts } from './facts.js';

type Change = Pick<BookingFacts, 'former' | 'wanted' | 'machine' | 'member'>;

const staysAtMachine = ({ former, machine }: Change): boolean => former?.machineId === machine.id;

/** The start has been asked about when the booking was made. */
export const keepsStart = (facts: Change): boolean => staysAtMachine(facts) && facts.former?.from === facts.wanted.from;

export const keepsEnd = (facts: Change): boolean => staysAtMachine(facts) && facts.former?.to === facts.wanted.to;

/** The same member at the same machine, with other times or without. */
export const staysWithMember = (facts: Change): boolean =>
  staysAtMachine(facts) && facts.former?.memberId === facts.member.id;

/** It takes no time that it has not had already. */
export const onlyShorter = (facts: Change): boolean =>
  staysWithMember(facts) &&
  facts.former !== undefined &&
  facts.former.from <= facts.wanted.from &&
  facts.wanted.to <= facts.former.to;
