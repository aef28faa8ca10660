import { openingHoursSettings } from '../../core/booking/opening-hours.js';
import { openDuring } from '../../core/calendar/opening-hours.js';
import { subtract } from '../../core/interval.js';
import type { Transaction } from '../../platform/database/database.js';
import { type StandingBooking, standingBookings } from '../booking/index.js';
import { type SaidSetting, settingFor } from './booking-settings.repository.js';

export const openingHoursCode = 'outside-opening-hours';

/** How what is said about opening hours changes. */
export interface HoursChange {
  readonly before: readonly SaidSetting[];
  readonly after: readonly SaidSetting[];
}

/**
 * Bookings, of one machine or (null) of all, that other opening hours than before do not cover: nobody knew of it when they
 * were made, and no override was about these hours.
 */
export async function bookingsShutOut(
  tx: Transaction,
  machineId: string | null,
  { before, after }: HoursChange,
  { now, zone }: { readonly now: number; readonly zone: string },
): Promise<StandingBooking[]> {
  const standing = await standingBookings(tx, machineId, { from: now, to: Infinity }, now);
  return standing.filter((booking) => {
    const [was, is] = [before, after].map((said) => settingFor(said, openingHoursCode, booking).settings);
    if (JSON.stringify(was) === JSON.stringify(is) || isCovered(is, booking, now, zone)) return false;
    return isCovered(was, booking, now, zone) || booking.overrides.includes(openingHoursCode);
  });
}

/** What is left of it. */
function isCovered(settings: unknown, { during }: StandingBooking, now: number, zone: string): boolean {
  const { hours } = openingHoursSettings.parse(settings);
  const left = { from: Math.max(now, during.from), to: during.to };
  return hours === null || subtract(left, openDuring(hours, left, zone)).length === 0;
}
