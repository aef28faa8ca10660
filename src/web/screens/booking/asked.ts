import type { Booking } from '../../../contracts/http/index.js';
import type { Interval } from '../../../core/interval.js';

/** What a dialog was opened for. */
export type Asked =
  | { readonly what: 'new'; readonly subject: Subject; readonly during: Interval; readonly error?: Error }
  | {
      readonly what: 'change';
      readonly booking: Booking;
      readonly during: Interval;
      readonly machineId: string;
      readonly error?: Error;
    }
  | { readonly what: 'booking'; readonly id: string };
export type Ask = (asked: Asked) => void;

/** One machine, or any of a group. */
export interface Subject {
  readonly kind: 'machine' | 'group';
  readonly id: string;
}

const minuteMs = 60_000;
/** Offered times begin on the quarter of an hour. */
export const stepMs = 15 * minuteMs;
export const usualMs = 60 * minuteMs;

export const roundedUp = (at: number): number => Math.ceil(at / stepMs) * stepMs;
