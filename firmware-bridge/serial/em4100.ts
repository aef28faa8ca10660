import type { DeviceEvent } from '../drivers/driver.js';
import { xorOf } from './checksums.js';
import type { Cut } from './framer.js';

const stx = 0x02;
const digits = 12;

const isHexDigit = (byte: number): boolean => (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46);

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Ten digits of a 125 kHz card and two of their exclusive or, in capitals as all these readers send them. */
export const isCardText = (bytes: Uint8Array): boolean =>
  bytes.length === digits && bytes.every(isHexDigit) && xorOf(Buffer.from(textOf(bytes), 'hex')) === 0;

/** `02`, the card's text, then `tail`. */
export function cutCardText(held: Uint8Array, tail: readonly number[]): Cut {
  if (held[0] !== stx) return { noise: 1 };
  const text = held.subarray(1, 1 + digits);
  const end = held.subarray(1 + digits, 1 + digits + tail.length);
  // What cannot become a frame is none at once: a false start does not wait for the next card.
  if (!text.every(isHexDigit) || !end.every((byte, at) => byte === tail[at])) return { noise: 1 };
  if (end.length < tail.length) return 'wait';
  return isCardText(text) ? { frame: 1 + digits + tail.length } : { noise: 1 };
}

/** How many hexadecimal digits stand in front. */
export function digitsAtFront(held: Uint8Array): number {
  const end = held.findIndex((byte) => !isHexDigit(byte));
  return end < 0 ? held.length : end;
}

/** The card whose text starts at `from`, by all five bytes of its number. */
export const cardOf = (frame: Uint8Array, from: number): DeviceEvent => ({
  kind: 'card',
  tech: 'em4100',
  uid: textOf(frame.subarray(from, from + 10)).toLowerCase(),
});
