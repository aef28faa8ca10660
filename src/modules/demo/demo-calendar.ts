import type { Interval } from '../../core/interval.js';
import type { IdSource } from '../../platform/ids/ids.js';
import type { Transaction } from '../../platform/database/database.js';
import { bumpMachines, lockAllCalendars } from '../machines/index.js';
import { demoBookings, placeBooking } from './demo-bookings.js';
import { demoEmail } from './demo-people.js';

/**
 * Puts the demo bookings around now again. Those of the last start go first, unless they are in use; those that people made
 * stay, and the demo keeps off them. A booking that nobody made is a demo booking.
 */
export async function renewCalendar(tx: Transaction, now: number, ids: IdSource): Promise<void> {
  const at = new Date(now);
  const machineIds = await lockAllCalendars(tx);
  await tx.query(
    `update booking set state = 'released', version = version + 1
     where created_by is null and state = 'confirmed' and upper(during) > $1`,
    [at],
  );
  for (const wish of demoBookings) {
    const [found] = await tx.query<{ machine_id: string; member_id: string }>(
      `select m.id as machine_id, p.id as member_id from machine m, member p
       where m.slug = $1 and lower(p.email) = $2 and m.retired_at is null`,
      [wish.machine, demoEmail(wish.member)],
    );
    if (found === undefined) continue;
    const placed = placeBooking(wish, now, await busy(tx, found.machine_id));
    if (placed === undefined) continue;
    await tx.query(
      `insert into booking (id, machine_id, member_id, during, state, created_at)
       values ($1, $2, $3, tstzrange($4, $5), 'confirmed', $6)`,
      [ids.next(), found.machine_id, found.member_id, new Date(placed.from), new Date(placed.to), at],
    );
  }
  await bumpMachines(tx, machineIds);
}

async function busy(tx: Transaction, machineId: string): Promise<Interval[]> {
  const rows = await tx.query<{ from: Date; to: Date }>(
    `select lower(during) as "from", upper(during) as "to" from booking
     where machine_id = $1 and state in ('held', 'confirmed', 'in_use', 'done') order by during`,
    [machineId],
  );
  return rows.map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() }));
}
