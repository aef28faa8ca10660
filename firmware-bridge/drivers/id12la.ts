import { z } from 'zod';
import { cardOf, cutCardText } from '../serial/em4100.js';
import { serialDriver } from '../serial/serial-driver.js';

const tail = [0x0d, 0x0a, 0x03];

/**
 * ID-12LA and ID-20LA: 125 kHz, 9600 8N1, says a card once. Bytes: ID Innovations' datasheet X1, whose card 0C000621A5 has the
 * checksum 8E (its text says 6E once; its own sum is 8E).
 */
export const id12la = serialDriver({
  id: 'id12la',
  failSafe: undefined,
  settings: z.strictObject({}),
  line: () => ({ baudRate: 9600 }),
  frameBytesMax: 16,
  quietMs: 200,
  cut: (held) => cutCardText(held, tail),
  decode: (frame) => cardOf(frame, 1),
  examples: [
    {
      hex: '02 30 43 30 30 30 36 32 31 41 35 38 45 0D 0A 03',
      says: { kind: 'card', tech: 'em4100', uid: '0c000621a5' },
    },
  ],
  commands: [],
});
