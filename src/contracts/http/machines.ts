import { z } from 'zod';
import { bookingModes, hazards } from '../../core/kinds.js';
import { bilingual, id, instant, refusal, slug } from './basics.js';
import { slot } from './bookings.js';

export const hazard = z.enum(hazards);
export const bookingMode = z.enum(bookingModes);
export const lostContact = z.enum(['cut', 'cut-when-idle', 'finish-booking']);

/** From this power on the machine works rather than idles. Null: unknown. */
const busyFromW = z.number().positive().max(100_000).nullable();

export const machineRequest = z.strictObject({
  name: bilingual,
  slug,
  hazard,
  bookingMode: bookingMode.default('required'),
  /** Said, not assumed: an empty list means that nobody needs training, which no high-hazard machine may have. */
  competencyIds: z.array(id).max(20),
  exclusiveGroupId: id.nullable().default(null),
  machineGroupId: id.nullable().default(null),
  needsIds: z.array(id).max(10).default([]),
  busyFromW: busyFromW.default(null),
});
export type MachineRequest = z.infer<typeof machineRequest>;

export const machine = z.object({
  id,
  slug: z.string(),
  name: bilingual,
  hazard,
  bookingMode,
  lostContact,
  competencyIds: z.array(id),
  exclusiveGroupId: id.nullable(),
  /** Machines of one kind, any of which may be booked. */
  machineGroupId: id.nullable(),
  /** What is booked along with it: it cannot work without. */
  needsIds: z.array(id),
  busyFromW,
  outOfOrderAt: instant.nullable(),
  outOfOrderReason: z.string().nullable(),
  createdAt: instant,
});
export type Machine = z.infer<typeof machine>;

/** `GET /machines/:id/access?member=&at=`: the decision of the gate, as a preview, with nothing changed. */
export const accessQuery = z.object({ member: id.optional(), at: instant.optional() });
export const accessPreview = z.object({
  allow: z.boolean(),
  at: instant,
  machineId: id,
  memberId: id,
  /** On yes: `start`, or `book-and-start` when a second tap would book and start. */
  how: z.enum(['start', 'book-and-start']).nullable(),
  until: instant.nullable(),
  refusals: z.array(refusal),
});
export type AccessPreview = z.infer<typeof accessPreview>;

export const availabilityQuery = z.object({ from: instant.optional(), to: instant.optional() });
export type AvailabilityQuery = z.infer<typeof availabilityQuery>;
export const availability = z.object({
  machineId: id,
  from: instant,
  to: instant,
  free: z.array(slot),
  busy: z.array(slot),
});
export type Availability = z.infer<typeof availability>;

/** A slug stays: labels and links on the wall carry it. */
export const machineChange = z.strictObject({
  name: bilingual.optional(),
  hazard: hazard.optional(),
  bookingMode: bookingMode.optional(),
  lostContact: lostContact.optional(),
  competencyIds: z.array(id).max(20).optional(),
  exclusiveGroupId: id.nullable().optional(),
  machineGroupId: id.nullable().optional(),
  needsIds: z.array(id).max(10).optional(),
  busyFromW: busyFromW.optional(),
});
export type MachineChange = z.infer<typeof machineChange>;

/** Machines of which one may run at a time: they share an extractor, a supply, a cooling line. */
export const exclusiveGroupRequest = z.strictObject({ name: bilingual });
export type ExclusiveGroupRequest = z.infer<typeof exclusiveGroupRequest>;
export const exclusiveGroup = z.object({ id, name: bilingual });
export type ExclusiveGroup = z.infer<typeof exclusiveGroup>;

/** A lock in the app is not isolation: whoever works on the machine padlocks its supply. */
export const lockAnswer = z.object({ machineId: id, locked: z.boolean(), at: instant });
export type LockAnswer = z.infer<typeof lockAnswer>;
