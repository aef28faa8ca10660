import { z } from 'zod';
import { cardTechs, cardUidPattern } from '../../core/kinds.js';

/**
 * Payloads between the service and its gates, DESIGN §5. JSON in UTF-8. `boot` is random at each power-up and makes every
 * command or report of an earlier boot void; `seq` rises with each command of a gate; `up_ms` is the gate's own uptime.
 */

/** Bytes a payload may have. A larger one is dropped unread. */
export const payloadBytesMax = {
  state: 1024,
  tap: 1024,
  power: 1024,
  journal: 16_384,
  relay: 1024,
  ui: 1024,
  ack: 1024,
  grant: 4096,
  list: 65_536,
} as const;

const uint32 = z.int().min(0).max(0xffff_ffff);
/** A gate's uptime never wraps, and nothing runs for a hundred years: a time beyond is no time, here or in the database. */
const uptimeMs = z.int().min(0).max(3_155_760_000_000);
/** Up to the year 2100. */
const wallMs = z.int().min(0).max(4_102_444_800_000);
/** No control characters: the zero byte of a padded C string cannot be stored. */
const plain = (charactersMax: number) =>
  z
    .string()
    .max(charactersMax)
    .regex(/^\P{Cc}*$/u);
const count = z.int().min(1).max(0xffff_ffff);

/** What switched the relay last. `none` since power-up. */
export const relayBy = z.enum(['none', 'service', 'gate', 'local']);
/** Why the relay is as it is: `lease` = a lease holds or ran out, `off` = told to, `estop`, `button`, `power-up`, `superseded`. */
export const relayCause = z.enum(['power-up', 'lease', 'off', 'estop', 'button', 'stuck', 'superseded']);

/** Retained birth, change and heartbeat of a gate. */
export const gateState = z.object({
  online: z.literal(true),
  boot: uint32,
  /** The highest command `seq` the gate has taken in this boot; 0 before the first. */
  seq: uint32,
  on: z.boolean(),
  /** The session that the relay is on for, or that it was on for last. */
  session: z.uuid().nullable(),
  by: relayBy,
  cause: relayCause,
  estop: z.boolean(),
  up_ms: uptimeMs,
  fw: plain(40),
  /** The gate's own uptime when the relay changed last, if it knows. */
  changed_up_ms: uptimeMs.optional(),
});

/** The last will, and a farewell. */
export const gateGone = z.object({ online: z.literal(false), boot: uint32 });

export const upState = z.discriminatedUnion('online', [gateState, gateGone]);

/** Card technologies; `uid` is lower-case hex in the reader's order. */
export const cardTech = z.enum(cardTechs);
export const cardUid = z.string().regex(cardUidPattern);

export const upTap = z.object({
  boot: uint32,
  n: count,
  up_ms: uptimeMs,
  /** How long the gate held the tap before sending it. */
  age_ms: z.int().min(0).max(0xffff_ffff),
  tech: cardTech,
  uid: cardUid,
  /** NTAG 424 DNA secure unique NFC message, as read. */
  sun: plain(400).optional(),
});

export const upPower = z.object({ boot: uint32, w: z.number().min(0).max(100_000), wh: z.number().min(0).optional() });

/** What a gate writes down by itself. Events beyond the known kinds are kept, but change nothing. */
export const journalEvent = z
  .object({
    n: count,
    up_ms: uptimeMs,
    wall_ms: wallMs.optional(),
    clock: z.enum(['ntp', 'rtc', 'none']).optional(),
    kind: z.string().regex(/^[a-z][a-z-]{0,29}$/),
    session: z.uuid().nullable().optional(),
    tech: cardTech.optional(),
    uid: cardUid.optional(),
    cause: plain(30).optional(),
    /** `dropped` events only: the numbers that are gone for ever. */
    from: count.optional(),
    to: count.optional(),
  })
  .refine((event) => event.kind !== 'tap' || (event.uid !== undefined && event.tech !== undefined), {
    message: 'a tap names tech and uid',
  });

export const upJournal = z.object({
  boot: uint32,
  /** What the gate still keeps, so that a database restored from backup can ask again. */
  holds: z.array(z.object({ boot: uint32, from: count, to: count })).max(64),
  events: z.array(journalEvent).max(100),
});

/** A lease (`on`, always with `ttl_ms`, `session` and `by_up_ms`) or an off. */
export const downRelay = z.discriminatedUnion('on', [
  z.object({
    boot: uint32,
    seq: uint32,
    on: z.literal(true),
    ttl_ms: z.int().min(1).max(120_000),
    session: z.uuid(),
    /** Void once the gate's uptime is past this. */
    by_up_ms: z.int().min(0),
  }),
  z.object({ boot: uint32, seq: uint32, on: z.literal(false) }),
]);

export const uiLight = z.enum(['off', 'white', 'amber', 'green', 'red', 'blue']);
export const uiSound = z.enum(['none', 'tick', 'ok', 'deny', 'warn', 'end', 'alarm']);

export const downUi = z.object({
  boot: uint32,
  /** The tap's `n` that this answers; absent for news of its own (a warning, an end). */
  for: count.optional(),
  verdict: z.enum(['allow', 'deny', 'info']),
  code: z.string().max(60),
  light: uiLight,
  sound: uiSound,
  /** At most 200 characters, in the language of the person in front of the gate. */
  text: z.string().max(200),
  /** How long the session may still run. */
  until_ms: z.int().min(0).optional(),
});

/** The gapless prefix 1…`upto` of this boot that the database holds. 0: nothing. */
export const downAck = z.object({ boot: uint32, upto: z.int().min(0) });

export type GateState = z.infer<typeof gateState>;
export type UpState = z.infer<typeof upState>;
export type UpTap = z.infer<typeof upTap>;
export type UpPower = z.infer<typeof upPower>;
export type UpJournal = z.infer<typeof upJournal>;
export type JournalEvent = z.infer<typeof journalEvent>;
export type DownRelay = z.infer<typeof downRelay>;
export type DownUi = z.infer<typeof downUi>;
export type DownAck = z.infer<typeof downAck>;
export type RelayCause = z.infer<typeof relayCause>;

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** Parses one payload at the border: size, UTF-8, JSON, shape. Never throws; `reason` holds no content of the payload. */
export function parsePayload<T>(schema: z.ZodType<T>, bytes: Uint8Array, bytesMax: number): Parsed<T> {
  if (bytes.byteLength > bytesMax) return { ok: false, reason: 'too-large' };
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { ok: false, reason: 'not-json' };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, reason: `shape:${parsed.error.issues[0]?.path.join('.') ?? ''}` };
}
