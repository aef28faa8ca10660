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
  /** Undefined: nothing against it. Otherwise what fills the words in. */
  readonly check: (facts: AccessFacts) => Refusal['params'] | undefined;
}

export const accessRule = (rule: AccessRule): AccessRule => rule;

/** What staff set aside for the member's booking, and may set aside, is no refusal at the machine either. */
export function refusalsOf(rules: readonly AccessRule[], facts: AccessFacts): Refusal[] {
  const { booking, member } = facts;
  const setAside = booking !== undefined && booking.memberId === member?.id ? booking.overrides : [];
  return rules.flatMap(({ code, override, check }) => {
    if (override === 'staff' && setAside.includes(code)) return [];
    const params = check(facts);
    return params === undefined ? [] : [{ code, params, override }];
  });
}
