import { z } from 'zod';
import { bilingual, id, instant } from './basics.js';
import { bookingMode, hazard } from './machines.js';

/** What a tile says first. Sorted by attention: `fault` and `estop` before everything. */
export const tileState = z.enum([
  'fault',
  'estop',
  'out-of-order',
  'offline',
  'no-gate',
  'ending',
  'starting',
  'in-use',
  'booked',
  'free',
]);
export type TileState = z.infer<typeof tileState>;

/** Names are null for viewers who may not know who (members see their own). */
const tileBooking = z.object({
  from: instant,
  to: instant,
  memberId: id.nullable(),
  memberName: z.string().nullable(),
});

/** One machine on the live board, whole: a change carries the tile, never a difference. */
export const tile = z.object({
  machineId: id,
  /** Rises by one with each change of this machine: a gap means that something was missed. */
  version: z.int(),
  slug: z.string(),
  name: bilingual,
  hazard,
  bookingMode,
  state: tileState,
  /** What the gate has confirmed, never what was asked of it. `unknown` when it has not been heard. */
  power: z.enum(['on', 'off', 'unknown']),
  contactAt: instant.nullable(),
  estop: z.boolean(),
  fault: z.string().nullable(),
  outOfOrder: z.object({ since: instant, reason: z.string().nullable() }).nullable(),
  powerW: z.number().nullable(),
  session: z
    .object({
      id,
      memberId: id.nullable(),
      memberName: z.string().nullable(),
      state: z.enum(['starting', 'running', 'ending']),
      openedAt: instant,
      hardEnd: instant.nullable(),
      withdrawnCode: z.string().nullable(),
    })
    .nullable(),
  booking: tileBooking.nullable(),
  nextBooking: tileBooking.nullable(),
  gate: z.object({ slug: z.string() }).nullable(),
});
export type Tile = z.infer<typeof tile>;

/**
 * `GET /live/snapshot`, and the first event of `GET /live` (Server-Sent Events), which goes on with a `tile` per change and
 * a `beat` every second. Three seconds without anything, or a version that is not the next one, means: stale, ask for a
 * new snapshot.
 */
export const liveSnapshot = z.object({ at: instant, tiles: z.array(tile) });
export type LiveSnapshot = z.infer<typeof liveSnapshot>;
