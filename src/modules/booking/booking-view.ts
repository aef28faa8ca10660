import type { Booking } from '../../contracts/http/index.js';
import { checkIn } from '../../core/booking/policies/index.js';
import { type CallerIdentity, seesOthers } from '../auth/index.js';
import type { KnownBooking } from './booking-record.js';

/** Who reads whose a booking is, beside those who run the place (a setting of the workshop). */
export type BookingNames = 'staff' | 'members';
export interface Viewer {
  readonly by: Pick<CallerIdentity, 'memberId' | 'roles'>;
  readonly names: BookingNames;
}

const minuteMs = 60_000;
const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

export const mayKnowWho = (
  { by, names }: Viewer,
  { memberId, hidesName }: Pick<KnownBooking, 'memberId' | 'hidesName'>,
): boolean => memberId === by.memberId || seesOthers(by) || (names === 'members' && !hidesName);

/** What the viewer may know of a booking: all of one's own, and for those who run the place of everybody's; else when it is. */
export function bookingView(booking: KnownBooking, viewer: Viewer): Booking {
  const whole = booking.memberId === viewer.by.memberId || seesOthers(viewer.by);
  const isReceiver = booking.offeredTo === viewer.by.memberId;
  const named = isReceiver || mayKnowWho(viewer, booking);
  return {
    id: booking.id,
    machineId: booking.machineId,
    memberId: named ? booking.memberId : null,
    memberName: named ? booking.memberName : null,
    from: new Date(booking.from).toISOString(),
    to: new Date(booking.to).toISOString(),
    state: booking.state,
    heldFor: whole ? booking.heldFor : null,
    expiresAt: whole ? iso(booking.expiresAt) : null,
    checkInBy: whole ? iso(checkInBy(booking)) : null,
    overrides: whole ? [...booking.overrides] : [],
    overrideReason: whole ? booking.overrideReason : null,
    offeredTo: (whole || isReceiver) && booking.offeredAt !== null,
    note: whole ? booking.note : null,
    bundleId: whole ? booking.bundleId : null,
    seriesId: whole ? booking.seriesId : null,
    endReason: whole ? booking.endReason : null,
    endedAt: whole ? iso(booking.endedAt) : null,
    version: booking.version,
    createdAt: new Date(booking.createdAt).toISOString(),
  };
}

/** Until when its member has to come. Only a gate can tell who came. */
export function checkInBy({ state, bundleId, hasGate, from, checkInFrom, checkIn: said }: KnownBooking): number | null {
  if (state !== 'confirmed' || bundleId !== null || !hasGate) return null;
  const { watched, graceMinutes } = checkIn.read(said ?? {});
  return watched ? Math.max(from, checkInFrom ?? from) + graceMinutes * minuteMs : null;
}
