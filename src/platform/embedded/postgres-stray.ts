import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock/clock.js';
import { isAlive } from './owner-lock.js';

/** A server on these data whose launcher was killed: stopped, so that one that somebody looks after can start. */
export async function stopStray(data: string, clock: Clock, fastStopMs: number): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  // PostgreSQL sees by itself that this one is dead, and whether any of its own still has the data open.
  if (!isAlive(pid)) return;
  // Since a restart of the computer another program has that number, which PostgreSQL would take for a server.
  if (!serves(pid, data)) return rmSync(pidFile, { force: true });
  for (const [signal, waitMs] of [
    ['SIGINT', fastStopMs],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    process.kill(pid, signal);
    const end = clock.monoMs() + waitMs;
    while (isAlive(pid) && clock.monoMs() < end) await clock.sleep(50);
    if (!isAlive(pid)) return;
  }
  throw new Error(`A PostgreSQL that lost its launcher (process ${pid}) does not stop.`);
}

/** Whether that process is the server of these data, and not some other PostgreSQL of this computer. */
function serves(pid: number, data: string): boolean {
  if (!existsSync('/proc/self')) {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(data);
  }
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  // It works in the directory of its data; where Linux does not tell that, the directory it was called with is as good.
  const places = [`/proc/${pid}/cwd`, words[words.indexOf('-D') + 1] ?? ''];
  return /(^|\/)postgres$/.test(words[0] ?? '') && places.map(real).includes(realpathSync(data));
}

function real(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
