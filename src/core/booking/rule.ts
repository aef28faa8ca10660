import type { z } from 'zod';
import type { Refusal } from '../refusal.js';
import type { BookingFacts } from './facts.js';

/** A rule with its own settings: stored as data, parsed by `params`, drawn as a form from the same schema. */
export interface BookingRule<Params = unknown> {
  readonly code: string;
  /** One plain sentence: what must be so. The rules table of the documentation is drawn from it. */
  readonly says: string;
  readonly params: z.ZodType<Params>;
  readonly override: Refusal['override'];
  /** Undefined: nothing against it. Otherwise what fills the words in. */
  readonly check: (facts: BookingFacts, params: Params) => Refusal['params'] | undefined;
}

/** A rule together with the settings it is asked with: what a workshop's list consists of. */
export interface SetRule {
  readonly code: string;
  readonly ask: (facts: BookingFacts) => Refusal | undefined;
}

export const bookingRule = <Params>(rule: BookingRule<Params>): BookingRule<Params> => rule;

/** Throws a ZodError when the settings do not fit: a rule with wrong settings is a fault, never a yes. */
export function setRule<Params>(rule: BookingRule<Params>, settings: unknown): SetRule {
  const params = rule.params.parse(settings);
  return {
    code: rule.code,
    ask: (facts) => {
      const against = rule.check(facts, params);
      return against === undefined ? undefined : { code: rule.code, params: against, override: rule.override };
    },
  };
}
