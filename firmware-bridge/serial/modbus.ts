import { z } from 'zod';
import { crc16 } from './checksums.js';
import type { Cut } from './framer.js';
import type { LineSettings } from './reopening-port.js';
import type { Exchange } from './serial-bus.js';

/** Modbus RTU: address, function, data, CRC-16 with its low byte first. */
export const readCoils = 0x01;
export const readHolding = 0x03;
export const readInput = 0x04;
export const writeCoil = 0x05;
export const writeRegister = 0x06;

/** What every board on such a line is set to. */
export const modbusSettings = z.strictObject({
  address: z.int().min(1).max(247).default(1),
  baudRate: z.literal([1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200]).default(9600),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
});

export const modbusLine = ({ baudRate, parity }: z.infer<typeof modbusSettings>): LineSettings => ({
  baudRate,
  parity,
});

/** One request: two words, a place and a value or a count. */
export function modbusExchange(address: number, fn: number, place: number, value: number): Exchange {
  const body = Uint8Array.of(address, fn, place >> 8, place & 0xff, value >> 8, value & 0xff);
  const crc = crc16(body);
  const send = Uint8Array.of(...body, crc & 0xff, crc >> 8);
  const bytes = fn === readCoils ? Math.ceil(value / 8) : 2 * value;
  return {
    send,
    answers: (frame) =>
      isRead(fn)
        ? frame[0] === address && frame[1] === fn && frame[2] === bytes
        : frame.length === send.length && frame.every((byte, at) => byte === send[at]),
  };
}

const isRead = (fn: number): boolean => fn === readCoils || fn === readHolding || fn === readInput;

/** Its function says how long an answer is: silence is a poor judge of that in a busy process. */
export function cutModbus(held: Uint8Array, functions: readonly number[], frameBytesMax: number): Cut {
  const [, fn, count] = held;
  if (fn === undefined) return 'wait';
  const isError = (fn & 0x80) !== 0;
  if (!functions.includes(fn & 0x7f)) return { noise: 1 };
  if (count === undefined) return 'wait';
  const length = isError ? 5 : isRead(fn) ? 5 + count : 8;
  if (length > frameBytesMax) return { noise: 1 };
  if (held.length < length) return 'wait';
  // A CRC over a frame and its own CRC is nothing.
  return crc16(held.subarray(0, length)) === 0 ? { frame: length } : { noise: 1 };
}

/** The registers in an answer. */
export const wordsOf = (frame: Uint8Array): number[] =>
  Array.from({ length: (frame[2] ?? 0) >> 1 }, (_, at) => (frame[3 + 2 * at]! << 8) | frame[4 + 2 * at]!);

/** The coil's bit in an answer to `readCoils` from 0. */
export const coilOf = (frame: Uint8Array, coil: number): boolean =>
  (((frame[3 + (coil >> 3)] ?? 0) >> (coil & 7)) & 1) === 1;
