import type { Bilingual } from '../../contracts/http/index.js';
import type { Transaction } from '../../platform/database/database.js';
import type { StandingBooking } from '../booking/index.js';
import type { Notices } from '../notices/index.js';

/** Whoever has a booking that stands in it is told; the booking stays. */
export async function tellOfPlan(
  notices: Notices,
  tx: Transaction,
  kind: 'outage-planned' | 'closure-planned',
  bookings: readonly StandingBooking[],
  reasonOf: (booking: StandingBooking) => Bilingual,
): Promise<void> {
  const told = bookings.map((booking) => {
    const { pl: reasonPl, en: reasonEn } = reasonOf(booking);
    const subject = { kind: 'booking', id: booking.id } as const;
    return { memberId: booking.memberId, kind, params: { ...namedTime(booking), reasonPl, reasonEn }, subject };
  });
  await notices.tellEach(tx, told);
}

export const namedTime = ({ machineName: { pl, en }, during }: StandingBooking) => ({
  machinePl: pl,
  machineEn: en,
  ...during,
});
