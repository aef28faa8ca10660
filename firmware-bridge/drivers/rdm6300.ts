import { z } from 'zod';
import { cardOf, cutCardText } from '../serial/em4100.js';
import { serialDriver } from '../serial/serial-driver.js';

const tail = [0x03];

/**
 * RDM6300, RDM630, the Grove reader, and EM-18 boards that frame: 125 kHz, 9600 8N1, says a card for as long as it lies there.
 * Bytes: Tasmota `xsns_51_rdm6300.ino`, ESPHome `rdm6300.cpp`, Seeed's datasheet.
 */
export const rdm6300 = serialDriver({
  id: 'rdm6300',
  failSafe: undefined,
  settings: z.strictObject({}),
  line: () => ({ baudRate: 9600 }),
  frameBytesMax: 14,
  quietMs: 200,
  cut: (held) => cutCardText(held, tail),
  decode: (frame) => cardOf(frame, 1),
  examples: [
    {
      hex: '02 31 34 30 30 38 45 43 37 39 33 43 45 03',
      says: { kind: 'card', tech: 'em4100', uid: '14008ec793' },
    },
  ],
  commands: [],
});
