import { createHmac } from 'node:crypto';
import { readSecret } from '../../platform/config/secrets.js';

/** The number of a virtual card: seven bytes as of an NXP card, the same at each start, and in no table. */
export function demoCardUid(secretsDir: string, key: string): string {
  const derived = createHmac('sha256', readSecret(secretsDir, 'demo-cards')).update(key).digest();
  return Buffer.concat([Buffer.of(0x04), derived.subarray(0, 6)]).toString('hex');
}
