import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, to be given away once. */
export const newSecretToken = (): string => randomBytes(32).toString('base64url');

/** What the database holds of a token: who reads it there cannot use it. */
export const tokenDigest = (token: string): Buffer => createHash('sha256').update(token).digest();
