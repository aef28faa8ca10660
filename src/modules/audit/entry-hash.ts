import { createHash, createHmac } from 'node:crypto';

/** What the chain covers: pseudonyms and a hash of the details, so that erasing the details never breaks it. */
export interface ChainedEntry {
  readonly ordinal: number;
  readonly atMs: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detailHash: Buffer;
  readonly previousHash: Buffer;
}

export const genesisHash = Buffer.alloc(32);

export function entryHash(entry: ChainedEntry): Buffer {
  const { ordinal, atMs, actor, action, subject } = entry;
  const hashes = [entry.detailHash.toString('hex'), entry.previousHash.toString('hex')];
  const covered = [ordinal, atMs, actor, action, subject, ...hashes];
  return createHash('sha256').update(JSON.stringify(covered)).digest();
}

/** Salted, so that a detail cannot be guessed from its hash once it has been erased. */
export function detailHash(salt: Buffer, detail: unknown): Buffer {
  return createHash('sha256').update(salt).update(canonicalJson(detail)).digest();
}

/** The same person is the same pseudonym; only who holds the key can tell whose. */
export function pseudonym(key: Buffer, kind: string, id: string): string {
  return `${kind}:${createHmac('sha256', key).update(`${kind}/${id}`).digest('hex').slice(0, 32)}`;
}

/** JSON with its keys in order: the database keeps objects, not the order of their keys. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}
