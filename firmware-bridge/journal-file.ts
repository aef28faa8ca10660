import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';

/**
 * A file of JSON lines, each behind the checksum of its text, written whole or not at all: a line counts once it and its
 * line feed are on the disk. Positions are kept here, so that what a failed write left behind is written over.
 */
export class JournalFile {
  private file: number;
  private end: number;
  lines: number;

  private constructor(
    private readonly path: string,
    file: number,
    end: number,
    lines: number,
  ) {
    this.file = file;
    this.end = end;
    this.lines = lines;
  }

  /** Opens or makes the file, hands each good line to `take`, and cuts a torn tail off. Damaged lines are counted. */
  static open(path: string, take: (line: unknown) => void): { file: JournalFile; damaged: number } {
    const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    let end = 0;
    let lines = 0;
    let damaged = 0;
    for (let feed = bytes.indexOf(0x0a); feed >= 0; feed = bytes.indexOf(0x0a, end)) {
      const line = openLine(bytes.toString('utf8', end, feed));
      end = feed + 1;
      lines += 1;
      if (line === undefined) damaged += 1;
      else take(line);
    }
    if (end < bytes.length) damaged += 1;
    const file = openSync(path, existsSync(path) ? 'r+' : 'w+', 0o600);
    ftruncateSync(file, end);
    fsyncSync(file);
    syncFolder(path);
    return { file: new JournalFile(path, file, end, lines), damaged };
  }

  /** Returns once the line is on the disk, or throws and leaves the file as it was. */
  append(line: unknown, { durable }: { durable: boolean }): void {
    const bytes = Buffer.from(sealLine(line));
    writeAll(this.file, bytes, this.end);
    if (durable) fdatasyncSync(this.file);
    this.end += bytes.length;
    this.lines += 1;
  }

  /** Puts these lines in place of all others: the old file stays whole until the new one is. */
  rewrite(lines: readonly unknown[]): void {
    const draft = `${this.path}.new`;
    const bytes = Buffer.from(lines.map(sealLine).join(''));
    const file = openSync(draft, 'w', 0o600);
    try {
      writeAll(file, bytes, 0);
      fsyncSync(file);
      renameSync(draft, this.path);
    } catch (error) {
      closeSync(file);
      throw error;
    }
    syncFolder(this.path);
    closeSync(this.file);
    this.file = file;
    this.end = bytes.length;
    this.lines = lines.length;
  }

  close(): void {
    closeSync(this.file);
  }
}

function writeAll(file: number, bytes: Uint8Array, at: number): void {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(file, bytes, written, bytes.length - written, at + written);
  }
}

/** A new name is only durable with its folder. */
function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function sealLine(line: unknown): string {
  const json = JSON.stringify(line);
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
}

function openLine(text: string): unknown {
  const json = text.slice(9);
  if (text[8] !== ' ' || text.slice(0, 8) !== crc32(json).toString(16).padStart(8, '0')) return undefined;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
