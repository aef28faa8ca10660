import { z } from 'zod';
import { cardOf, digitsAtFront, isCardText } from '../serial/em4100.js';
import { serialDriver } from '../serial/serial-driver.js';

const burst = 12;

/**
 * EM-18 boards that send a card's twelve characters bare: nothing but silence ends them. One that sends 02 and 03 around them is
 * an `rdm6300`. 9600 8N1. Bytes: a product page's `4500C5D1E9B8`.
 */
export const em18 = serialDriver({
  id: 'em18',
  failSafe: undefined,
  settings: z.strictObject({}),
  line: () => ({ baudRate: 9600 }),
  frameBytesMax: burst + 1,
  quietMs: 50,
  cut(held, quiet) {
    const digits = digitsAtFront(held);
    if (digits > burst) return { noise: 1 };
    if (digits < held.length) return { noise: digits + 1 };
    if (!quiet) return 'wait';
    return isCardText(held) ? { frame: burst } : { noise: held.length };
  },
  decode: (frame) => cardOf(frame, 0),
  examples: [{ hex: '34 35 30 30 43 35 44 31 45 39 42 38', says: { kind: 'card', tech: 'em4100', uid: '4500c5d1e9' } }],
  commands: [],
});
