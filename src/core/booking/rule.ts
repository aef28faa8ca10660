import type { z } from 'zod';
import type { Refusal } from '../refusal.js';
import type { BookingFacts } from './facts.js';

interface Written<Params> {
  readonly code: string;
  /** One plain sentence: what must be so. */
  readonly says: string;
  readonly params: z.ZodType<Params>;
  readonly override: Refusal['override'];
  /** Undefined: nothing against it. Otherwise what fills the words in. */
  readonly check: (facts: BookingFacts, params: Params) => Refusal['params'] | undefined;
}

/**
 * A rule with settings of its own: stored as data and parsed by `params`. `docs/booking-rules.md` is compared with all of
 * it but the check.
 */
export interface BookingRule extends Omit<Written<unknown>, 'check'> {
  /** Throws a ZodError when the settings do not fit: a rule with wrong settings is a fault, never a yes. */
  readonly set: (settings: unknown) => SetRule;
}

/** A rule together with the settings it is asked with. */
export interface SetRule {
  readonly code: string;
  readonly ask: (facts: BookingFacts) => Refusal | undefined;
}

export const bookingRule = <Params>({ check, ...rule }: Written<Params>): BookingRule => ({
  ...rule,
  set: (settings) => {
    const params = rule.params.parse(settings);
    return {
      code: rule.code,
      ask: (facts) => {
        const against = check(facts, params);
        return against === undefined ? undefined : { code: rule.code, params: against, override: rule.override };
      },
    };
  },
});
