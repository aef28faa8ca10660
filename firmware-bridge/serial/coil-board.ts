import type { DeviceEvent } from '../drivers/driver.js';
import { coilOf, cutModbus, modbusExchange, modbusLine, readCoils, writeCoil } from './modbus.js';
import type { Exchange } from './serial-bus.js';

const frameBytesMax = 9;

interface Place {
  readonly address: number;
  readonly channel: number;
}

/** How a board of relays is heard that switches by function 5 and is read by function 1. */
export const coilFraming = {
  line: modbusLine,
  frameBytesMax,
  quietMs: 50,
  cut: (held: Uint8Array) => cutModbus(held, [readCoils, writeCoil], frameBytesMax),
  decode(frame: Uint8Array, { address, channel }: Place): DeviceEvent | undefined {
    if (frame[0] !== address || frame[1] !== readCoils) return undefined;
    return { kind: 'contact', closed: coilOf(frame, channel) };
  },
};

export const coilOff = ({ address, channel }: Place): readonly Exchange[] => [
  modbusExchange(address, writeCoil, channel, 0x0000),
];

export const coilRead = ({ address, channels }: { readonly address: number; readonly channels: number }): Exchange =>
  modbusExchange(address, readCoils, 0, channels);
