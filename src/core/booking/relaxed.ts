import { windowsDuring } from '../calendar/policy-windows.js';
import type { Interval } from '../interval.js';
import { relaxedHours } from './policies/index.js';
import { settingOf, type StoredSetting } from './settings.js';

/** Windows come back each week: what is relaxed for so long is relaxed always. */
const alwaysMs = 15 * 24 * 60 * 60_000;

/** Until when limits are set aside on end; `from` itself when they hold then. */
export function relaxedUntil(stored: readonly StoredSetting[], from: number, zone: string): number {
  const { windows } = relaxedHours.read(settingOf(stored, relaxedHours.code).settings);
  if (windows.length === 0) return from;
  const looked = { from, to: from + alwaysMs };
  const [first] = windowsDuring(windows, looked, zone);
  if (first?.from !== from) return from;
  return first.to === looked.to ? Infinity : first.to;
}

/** Whether limits are set aside for the whole of a time. */
export const relaxes = (stored: readonly StoredSetting[], during: Interval, zone: string): boolean =>
  during.to <= relaxedUntil(stored, during.from, zone);
