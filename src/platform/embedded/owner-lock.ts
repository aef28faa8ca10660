import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Somebody else uses this data directory now. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';

  constructor(
    readonly dataDir: string,
    readonly pid: number,
  ) {
    super(`${dataDir} is in use by process ${pid}`);
  }
}

export interface TakenDataDir {
  /** Its last owner was killed: what that one started may still be ending. */
  readonly wasLeft: boolean;
  giveBack(): void;
}

/**
 * Takes a data directory for this process. A lock whose process is gone, or whose number belongs to a later process, is
 * nobody's. Throws `AlreadyRunning` while its owner lives.
 */
export function takeDataDir(dataDir: string): TakenDataDir {
  const path = join(dataDir, 'launcher.lock');
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${process.pid} ${startOf(process.pid) ?? ''}\n`, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      // A link never replaces, and whoever reads it reads it whole.
      if (link(draft, path)) return { wasLeft: attempt > 0, giveBack: () => rmSync(path, { force: true }) };
      const owner = read(path);
      if (owner === undefined) continue;
      const [pid = '', start = ''] = owner.trim().split(' ');
      if (isAlive(Number(pid)) && startOf(Number(pid)) === (start === '' ? undefined : start)) {
        throw new AlreadyRunning(dataDir, Number(pid));
      }
      bury(path, owner);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new Error(`${path} could not be taken`);
}

function link(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Moved away first: of two that find the owner dead, neither removes what the other has taken since. */
function bury(path: string, owner: string): void {
  const grave = `${path}.${process.pid}.dead`;
  try {
    renameSync(path, grave);
  } catch {
    return;
  }
  if (read(grave) !== owner) link(grave, path);
  rmSync(grave);
}

/** One that has ended and waits for its parent to notice is dead; without an init it may wait for ever. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return statOf(pid)?.[0] !== 'Z';
}

/** When a process began, in ticks since boot (Linux); numbers of processes are used again. */
const startOf = (pid: number): string | undefined => statOf(pid)?.[19];

/** What Linux says of a process, from its state on; what stands before that may hold anything. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
