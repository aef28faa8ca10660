import { createHmac } from 'node:crypto';

/**
 * What the service knows a card by: keyed with the pepper, which no database and no bridge holds. `uid` is hexadecimal in
 * lower case, as the contracts make it.
 */
export const cardDigest = (pepper: Uint8Array, tech: string, uid: string): Buffer => keyed(pepper, tech, uid);

/** What bridges know a card by: keyed with the site key, which they hold too. */
export const cardSiteDigest = (siteKey: Uint8Array, tech: string, uid: string): Buffer => keyed(siteKey, tech, uid);

const keyed = (key: Uint8Array, tech: string, uid: string): Buffer =>
  createHmac('sha256', key).update(`${tech}:${uid}`).digest();

/** ISO 14443-3: a uid of four bytes that starts with 08 is drawn anew each time the card is read. */
export const isRandomUid = (tech: string, uid: string): boolean =>
  tech === 'iso14443a' && uid.length === 8 && uid.startsWith('08');
