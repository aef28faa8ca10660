import type { Session } from '../../contracts/http/index.js';
import type { SessionRow } from './session.repository.js';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A session as the API shows it. */
export const sessionView = (row: SessionRow): Session => ({
  id: row.id,
  machineId: row.machine_id,
  memberId: row.member_id,
  gateId: row.gate_id,
  bookingId: row.booking_id,
  state: row.state,
  openedAt: row.opened_at.toISOString(),
  confirmedAt: iso(row.confirmed_at),
  hardEnd: iso(row.hard_end),
  endReason: row.end_reason,
  closedAt: iso(row.closed_at),
});
