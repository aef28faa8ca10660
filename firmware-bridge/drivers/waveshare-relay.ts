import { z } from 'zod';
import { coilFraming, coilOff, coilRead } from '../serial/coil-board.js';
import { modbusExchange, modbusSettings, writeCoil } from '../serial/modbus.js';
import { serialDriver } from '../serial/serial-driver.js';

const flashOn = 0x0200;

/**
 * Waveshare Modbus RTU Relay, V2 protocol (since 2021-09). "Flash on" is a lease in the board itself: on for so many tenths of a
 * second, then off. "Flash off" (0x0400) switches on again by itself and is never used. The "(D)" models latch, are class D, and
 * must not be used. That a repeated flash starts anew, and that off ends one, is for the drill to show. Bytes:
 * waveshare.com/wiki/Modbus_RTU_Relay; CRCs computed.
 */
export const waveshareRelay = serialDriver({
  id: 'waveshare-relay',
  failSafe: 'A',
  ...coilFraming,
  settings: modbusSettings
    .extend({ channel: z.int().min(0).max(31), channels: z.literal([1, 4, 8, 16, 32]).default(8) })
    .refine(({ channel, channels }) => channel < channels, 'the board has no such channel'),
  relay: {
    timer: { stepMs: 100, stepsMax: 0x7fff },
    on: ({ address, channel }, steps) => [modbusExchange(address, writeCoil, flashOn + channel, steps)],
    off: coilOff,
    read: coilRead,
  },
  examples: [
    { hex: '01 01 01 01 90 48', says: { kind: 'contact', closed: true }, settings: { channel: 0 } },
    { hex: '01 01 01 01 90 48', says: { kind: 'contact', closed: false }, settings: { channel: 1 } },
    { hex: '01 05 02 00 01 2C CC 3F', says: undefined, settings: { channel: 0 } },
  ],
  commands: [
    { does: { onForMs: 30_000 }, hex: ['01 05 02 00 01 2C CC 3F'], settings: { channel: 0 } },
    { does: { onForMs: 601 }, hex: ['01 05 02 00 00 07 8D B0'], settings: { channel: 0 } },
    { does: 'off', hex: ['01 05 00 00 00 00 CD CA'], settings: { channel: 0 } },
    { does: 'read', hex: ['01 01 00 00 00 08 3D CC'], settings: { channel: 0 } },
  ],
});
