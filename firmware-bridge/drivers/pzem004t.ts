import { z } from 'zod';
import { cutModbus, modbusExchange, readInput, wordsOf } from '../serial/modbus.js';
import { serialDriver } from '../serial/serial-driver.js';

const registers = 10;
const frameBytesMax = 5 + 2 * registers;

/**
 * Peacefair PZEM-004T v3.0, and PZEM-014/016: one phase, 9600 8N1, Modbus. (v1 and v2 speak otherwise.) Words of 32 bits come with
 * their lower half first. Bytes: the frame in ESPHome's `pzemac.cpp`; CRC computed.
 */
export const pzem004t = serialDriver({
  id: 'pzem004t',
  failSafe: undefined,
  settings: z.strictObject({ address: z.int().min(1).max(247).default(1) }),
  line: () => ({ baudRate: 9600, parity: 'none' }),
  frameBytesMax,
  quietMs: 50,
  cut: (held) => cutModbus(held, [readInput], frameBytesMax),
  decode(frame, { address }) {
    if (frame[0] !== address || frame[2] !== 2 * registers) return undefined;
    const words = wordsOf(frame);
    const long = (at: number): number => words[at]! + words[at + 1]! * 0x1_0000;
    return { kind: 'power', w: long(3) / 10, wh: long(5) };
  },
  poll: { everyMs: 1_000, ask: ({ address }) => [modbusExchange(address, readInput, 0, registers)] },
  examples: [
    {
      hex: '01 04 14 08 D1 00 6C 00 00 00 F4 00 00 00 26 00 00 01 F4 00 64 00 00 51 34',
      says: { kind: 'power', w: 24.4, wh: 38 },
      settings: {},
    },
  ],
  commands: [{ does: 'poll', hex: ['01 04 00 00 00 0A 70 0D'], settings: {} }],
});
