import type { BookingSnapshot } from './booking-facts.repository.js';
import type { KnownBooking } from './booking-record.js';

/** Id → the version that was seen; null: whatever it is, it moves. */
type Seen = ReadonlyMap<string, number | null>;

/** Whose rights and calendars a write is about: locked, compared with what was seen, and moved on. */
export interface Guards {
  readonly members: Seen;
  readonly groups: Seen;
  readonly machines: Seen;
}

/** @param touched bookings as they were: whose they are and where they are moves too */
export function guardsOf(snapshots: readonly BookingSnapshot[], touched: readonly KnownBooking[]): Guards {
  const members = new Map<string, number | null>(touched.map(({ memberId }) => [memberId, null]));
  const machines = new Map<string, number | null>(touched.map(({ machineId }) => [machineId, null]));
  const groups = new Map<string, number | null>(
    touched.flatMap(({ exclusiveGroupId }) => (exclusiveGroupId === null ? [] : [[exclusiveGroupId, null] as const])),
  );
  for (const { facts, versions } of snapshots) {
    saw(members, facts.member.id, versions.member);
    saw(machines, facts.machine.id, versions.machine);
    if (versions.groupId !== undefined && versions.group !== undefined) saw(groups, versions.groupId, versions.group);
  }
  return { members, groups, machines };
}

/** Of two snapshots the older one counts: what moved between them is a race that was lost. */
function saw(seen: Map<string, number | null>, id: string, version: number): void {
  seen.set(id, Math.min(version, seen.get(id) ?? version));
}
