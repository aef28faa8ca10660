import type { z } from 'zod';
import type { Refusal } from '../refusal.js';
import type { BookingFacts } from './facts.js';

/** Who says what a setting is. The most specific wins. */
export const settingScopes = ['machine', 'group', 'membership', 'workshop'] as const;
export type SettingScope = (typeof settingScopes)[number];
/** `default`: nobody said anything. */
export type SettingOrigin = SettingScope | 'default';

/** What can be set: a rule's numbers, or a policy that is asked elsewhere (approval, release of no-shows). */
export interface BookingSetting<Params = unknown> {
  readonly code: string;
  /** One plain sentence: what must be so, or what happens. */
  readonly says: string;
  /** Every field has a default: what a workshop has that never said anything. */
  readonly params: z.ZodType<Params>;
}

/** What a rule is asked with, beside the facts. */
export interface Asked {
  /** Who set its params: a limit that a machine sets counts this machine, a group's the group, all others all machines. */
  readonly origin: SettingOrigin;
}

interface Written<Params> extends BookingSetting<Params> {
  readonly override: Refusal['override'];
  /** `ahead`: not of a booking that a tap makes on the spot. */
  readonly asked: 'always' | 'ahead';
  /** Set aside in the relaxed hours of a workshop (nights, weekends). */
  readonly relaxable: boolean;
  /** Undefined: nothing against it. Otherwise what fills the words in. */
  readonly check: (facts: BookingFacts, params: Params, asked: Asked) => Refusal['params'] | undefined;
  /** Until when a booking from `wanted.from` could last as far as this rule is concerned; undefined: as long as one likes. */
  readonly latestEnd?: (facts: BookingFacts, params: Params, asked: Asked) => number | undefined;
}

/** A rule with settings of its own. `docs/booking-rules.md` is compared with all of it but the check. */
export interface BookingRule extends BookingSetting, Pick<Written<unknown>, 'override' | 'asked' | 'relaxable'> {
  /** Throws a ZodError when the settings do not fit: a rule with wrong settings is a fault, never a yes. */
  readonly set: (settings: unknown, origin: SettingOrigin) => SetRule;
}

/** A rule together with the settings it is asked with. */
export interface SetRule extends Pick<BookingRule, 'code' | 'asked' | 'relaxable'> {
  readonly ask: (facts: BookingFacts) => Refusal | undefined;
  readonly latestEnd: (facts: BookingFacts) => number | undefined;
}

export const bookingRule = <Params>({ check, latestEnd, ...rule }: Written<Params>): BookingRule => ({
  ...rule,
  set: (settings, origin) => {
    const params = rule.params.parse(settings);
    return {
      code: rule.code,
      asked: rule.asked,
      relaxable: rule.relaxable,
      ask: (facts) => {
        const against = check(facts, params, { origin });
        return against === undefined ? undefined : { code: rule.code, params: against, override: rule.override };
      },
      latestEnd: (facts) => latestEnd?.(facts, params, { origin }),
    };
  },
});

/** A setting that no rule asks; `read` throws a ZodError when what is stored does not fit. */
export interface BookingPolicy<Params = unknown> extends BookingSetting<Params> {
  readonly read: (settings: unknown) => Params;
}
export const bookingPolicy = <Params>(policy: BookingSetting<Params>): BookingPolicy<Params> => ({
  ...policy,
  read: (settings) => policy.params.parse(settings),
});
