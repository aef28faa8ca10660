import { z } from 'zod';
import { cardTech, cardUid } from '../src/contracts/mqtt/index.js';
import { slugPattern } from '../src/core/kinds.js';
import { ConfigError } from '../src/platform/config/config.js';
import type { Driver } from './drivers/driver.js';
import { drivers } from './drivers/index.js';
import type { DeviceEntry } from './gate-devices.js';

/** A device is named by its driver, which says what else there is to set. */
const entryOf = (driver: Driver) =>
  driver.settings
    .safeExtend({ driver: z.literal(driver.id) })
    .transform(({ driver: _id, ...settings }): DeviceEntry => ({ driver, settings }));
const [first, ...others] = drivers;
const device = z.discriminatedUnion('driver', [entryOf(first), ...others.map(entryOf)]);

const gate = z
  .strictObject({
    slug: z.string().regex(slugPattern, 'takes 1 to 40 of a–z, 0–9 and -'),
    password: z.string().min(1),
    /** 32 bytes in base64url. */
    key: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}=?$/, 'takes 32 bytes in base64url')
      .optional(),
    signed: z.boolean().default(false),
    /** The reader and the relay, be it on one port or on several. */
    devices: z.array(device).min(1).max(8),
  })
  .refine((value) => !value.signed || value.key !== undefined, { path: ['key'], message: 'a signed gate needs one' });

const card = z.strictObject({
  key: z.string().min(1).max(40),
  tech: cardTech,
  uid: cardUid,
  memberName: z.string().max(200),
  note: z.strictObject({ pl: z.string().max(200), en: z.string().max(200) }),
});

const unique = <T>(of: (item: T) => string) => ({
  check: (items: readonly T[]) => new Set(items.map(of)).size === items.length,
  message: { message: 'the same name twice' },
});
/** Where a device is: two in one place would undo each other's work. */
const placeOf = ({ settings: { port, address, channel } }: DeviceEntry): string[] =>
  port === undefined ? [] : [[port, address, channel].join(' ')];
/** In a pipe, as devices that do not fit have no place. */
const placeOnce = z.custom<z.infer<typeof gate>[]>((gates) => {
  const places = (gates as z.infer<typeof gate>[]).flatMap(({ devices }) => devices.flatMap(placeOf));
  return new Set(places).size === places.length;
}, 'two devices with the same port, address and channel');
const slugOnce = unique<z.infer<typeof gate>>(({ slug }) => slug);
const keyOnce = unique<z.infer<typeof card>>(({ key }) => key);

/** The bridge's file. `cards` are the virtual ones, to play with. */
const bridgeConfig = z.strictObject({
  mqttUrl: z.url({ protocol: /^mqtts?$/ }),
  dataDir: z.string().min(1),
  /** Where `npm run tap` and the demo page reach the bridge. */
  socket: z.string().min(1).max(107, 'a socket path has at most 107 bytes: choose a shorter data directory'),
  gates: z.array(gate).min(1).max(200).refine(slugOnce.check, slugOnce.message).pipe(placeOnce),
  cards: z.array(card).max(1000).default([]).refine(keyOnce.check, keyOnce.message),
  heartbeatMs: z.int().min(100).max(60_000).default(10_000),
});

export type BridgeConfig = z.infer<typeof bridgeConfig>;

/** Parses the file's text. Errors name the path or the line at fault and never repeat a value: it may be secret. */
export function readBridgeConfig(text: string): BridgeConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`The bridge's configuration is not JSON${lineOf(text, error as Error)}.`);
  }
  const parsed = bridgeConfig.safeParse(json);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || 'the file'}: ${issue.message}`);
  throw new ConfigError(`The bridge's configuration does not fit:\n${lines.join('\n')}`);
}

function lineOf(text: string, error: Error): string {
  const at = /position (\d+)/.exec(error.message)?.[1];
  const whole = /end of JSON/.test(error.message);
  if (at === undefined && !whole) return '';
  return `: see line ${text.slice(0, at === undefined ? text.length : Number(at)).split('\n').length}`;
}
