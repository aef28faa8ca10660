import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock/clock.js';

/** UUIDv7 (RFC 9562): made in the service, in the order of the wall clock. */
export class IdSource {
  constructor(private readonly clock: Clock) {}

  next(): string {
    const bytes = randomBytes(16);
    bytes.writeUIntBE(Math.floor(this.clock.wallMs()), 0, 6);
    bytes[6] = 0x70 | (bytes[6]! & 0x0f);
    bytes[8] = 0x80 | (bytes[8]! & 0x3f);
    const hex = bytes.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }
}
