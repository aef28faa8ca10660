import type { z } from 'zod';
import type { PolicyWindow } from '../calendar/policy-windows.js';
import type { OwnBooking } from './facts.js';
import { approval } from './policies/index.js';
import { relaxedWindows, relaxes } from './relaxed.js';
import type { SetRule } from './rule.js';
import { bookingRules } from './rules/index.js';
import { onceFor, settingOf, type StoredSetting } from './settings.js';

/** What is set for one machine and one member, ready to be asked. */
export interface Rulebook {
  readonly rules: readonly SetRule[];
  readonly windows: readonly PolicyWindow[];
  readonly approval: z.infer<typeof approval.params>;
  /** Whether a booking of the member counts for limits: not when it lies wholly in relaxed hours. */
  readonly counts: (own: OwnBooking, zone: string) => boolean;
}

export const rulebookOf = onceFor((stored: readonly StoredSetting[]): Rulebook => {
  const windows = relaxedWindows(stored);
  const known = new WeakMap<OwnBooking, boolean>();
  return {
    rules: bookingRules.map((rule) => {
      const { settings, origin } = settingOf(stored, rule.code);
      return rule.set(settings, origin);
    }),
    windows,
    approval: approval.read(settingOf(stored, approval.code).settings),
    counts: (own, zone) => {
      const counts = known.get(own) ?? !relaxes(windows, own, zone);
      known.set(own, counts);
      return counts;
    },
  };
});
