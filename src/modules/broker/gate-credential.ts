import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What a broker has to know of a gate. */
export interface GateCredentialFacts {
  readonly id: string;
  readonly slug: string;
  readonly credentialVersion: number;
}

/**
 * Credentials of gates are derived from one secret outside the database, so that the database holds none of them and a
 * broker that lost its data can be provisioned again. Raising `credentialVersion` makes the old ones void.
 */
export function gatePassword(master: Uint8Array, gateId: string, credentialVersion: number): string {
  return createHmac('sha256', master).update(`password/${gateId}/${credentialVersion}`).digest('base64url');
}

/** 32 bytes that sign payloads between the service and this gate. */
export function gateKey(master: Uint8Array, gateId: string, credentialVersion: number): Buffer {
  return createHmac('sha256', master).update(`key/${gateId}/${credentialVersion}`).digest();
}

/** Compares in a time that tells nothing. */
export function samePassword(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
