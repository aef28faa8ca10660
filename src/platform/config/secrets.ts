import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * Reads a secret of 32 random bytes from `<dir>/<name>`, making it at first use (0600, written whole or not at all). The
 * file holds base64url, so that it can be copied by hand.
 */
export function readSecret(dir: string, name: string): Buffer {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, name);
  const kept = tryRead(path);
  if (kept !== undefined) return kept;
  const draft = `${path}.${process.pid}.new`;
  const file = openSync(draft, 'w', 0o600);
  writeSync(file, `${randomBytes(32).toString('base64url')}\n`);
  fsyncSync(file);
  closeSync(file);
  chmodSync(draft, 0o600);
  try {
    // A link never replaces: of two processes that start at once, one makes the secret and both read it.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const made = tryRead(path);
  if (made === undefined) throw new Error(`the secret ${path} could not be written`);
  return made;
}

function tryRead(path: string): Buffer | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < 32) throw new Error(`the secret ${path} is damaged: it holds fewer than 32 bytes`);
  return bytes;
}
