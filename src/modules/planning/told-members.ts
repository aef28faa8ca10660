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
  { pl: reasonPl, en: reasonEn }: Bilingual,
): Promise<void> {
  for (const booking of bookings) {
    await notices.tell(tx, {
      memberId: booking.memberId,
      kind,
      params: { ...namedTime(booking), reasonPl, reasonEn },
      subject: { kind: 'booking', id: booking.id },
    });
  }
}

export const namedTime = ({ machineName: { pl, en }, during }: StandingBooking) => ({
  machinePl: pl,
  machineEn: en,
  ...during,
});
