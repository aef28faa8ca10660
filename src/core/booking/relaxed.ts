import { type PolicyWindow, windowsDuring } from '../calendar/policy-windows.js';
import type { Interval } from '../interval.js';
import { relaxedHours } from './policies/index.js';
import { onceFor, settingOf, type StoredSetting } from './settings.js';

/** Windows come back each week: what is relaxed for so long is relaxed always. */
const alwaysMs = 15 * 24 * 60 * 60_000;

export const relaxedWindows = onceFor(
  (stored: readonly StoredSetting[]): readonly PolicyWindow[] =>
    relaxedHours.read(settingOf(stored, relaxedHours.code).settings).windows,
);

/** How much of a time, on end from its start, limits are set aside for; its start when they hold then. */
export function relaxedUntil(windows: readonly PolicyWindow[], during: Interval, zone: string): number {
  const { from, to } = during;
  if (windows.length === 0) return from;
  const looked = { from, to: Math.min(to, from + alwaysMs) };
  const [first] = windowsDuring(windows, looked, zone);
  if (first?.from !== from) return from;
  return first.to === looked.to ? to : first.to;
}

/** Whether limits are set aside for the whole of it. */
export const relaxes = (windows: readonly PolicyWindow[], during: Interval, zone: string): boolean =>
  relaxedUntil(windows, during, zone) >= during.to;
