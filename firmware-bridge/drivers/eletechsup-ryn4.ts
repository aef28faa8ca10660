import { z } from 'zod';
import { cutModbus, modbusExchange, modbusLine, modbusSettings, readHolding, writeRegister } from '../serial/modbus.js';
import { serialDriver } from '../serial/serial-driver.js';

const channelsMax = 8;
const frameBytesMax = 5 + 2 * channelsMax;
const off = 0x0200;
const delay = 0x0600;

/**
 * Eletechsup RYN404E, RYN408F and the R4D8A08 family: one register a channel, and a delay that is a lease in the board: on for
 * so many seconds, then off. While it runs, off does nothing: the delay is cancelled first, always. That a repeated delay starts
 * anew is for the drill to show. Boards differ in whether the first channel is register 0 or 1, and some ship with even parity.
 * Bytes: a hardware-tested ESP32 library's HARDWARE.md; CRCs computed (its own for "read" is wrong).
 */
export const eletechsupRyn4 = serialDriver({
  id: 'eletechsup-ryn4',
  failSafe: 'A',
  settings: modbusSettings
    .extend({
      channel: z.int().min(1).max(channelsMax),
      channels: z.literal([4, 8]).default(8),
      firstRegister: z.literal([0, 1]).default(1),
    })
    .refine(({ channel, channels }) => channel <= channels, 'the board has no such channel'),
  line: modbusLine,
  frameBytesMax,
  quietMs: 50,
  cut: (held) => cutModbus(held, [readHolding, writeRegister], frameBytesMax),
  decode(frame, { address, channel }) {
    if (frame[0] !== address || frame[1] !== readHolding) return undefined;
    const at = 3 + 2 * (channel - 1);
    return { kind: 'contact', closed: frame[at] !== 0 || frame[at + 1] !== 0 };
  },
  relay: {
    timer: { stepMs: 1_000, stepsMax: 0xff },
    on: (settings, steps) => [write(settings, delay + steps)],
    off: (settings) => [write(settings, delay), write(settings, off)],
    read: ({ address, firstRegister, channels }) => modbusExchange(address, readHolding, firstRegister, channels),
  },
  examples: [
    {
      hex: '01 03 10 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 25 59',
      says: { kind: 'contact', closed: true },
      settings: { channel: 1 },
    },
    {
      hex: '01 03 10 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 25 59',
      says: { kind: 'contact', closed: false },
      settings: { channel: 8 },
    },
    { hex: '01 06 00 01 06 0A 5B AD', says: undefined, settings: { channel: 1 } },
  ],
  commands: [
    { does: { onForMs: 10_000 }, hex: ['01 06 00 01 06 0A 5B AD'], settings: { channel: 1 } },
    { does: 'off', hex: ['01 06 00 01 06 00 DB AA', '01 06 00 01 02 00 D9 6A'], settings: { channel: 1 } },
    { does: 'read', hex: ['01 03 00 01 00 08 15 CC'], settings: { channel: 1 } },
  ],
});

interface Place {
  readonly address: number;
  readonly channel: number;
  readonly firstRegister: number;
}

const write = ({ address, channel, firstRegister }: Place, value: number) =>
  modbusExchange(address, writeRegister, firstRegister + channel - 1, value);
