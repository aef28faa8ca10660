import { supervisorRequired } from '../../core/booking/rules/supervisor-required.js';
import { type Interval, intersect, subtract } from '../../core/interval.js';
import type { Transaction } from '../../platform/database/database.js';
import { type StandingBooking, standingBookings } from '../booking/index.js';
import { settingFor, settingsOfRule } from '../booking-rules/index.js';
import { maySupervise } from '../members/index.js';

/** Bookings that were supervised during a time in which nobody supervises them now, though their rules ask for it. */
export async function bookingsLeftAlone(
  tx: Transaction,
  machineId: string | null,
  during: Interval,
  now: number,
): Promise<StandingBooking[]> {
  const { code, params } = supervisorRequired;
  const said = await settingsOfRule(tx, code);
  const supervised = await tx.query<{ machine_id: string | null; from: Date; to: Date }>(
    `select v.machine_id, lower(v.during) as "from", upper(v.during) as "to"
     from supervision v join member p on p.id = v.member_id and ${maySupervise('p')} where v.during && tstzrange($1, $2)`,
    [new Date(during.from), new Date(during.to)],
  );
  const bookings = await standingBookings(tx, machineId, during, now);
  return bookings.filter((booking) => {
    const { needed } = params.parse(settingFor(said, code, booking).settings) as { readonly needed: boolean };
    if (!needed || booking.overrides.includes(code)) return false;
    const lost = intersect(booking.during, during);
    const left = supervised
      .filter((one) => one.machine_id === null || one.machine_id === booking.machineId)
      .map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() }));
    return lost !== undefined && subtract(lost, left).length > 0;
  });
}
