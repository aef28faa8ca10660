import type { BookedTime, MachineFacts } from './facts.js';
import { leaseTtlMs } from '../numbers.js';

/** An older report of the meter says nothing about now. */
const powerReportMaxMs = 30_000;

export interface Meter {
  readonly busyFromW: number | undefined;
  readonly power: { readonly w: number; readonly at: number } | undefined;
}

/**
 * When a session with a booking ends: with the booking, or, while the meter shows the machine at work, at most so many minutes
 * later, never into the next booking and never on a high-hazard machine. Asked each second: work that ends early ends it.
 *
 * @param next the first booking of somebody from the end of this one on
 */
export function sessionEnd(
  bookedTo: number,
  now: number,
  { hazard }: Pick<MachineFacts, 'hazard'>,
  { busyFromW, power }: Meter,
  overrunMinutes: number,
  next: Pick<BookedTime, 'from'> | undefined,
): number {
  // Before the last lease the end is the booked one, which the member is warned of.
  if (hazard === 'high' || now < bookedTo - leaseTtlMs) return bookedTo;
  const known = busyFromW !== undefined && power !== undefined && now - power.at <= powerReportMaxMs;
  if (!known || power.w < busyFromW) return bookedTo;
  return Math.max(bookedTo, Math.min(bookedTo + overrunMinutes * 60_000, next?.from ?? Infinity));
}
