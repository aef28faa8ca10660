import { z } from 'zod';
import { cutModbus, modbusExchange, modbusLine, modbusSettings, readInput } from '../serial/modbus.js';
import { serialDriver } from '../serial/serial-driver.js';

const frameBytesMax = 9;
/** Active power in W, a float in two registers: of the one phase, and of all three together. */
const powerAt = { 1: 0x000c, 3: 0x0034 } as const;

/**
 * Eastron SDM120, SDM220, SDM230 (one phase) and SDM630 (three), Modbus. An SDM120 comes set to 2400 baud. Bytes: the frame of
 * Eastron's protocol document as Tasmota's `xnrg_08_sdm120.ino` quotes it; registers also ha-modbus_devices; CRCs computed.
 */
export const sdmMeter = serialDriver({
  id: 'sdm-meter',
  failSafe: undefined,
  settings: modbusSettings.extend({ phases: z.literal([1, 3]) }),
  line: modbusLine,
  frameBytesMax,
  quietMs: 50,
  cut: (held) => cutModbus(held, [readInput], frameBytesMax),
  decode(frame, { address }) {
    if (frame[0] !== address || frame[2] !== 4) return undefined;
    const w = Buffer.from(frame).readFloatBE(3);
    // What flows back is no work of the machine.
    return Number.isFinite(w) ? { kind: 'power', w: Math.max(0, Math.round(w * 10) / 10) } : undefined;
  },
  poll: {
    everyMs: 1_000,
    ask: ({ address, phases }) => [modbusExchange(address, readInput, powerAt[phases], 2)],
  },
  examples: [{ hex: '01 04 04 43 66 33 34 1B 38', says: { kind: 'power', w: 230.2 }, settings: { phases: 1 } }],
  commands: [
    { does: 'poll', hex: ['01 04 00 0C 00 02 B1 C8'], settings: { phases: 1 } },
    { does: 'poll', hex: ['01 04 00 34 00 02 30 05'], settings: { phases: 3 } },
  ],
});
