import { liesWithin } from '../calendar/policy-windows.js';
import type { Interval } from '../interval.js';
import type { BookingFacts } from './facts.js';
import { relaxedHours } from './policies/index.js';
import { settingOf, type StoredSetting } from './settings.js';

/** Whether limits are set aside for a time. */
export function relaxes(
  stored: readonly StoredSetting[],
  { zone, wanted }: Pick<BookingFacts, 'zone'> & { readonly wanted: Interval },
): boolean {
  const { windows } = relaxedHours.read(settingOf(stored, relaxedHours.code).settings);
  return windows.length > 0 && liesWithin(wanted, windows, zone);
}
