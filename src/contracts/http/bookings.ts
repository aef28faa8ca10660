import { z } from 'zod';
import { bilingual, id, instant, listQuery, refusal } from './basics.js';

const day = z.iso.date();
/** Wall-clock time of the workshop. */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'time-of-day' });
const note = z.string().trim().min(1).max(500);

/** Staff set aside what may be set aside, and say why: a recorded fact. */
const override = z.strictObject({ reason: z.string().trim().min(1).max(500) });

/** What is wanted: one machine, or any of a group. */
const subject = { machineId: id.optional(), machineGroupId: id.optional() };
const oneSubject = (wish: { machineId?: string | undefined; machineGroupId?: string | undefined }): boolean =>
  (wish.machineId === undefined) !== (wish.machineGroupId === undefined);
const whichSubject = { path: ['machineId'], message: 'machine-or-group' };

export const bookingRequest = z
  .strictObject({
    ...subject,
    from: instant,
    to: instant,
    /** For somebody else: staff only. */
    memberId: id.optional(),
    note: note.optional(),
    override: override.optional(),
  })
  .refine(oneSubject, whichSubject);
export type BookingRequest = z.infer<typeof bookingRequest>;

export const bookingState = z.enum(['held', 'confirmed', 'in_use', 'done', 'cancelled', 'released']);
export const bookingEnd = z.enum([
  'cancelled',
  'no-show',
  'not-approved',
  'not-claimed',
  'right-lost',
  'finished-early',
  'over',
]);

/** Of somebody else's, members are told when and where it is; the rest is null or empty. */
export const booking = z.object({
  id,
  machineId: id,
  /** Null where the viewer may not know who. */
  memberId: id.nullable(),
  memberName: z.string().nullable(),
  from: instant,
  to: instant,
  state: bookingState,
  /** Of a held one: what it waits for, and until when. */
  heldFor: z.enum(['approval', 'claim']).nullable(),
  expiresAt: instant.nullable(),
  /** Nobody came by then: it is released. Null: not watched. */
  checkInBy: instant.nullable(),
  /** Refusals that staff set aside; why is for staff and the member. */
  overrides: z.array(z.string()),
  overrideReason: z.string().nullable(),
  /** It waits for somebody to take it over: told to whoever has it and to whom it is offered. */
  offeredTo: z.boolean(),
  note: z.string().nullable(),
  /** The booking that this machine was booked along with. */
  bundleId: id.nullable(),
  seriesId: id.nullable(),
  endReason: bookingEnd.nullable(),
  endedAt: instant.nullable(),
  /** Also its ETag: a change says in `If-Match` which version it saw. */
  version: z.int(),
  createdAt: instant,
});
export type Booking = z.infer<typeof booking>;

/**
 * Those that take time, unless `ended=true` asks for cancelled and released ones too. `order=from`: by their start, soonest
 * first. Members see others' as far as they take time, and not those that were over a month ago; all of their own with `member`.
 */
export const bookingQuery = listQuery.extend({
  machine: id.optional(),
  member: id.optional(),
  from: instant.optional(),
  to: instant.optional(),
  ended: z.enum(['true', 'false']).default('false'),
  order: z.enum(['id', 'from']).default('id'),
  /** Only those that are held, and wait for that. */
  heldFor: z.enum(['approval', 'claim']).optional(),
  /** Nothing but what others want to hand over to the caller. */
  offered: z.enum(['true', 'false']).default('false'),
});
export type BookingQuery = z.infer<typeof bookingQuery>;

/** Moved, made longer or shorter, moved to another machine. Needs `If-Match`. */
export const bookingChange = z.strictObject({
  from: instant.optional(),
  to: instant.optional(),
  machineId: id.optional(),
  note: note.nullable().optional(),
  override: override.optional(),
});
export type BookingChange = z.infer<typeof bookingChange>;

/**
 * To another member; the slot is never free in between. By staff, with id or e-mail address: at once. By a member, with e-mail
 * address: an offer, answered the same whoever has that address; the booking stays until it is accepted.
 */
export const handOverRequest = z
  .strictObject({ memberId: id.optional(), email: z.email().max(254).optional(), override: override.optional() })
  .refine(({ memberId, email }) => (memberId === undefined) !== (email === undefined), {
    path: ['email'],
    message: 'member-or-email',
  });
export type HandOverRequest = z.infer<typeof handOverRequest>;

export const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);

