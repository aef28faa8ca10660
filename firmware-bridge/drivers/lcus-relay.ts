import { z } from 'zod';
import { sumOf } from '../serial/checksums.js';
import type { Exchange } from '../serial/serial-bus.js';
import { serialDriver } from '../serial/serial-driver.js';

const say = (channel: number, state: 0 | 1): readonly Exchange[] => {
  const body = [0xa0, channel, state];
  return [{ send: Uint8Array.of(...body, sumOf(Uint8Array.from(body))) }];
};

/**
 * LCUS-1, -2, -4 and -8 and other CH340 USB relays of four bytes: 9600 8N1. It neither answers nor has a timer, so the contact is
 * what it was last told, and the coil stays pulled for as long as USB gives power. A CH340 has no serial number: its port is
 * named by path. Bytes: product pages (tilga.com 5732195, 5706439; optimusdigital.ro 12595), darrylb123/usbrelay.
 */
export const lcusRelay = serialDriver({
  id: 'lcus-relay',
  failSafe: 'C',
  settings: z.strictObject({ channel: z.int().min(1).max(8) }),
  line: () => ({ baudRate: 9600 }),
  // It says nothing, so that whatever comes is noise.
  frameBytesMax: 1,
  quietMs: 50,
  cut: () => ({ noise: 1 }),
  decode: () => undefined,
  relay: {
    on: ({ channel }) => say(channel, 1),
    off: ({ channel }) => say(channel, 0),
  },
  examples: [],
  commands: [
    { does: { onForMs: 30_000 }, hex: ['A0 01 01 A2'], settings: { channel: 1 } },
    { does: 'off', hex: ['A0 01 00 A1'], settings: { channel: 1 } },
    { does: { onForMs: 30_000 }, hex: ['A0 08 01 A9'], settings: { channel: 8 } },
    { does: 'off', hex: ['A0 08 00 A8'], settings: { channel: 8 } },
  ],
});
