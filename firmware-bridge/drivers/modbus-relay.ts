import { z } from 'zod';
import { coilFraming, coilOff, coilRead } from '../serial/coil-board.js';
import { modbusExchange, modbusSettings, writeCoil } from '../serial/modbus.js';
import { serialDriver } from '../serial/serial-driver.js';

/**
 * Any Modbus RTU relay board that switches by function 5 and is read by function 1 ("LC Modbus" and its like). It has no timer:
 * what was on when the bridge died stays on. Bytes: the Modbus application protocol; frames as Waveshare's wiki has them.
 */
export const modbusRelay = serialDriver({
  id: 'modbus-relay',
  failSafe: 'C',
  ...coilFraming,
  settings: modbusSettings
    .extend({ channel: z.int().min(0).max(31), channels: z.int().min(1).max(32).default(8) })
    .refine(({ channel, channels }) => channel < channels, 'the board has no such channel'),
  relay: {
    on: ({ address, channel }) => [modbusExchange(address, writeCoil, channel, 0xff00)],
    off: coilOff,
    read: coilRead,
  },
  examples: [
    { hex: '01 01 01 01 90 48', says: { kind: 'contact', closed: true }, settings: { channel: 0 } },
    { hex: '01 05 00 00 FF 00 8C 3A', says: undefined, settings: { channel: 0 } },
  ],
  commands: [
    { does: { onForMs: 30_000 }, hex: ['01 05 00 00 FF 00 8C 3A'], settings: { channel: 0 } },
    { does: 'off', hex: ['01 05 00 00 00 00 CD CA'], settings: { channel: 0 } },
    { does: 'read', hex: ['01 01 00 00 00 08 3D CC'], settings: { channel: 0 } },
  ],
});