/** A weekly pattern in wall-clock time. `all-or-none`: one conflict, and none is made. `dryRun`: nothing is made, all is told. */
export const seriesRequest = z.strictObject({
  machineId: id,
  memberId: id.optional(),
  firstDay: day,
  until: day,
  from: timeOfDay,
  /** Not later than `from`: on the next day. */
  to: timeOfDay,
  weekdays: z.array(weekday).min(1).max(7),
  /** Every so many weeks. */
  every: z.int().min(1).max(4).default(1),
  conflicts: z.enum(['skip', 'all-or-none']).default('skip'),
  /** Which of two, when the clock shows a time twice. */
  twice: z.enum(['earlier', 'later']).default('earlier'),
  dryRun: z.boolean().default(false),
  note: note.optional(),
  override: override.optional(),
});
export type SeriesRequest = z.infer<typeof seriesRequest>;

export const slot = z.object({ from: instant, to: instant });
/** `machineId` where another machine of the group is meant. */
export const alternative = slot.extend({ machineId: id.optional() });

export const occurrence = z.object({
  day,
  from: instant,
  to: instant,
  /** `missing`: the clock skips that time and it was moved forward; `twice`: the clock shows it twice, and one was chosen. */
  clock: z.enum(['usual', 'missing', 'twice']),
  /** `possible` in a dry run. */
  outcome: z.enum(['made', 'possible', 'taken', 'refused']),
  bookingId: id.nullable(),
  refusals: z.array(refusal),
  alternatives: z.array(alternative),
});
export const seriesAnswer = z.object({
  /** Null: nothing was made. */
  seriesId: id.nullable(),
  made: z.int(),
  occurrences: z.array(occurrence),
});
export type SeriesAnswer = z.infer<typeof seriesAnswer>;
/** What begins then or later; unless said, what has not begun. */
export const seriesCancelQuery = z.object({ from: instant.optional() });
export type SeriesCancelQuery = z.infer<typeof seriesCancelQuery>;
export const seriesCancelled = z.object({ cancelled: z.int() });

/** "May I have this machine then, and if not, why and when?" Nothing changes. */
export const bookingPreviewQuery = z
  .object({
    machine: id.optional(),
    group: id.optional(),
    from: instant,
    to: instant,
    member: id.optional(),
    booking: id.optional(),
  })
  .refine(({ machine, group }) => (machine === undefined) !== (group === undefined), {
    path: ['machine'],
    message: 'machine-or-group',
  });
export type BookingPreviewQuery = z.infer<typeof bookingPreviewQuery>;
export const bookingPreview = z.object({
  allow: z.boolean(),
  machineId: id.nullable(),
  memberId: id,
  from: instant,
  to: instant,
  /** It would wait for approval. */
  needsApproval: z.boolean(),
  /** Somebody has that time. */
  taken: z.boolean(),
  refusals: z.array(refusal),
  /** The three nearest free times of the same length that the rules allow. */
  alternatives: z.array(alternative),
  /** Machines that would be booked along with it. */
  along: z.array(id),
});
export type BookingPreview = z.infer<typeof bookingPreview>;

/** Time on a calendar. Null where the viewer may not know. */
export const calendarEntry = slot.extend({
  bookingId: id.nullable(),
  state: bookingState,
  mine: z.boolean(),
  memberName: z.string().nullable(),
  version: z.int().nullable(),
});
/** A time when nobody can have the machine. */
export const shutTime = slot.extend({
  kind: z.enum(['closure', 'closing-hours', 'outage']),
  reason: bilingual.nullable(),
});
export type ShutTime = z.infer<typeof shutTime>;

/** A week from now, unless a time is named; at most 31 days. */
export const weekQuery = z.object({ from: instant.optional(), to: instant.optional(), group: id.optional() });
export type WeekQuery = z.infer<typeof weekQuery>;
export const week = z.object({
  from: instant,
  to: instant,
  machines: z.array(
    z.object({ machineId: id, bookings: z.array(calendarEntry), shut: z.array(shutTime), outOfOrder: z.boolean() }),
  ),
});
export type Week = z.infer<typeof week>;

/** Where so many minutes are free, soonest first. */
export const freeTimesQuery = z.object({
  minutes: z.coerce
    .number()
    .int()
    .min(5)
    .max(7 * 24 * 60),
  from: instant.optional(),
  to: instant.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type FreeTimesQuery = z.infer<typeof freeTimesQuery>;
/** Each from its earliest start to its latest end. */
export const freeTimes = z.object({ machineId: id, minutes: z.int(), items: z.array(slot) });
export type FreeTimes = z.infer<typeof freeTimes>;
