import { z } from 'zod';
import { xorOf } from '../serial/checksums.js';
import { hexOf } from '../serial/hex.js';
import { serialDriver } from '../serial/serial-driver.js';

const length = 10;

/**
 * Gwiot 7941E: 125 kHz, 9600 8N1, binary. It leaves out the first of a card's five bytes, so its cards are known by the other
 * four. Bytes: makeitlabs/ratt-app `RFID.py`.
 */
export const gwiot7941e = serialDriver({
  id: 'gwiot7941e',
  failSafe: undefined,
  settings: z.strictObject({}),
  line: () => ({ baudRate: 9600 }),
  frameBytesMax: length,
  quietMs: 200,
  cut(held) {
    const [start, size = length] = held;
    if (start !== 0x02 || size !== length) return { noise: 1 };
    if (held.length < length) return 'wait';
    return held[9] === 0x03 && xorOf(held.subarray(1, 9)) === 0 ? { frame: length } : { noise: 1 };
  },
  decode: (frame) => ({ kind: 'card', tech: 'em4100', uid: hexOf(frame.subarray(4, 8)) }),
  examples: [{ hex: '02 0A 02 11 00 0D EF 80 7B 03', says: { kind: 'card', tech: 'em4100', uid: '000def80' } }],
  commands: [],
});
