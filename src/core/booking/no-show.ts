const minuteMs = 60_000;

/** A booking that began and that nobody has checked in to. */
export interface Awaited {
  readonly from: number;
  readonly to: number;
  /** Since when its member could come; 0: all along. */
  readonly checkInFrom: number;
  readonly warned: boolean;
  /** A session runs on the machine: the one before has not ended. */
  readonly inUse: boolean;
  /** When the last session on it ended. */
  readonly freeSince: number;
  /** Up to then nobody could check in. */
  readonly pausedUntil: number;
  /** The member tapped since it began, and was refused. */
  readonly turnedAway: boolean;
  /** What a tap of the member would be refused for now. */
  readonly refusedFor: readonly string[];
  /** False: nobody watched since it was looked at last. */
  readonly seen: boolean;
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
  /** Nobody is blamed who was not warned, could not have come, or came. */
  | { readonly does: 'release'; readonly strike: boolean };

/** What is about the member: it is not waited for, and not blamed. */
const ofTheMember: ReadonlySet<string> = new Set([
  'member-suspended',
  'membership-expired',
  'not-certified',
  'certificate-expired',
  'certificate-outdated',
  'member-limit',
]);
/** What is asked for otherwise: the machine is in use still, or the booking is over. */
const ofTheTime: ReadonlySet<string> = new Set(['in-use', 'booked-by-other', 'booking-required']);

const isUsable = ({ seen, refusedFor }: Awaited): boolean =>
  seen && refusedFor.every((code) => ofTheMember.has(code) || ofTheTime.has(code));
const mayCome = ({ turnedAway, refusedFor }: Awaited): boolean =>
  !turnedAway && !refusedFor.some((code) => ofTheMember.has(code));

/** What becomes of a booking that nobody came to: the grace counts from when its member could have the machine. */
export function judgeNoShow(
  booking: Awaited,
  { watched, graceMinutes, warnMinutes }: CheckIn,
  now: number,
): NoShowVerdict {
  if (!watched) return { does: 'nothing' };
  const usable = isUsable(booking);
  if (now >= booking.to) return usable ? { does: 'release', strike: false } : { does: 'nothing' };
  if (!usable) return { does: 'pause' };
  if (booking.inUse) return { does: 'nothing' };
  const since = Math.max(booking.from, booking.checkInFrom, booking.freeSince, booking.pausedUntil);
  const by = since + graceMinutes * minuteMs;
  if (by <= now) return { does: 'release', strike: booking.warned && mayCome(booking) };
  return booking.warned || now < since + warnMinutes * minuteMs ? { does: 'nothing' } : { does: 'warn', by };
}
