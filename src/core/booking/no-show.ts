const minuteMs = 60_000;

/** A booking that began and that nobody has checked in to. */
export interface Awaited {
  readonly from: number;
  readonly to: number;
  readonly warned: boolean;
  /** A session runs on the machine: the one before has not ended. */
  readonly inUse: boolean;
  /** When the last session on it ended. */
  readonly freeSince: number;
  /** A tap would be heard, and would power the machine. */
  readonly usable: boolean;
  /** Up to then nobody could check in. */
  readonly pausedUntil: number;
}

export interface CheckIn {
  readonly watched: boolean;
  readonly graceMinutes: number;
  readonly warnMinutes: number;
}

export type NoShowVerdict =
  | { readonly does: 'nothing' }
  /** Nobody can check in now: the time to come begins anew when they can. */
  | { readonly does: 'pause' }
  | { readonly does: 'warn'; readonly by: number }
  /** Nobody is blamed who did not have the whole grace to come. */
  | { readonly does: 'release'; readonly strike: boolean };

/** What becomes of a booking that nobody came to: the grace counts from when the machine could be had. */
export function judgeNoShow(
  booking: Awaited,
  { watched, graceMinutes, warnMinutes }: CheckIn,
  now: number,
): NoShowVerdict {
  if (!watched) return { does: 'nothing' };
  if (now >= booking.to) return booking.usable ? { does: 'release', strike: false } : { does: 'nothing' };
  if (!booking.usable) return { does: 'pause' };
  if (booking.inUse) return { does: 'nothing' };
  const since = Math.max(booking.from, booking.freeSince, booking.pausedUntil);
  const by = since + graceMinutes * minuteMs;
  if (by <= now) return { does: 'release', strike: true };
  return booking.warned || now < since + warnMinutes * minuteMs ? { does: 'nothing' } : { does: 'warn', by };
}
