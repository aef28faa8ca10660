import { contains, type Interval, interval, subtract } from '../../core/interval.js';

export interface DemoBooking {
  readonly machine: string;
  readonly member: string;
  /** Minutes from now. */
  readonly from: number;
  readonly to: number;
}

/** The calendar around now. */
export const demoBookings: readonly DemoBooking[] = [
  { machine: 'laser', member: 'anna', from: -15, to: 240 },
  { machine: 'laser', member: 'julia', from: 270, to: 330 },
  { machine: 'laser', member: 'instructor', from: 1440, to: 1560 },
  { machine: 'tokarka', member: 'piotr', from: -10, to: 110 },
  { machine: 'pilarka', member: 'zofia', from: -5, to: 85 },
  { machine: 'ploter', member: 'zofia', from: 120, to: 180 },
  { machine: 'ploter', member: 'anna', from: 1500, to: 1560 },
  { machine: 'haft', member: 'instructor', from: 45, to: 165 },
  { machine: 'prasa', member: 'julia', from: 200, to: 320 },
  { machine: 'druk3d-1', member: 'jan', from: 60, to: 360 },
];

const minuteMs = 60_000;
const shortestMs = 5 * minuteMs;

/**
 * Where a demo booking goes on a calendar that people have been using: as wished, cut to what is free around it. Undefined
 * when nothing of use is.
 */
export function placeBooking(wish: DemoBooking, now: number, busy: readonly Interval[]): Interval | undefined {
  const minute = Math.floor(now / minuteMs) * minuteMs;
  const whole = interval(minute + wish.from * minuteMs, minute + wish.to * minuteMs);
  if (whole === undefined) return undefined;
  const gaps = subtract(whole, busy);
  const gap = contains(whole, now) ? gaps.find((free) => contains(free, now)) : gaps[0];
  return gap !== undefined && gap.to - Math.max(gap.from, now) >= shortestMs ? gap : undefined;
}
