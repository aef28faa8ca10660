import type { Refusal } from '../refusal.js';
import type { AccessFacts } from './facts.js';

/** When a rule is asked: at a tap (and its preview), or each second while a session runs as well. */
export type Asked = 'start' | 'start-and-continue';

export interface AccessRule {
  readonly code: string;
  /** One plain sentence: what must be so. The rules table of the documentation is drawn from it. */
  readonly says: string;
  readonly asked: Asked;
  readonly override: Refusal['override'];
  /** When what it refuses by was planned or set: whoever set the rule aside before did not mean that. */
  readonly since?: (facts: AccessFacts) => number;
  /** Undefined: nothing against it. Otherwise what fills the words in. */
  readonly check: (facts: AccessFacts) => Refusal['params'] | undefined;
}

export const accessRule = (rule: AccessRule): AccessRule => rule;

/** Staff set it aside for the member's booking, and knew of it: it was there since then or longer. */
export const isSetAside = ({ booking, member }: AccessFacts, code: string, since: number): boolean =>
  booking !== undefined &&
  booking.memberId === member?.id &&
  booking.overrides.includes(code) &&
  since <= (booking.overridesAt ?? -Infinity);

/** What staff set aside, and may set aside, is no refusal at the machine either. */
export function refusalsOf(rules: readonly AccessRule[], facts: AccessFacts): Refusal[] {
  return rules.flatMap(({ code, override, since, check }) => {
    if (override === 'staff' && isSetAside(facts, code, since?.(facts) ?? -Infinity)) return [];
    const params = check(facts);
    return params === undefined ? [] : [{ code, params, override }];
  });
}
