import type { Language } from '../../contracts/http/index.js';
import { calendarWords, describeBooking } from '../../core/words/calendars.js';
import type { EventToWrite } from '../../platform/ics/write-calendar.js';
import { checkInBy, type KnownBooking, mayKnowWho, type Viewer } from '../booking/index.js';
import type { PlannedTime } from '../planning/index.js';

/** What all events of one calendar stand on. */
export interface Ground {
  readonly now: number;
  /** What ended before is not shown. */
  readonly since: number;
  readonly language: Language;
  readonly zone: string;
  readonly publicUrl: string;
  readonly location: string;
}

/** Stays the same for as long as the booking, the closure or the outage is there, whatever is changed about it. */
const uid = (id: string, { publicUrl }: Ground): string => `${id}@${new URL(publicUrl).hostname}`;

const isOver = ({ state }: KnownBooking): boolean => state === 'cancelled' || state === 'released';

function statusOf(booking: KnownBooking): EventToWrite['status'] {
  if (booking.state === 'held') return 'tentative';
  return isOver(booking) ? 'cancelled' : 'confirmed';
}

/** A hold that ran out is released, whether that is written down yet or not. */
function asOf(booking: KnownBooking, now: number): KnownBooking {
  const { state, expiresAt, heldFor } = booking;
  if (state !== 'held' || expiresAt === null || expiresAt > now) return booking;
  return {
    ...booking,
    state: 'released',
    endReason: heldFor === 'approval' ? 'not-approved' : 'not-claimed',
    endedAt: expiresAt,
  };
}

const eventOf = (booking: KnownBooking, summary: string, ground: Ground): EventToWrite => ({
  uid: uid(booking.id, ground),
  sequence: booking.version,
  from: booking.from,
  to: booking.to,
  summary,
  location: ground.location,
  status: statusOf(booking),
  stampedAt: booking.endedAt ?? booking.createdAt,
});

/** A member's bookings, each with the machines that were booked along with it; those that ended, for a while. */
export function ownBookings(bookings: readonly KnownBooking[], ground: Ground): EventToWrite[] {
  const known = bookings.map((booking) => asOf(booking, ground.now));
  const along = new Map<string, KnownBooking[]>();
  for (const booking of known) {
    if (booking.bundleId !== null) along.set(booking.bundleId, [...(along.get(booking.bundleId) ?? []), booking]);
  }
  return known
    .filter(({ bundleId }) => bundleId === null)
    .filter((booking) => !isOver(booking) || (booking.endedAt ?? booking.createdAt) > ground.since)
    .map((booking) => ownBooking(booking, along.get(booking.id) ?? [], ground));
}

function ownBooking(booking: KnownBooking, bundle: readonly KnownBooking[], ground: Ground): EventToWrite {
  const { language, zone, publicUrl } = ground;
  // Of a booking that was moved to another machine, those that went along with it before are over.
  const along = bundle.filter((other) => isOver(other) === isOver(booking)).map(({ machineName }) => machineName);
  return {
    ...eventOf(booking, booking.machineName[language], ground),
    description: describeBooking(language, { ...booking, checkInBy: checkInBy(booking), along }, zone),
    url: new URL('/bookings', publicUrl).href,
  };
}

/** A machine's time that is taken, and by whom as far as the reader may know. */
export function bookedTime(booking: KnownBooking, viewer: Viewer, ground: Ground): EventToWrite {
  const summary = mayKnowWho(viewer, booking) ? booking.memberName : calendarWords[ground.language].taken;
  return eventOf(booking, summary, ground);
}

export function plannedTime({ kind, id, during, reason, createdAt }: PlannedTime, ground: Ground): EventToWrite {
  return {
    uid: uid(id, ground),
    sequence: 0,
    ...during,
    summary: calendarWords[ground.language][kind](reason[ground.language]),
    location: ground.location,
    status: 'confirmed',
    stampedAt: createdAt,
  };
}
