import type { Booking } from '../../contracts/http/index.js';
import type { Interval } from '../../core/interval.js';
import type { Bilingual } from '../../core/words/bilingual.js';

/** A booking as it is stored. Times in ms since the epoch. */
export interface BookingRecord extends Interval {
  readonly id: string;
  readonly machineId: string;
  readonly memberId: string;
  readonly state: Booking['state'];
  readonly heldFor: Booking['heldFor'];
  readonly expiresAt: number | null;
  readonly overrides: readonly string[];
  /** They are about what was planned and set by then. */
  readonly overridesAt: number | null;
  readonly overrideReason: string | null;
  readonly note: string | null;
  /** The booking that this one was made along with. */
  readonly bundleId: string | null;
  readonly seriesId: string | null;
  /** Since when its member could come, however long ago it began; null: all along. */
  readonly checkInFrom: number | null;
  /** Whom it waits for to take it over; null with a time: nobody has the address. */
  readonly offeredTo: string | null;
  readonly offeredAt: number | null;
  readonly warnedAt: number | null;
  readonly endedAt: number | null;
  readonly endedBy: string | null;
  readonly endReason: Booking['endReason'];
  /** The end it had before it was cut to its real one. */
  readonly plannedTo: number | null;
  readonly version: number;
  readonly createdBy: string | null;
  readonly createdAt: number;
  /** By this change its member gives up time: said in the write, and not kept. */
  readonly givesUp?: boolean;
}

/** One that is in the database, with what is around it. */
export interface KnownBooking extends BookingRecord {
  readonly memberName: string;
  readonly hidesName: boolean;
  readonly machineName: Bilingual;
  readonly exclusiveGroupId: string | null;
  readonly hasGate: boolean;
  /** A session is open on it. */
  readonly isOn: boolean;
  /** What is said about check-in for it; undefined: nothing. */
  readonly checkIn: unknown;
}

type Time =
  | 'from'
  | 'to'
  | 'expires_at'
  | 'overrides_at'
  | 'check_in_from'
  | 'offered_at'
  | 'warned_at'
  | 'ended_at'
  | 'planned_to'
  | 'created_at';
type Column<Name extends Time, Of = Date | null> = Readonly<Record<Name, Of>>;

export interface BookingRow
  extends
    Column<'from' | 'to' | 'created_at', Date>,
    Column<'expires_at' | 'overrides_at' | 'check_in_from' | 'offered_at' | 'warned_at' | 'ended_at' | 'planned_to'> {
  readonly id: string;
  readonly machine_id: string;
  readonly member_id: string;
  readonly state: Booking['state'];
  readonly held_for: Booking['heldFor'];
  readonly overrides: readonly string[];
  readonly override_reason: string | null;
  readonly note: string | null;
  readonly bundle_id: string | null;
  readonly series_id: string | null;
  readonly offered_to: string | null;
  readonly ended_by: string | null;
  readonly end_reason: Booking['endReason'];
  readonly version: number;
  readonly created_by: string | null;
  readonly member: { readonly name: string; readonly hidesName: boolean };
  readonly machine: {
    readonly name: Bilingual;
    readonly exclusiveGroupId: string | null;
    readonly hasGate: boolean;
    readonly isOn: boolean;
  };
  readonly check_in: unknown;
}

const ms = (at: Date | null): number | null => at?.getTime() ?? null;

export const fromRow = (row: BookingRow): KnownBooking => ({
  id: row.id,
  machineId: row.machine_id,
  memberId: row.member_id,
  from: row.from.getTime(),
  to: row.to.getTime(),
  state: row.state,
  heldFor: row.held_for,
  expiresAt: ms(row.expires_at),
  overrides: row.overrides,
  overridesAt: ms(row.overrides_at),
  overrideReason: row.override_reason,
  note: row.note,
  bundleId: row.bundle_id,
  seriesId: row.series_id,
  checkInFrom: ms(row.check_in_from),
  offeredTo: row.offered_to,
  offeredAt: ms(row.offered_at),
  warnedAt: ms(row.warned_at),
  endedAt: ms(row.ended_at),
  endedBy: row.ended_by,
  endReason: row.end_reason,
  plannedTo: ms(row.planned_to),
  version: row.version,
  createdBy: row.created_by,
  createdAt: row.created_at.getTime(),
  memberName: row.member.name,
  hidesName: row.member.hidesName,
  machineName: row.machine.name,
  exclusiveGroupId: row.machine.exclusiveGroupId,
  hasGate: row.machine.hasGate,
  isOn: row.machine.isOn,
  checkIn: row.check_in ?? undefined,
});

const date = (at: number | null): Date | null => (at === null ? null : new Date(at));

/** What `writeBookings` takes for one of its bookings. */
export const toWritten = (record: BookingRecord): object => ({
  id: record.id,
  machine_id: record.machineId,
  member_id: record.memberId,
  from: date(record.from),
  to: date(record.to),
  state: record.state,
  held_for: record.heldFor,
  expires_at: date(record.expiresAt),
  overrides: record.overrides,
  overrides_at: date(record.overridesAt),
  override_reason: record.overrideReason,
  note: record.note,
  bundle_id: record.bundleId,
  series_id: record.seriesId,
  check_in_from: date(record.checkInFrom),
  offered_to: record.offeredTo,
  offered_at: date(record.offeredAt),
  warned_at: date(record.warnedAt),
  ended_at: date(record.endedAt),
  ended_by: record.endedBy,
  end_reason: record.endReason,
  planned_to: date(record.plannedTo),
  version: record.version,
  created_by: record.createdBy,
  created_at: date(record.createdAt),
  gives_up: record.givesUp === true,
});

/** Nobody is to take it over. */
export const notOffered = { offeredTo: null, offeredAt: null } as const;

/** As it is to be next. */
export const changed = <Of extends BookingRecord>(record: Of, change: Partial<BookingRecord>): Of => ({
  ...record,
  ...change,
  version: record.version + 1,
});

/** It ends before its time, and its time is free again. */
export const ended = <Of extends BookingRecord>(
  record: Of,
  { at, by, as }: { readonly at: number; readonly by: string | null; readonly as: NonNullable<Booking['endReason']> },
): Of =>
  changed(record, {
    state: as === 'cancelled' ? 'cancelled' : 'released',
    endedAt: at,
    endedBy: by,
    endReason: as,
    givesUp: as === 'cancelled' && isTheirs(record, by),
    ...notOffered,
  });

/** Of one that nobody came to so far, changed by whose it is: what is given up of it may be given up too late. */
export const isTheirs = ({ state, bundleId, memberId }: BookingRecord, by: string | null): boolean =>
  state === 'confirmed' && bundleId === null && by === memberId;

/** Cut to what was used of it. */
export const cut = <Of extends BookingRecord>(
  record: Of,
  { at, by, as }: { readonly at: number; readonly by: string | null; readonly as: 'finished-early' | 'over' },
): Of =>
  changed(record, {
    state: 'done',
    to: at,
    plannedTo: record.plannedTo ?? record.to,
    endedAt: at,
    endedBy: by,
    endReason: as,
    ...notOffered,
  });

/** It takes time that is not over yet, and so can be changed or given up. */
export const isAhead = ({ state, to, expiresAt }: BookingRecord, now: number): boolean =>
  to > now &&
  (state === 'confirmed' || state === 'in_use' || (state === 'held' && expiresAt !== null && expiresAt > now));
