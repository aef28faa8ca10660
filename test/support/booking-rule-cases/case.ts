import type { BookingFacts, OwnBooking } from '../../../src/core/booking/facts.js';
import type { SettingScope } from '../../../src/core/booking/rule.js';
import { resolveWallTime } from '../../../src/core/calendar/local-time.js';
import type { Interval } from '../../../src/core/interval.js';
import type { Refusal } from '../../../src/core/refusal.js';
import { bookingFacts } from '../booking-facts.js';

/** One rule at one of its edges: what is said about it, what else is so, and what it has against the booking. */
export interface RuleCase {
  readonly name: string;
  readonly facts: BookingFacts;
  readonly settings: object | undefined;
  readonly scope: SettingScope;
  /** Undefined: nothing. */
  readonly refused: Refusal['params'] | undefined;
}

interface Given extends Partial<BookingFacts> {
  /** Undefined: nobody said anything. */
  readonly says?: object;
  readonly by?: SettingScope;
}

const caseOf = (name: string, { says, by, ...change }: Given, refused: RuleCase['refused']): RuleCase => ({
  name,
  facts: { ...bookingFacts, ...change },
  settings: says,
  scope: by ?? 'workshop',
  refused,
});
export const fine = (name: string, given: Given): RuleCase => caseOf(name, given, undefined);
export const refused = (name: string, given: Given, params: Refusal['params']): RuleCase => caseOf(name, given, params);

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** `2027-01-11 12:00` by the clock of the workshop; of a time that comes twice, the earlier. */
export const at = (text: string): number => resolveWallTime(text.slice(0, 10), text.slice(11), bookingFacts.zone).at;
export const span = (from: string, to: string): Interval => ({ from: at(from), to: at(to) });

const tokarka = { pl: 'Tokarka', en: 'Lathe' };
/** Another booking of the member's, at the lathe unless said otherwise. */
export const own = (during: Interval, change: Partial<OwnBooking> = {}): OwnBooking => ({
  ...during,
  machineId: 'lathe',
  groupId: undefined,
  machineName: tokarka,
  along: false,
  ...change,
});
/** The booking that is changed, of the same member at the same machine. */
export const former = (during: Interval): NonNullable<BookingFacts['former']> => ({
  ...during,
  machineId: bookingFacts.machine.id,
  memberId: bookingFacts.member.id,
});
