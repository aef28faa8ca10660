import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type FoundProcess, processesOf } from './processes.js';

/** Where the embedded PostgreSQL of that data directory has its own: elsewhere, when it runs under another uid. */
export function databaseOf(dataDir: string): string {
  const elsewhere = join(dataDir, 'postgres-place');
  return existsSync(elsewhere) ? join(readFileSync(elsewhere, 'utf8').trim(), 'data') : join(dataDir, 'postgres');
}

export const postmasterOf = (dataDir: string): number =>
  Number(readFileSync(join(databaseOf(dataDir), 'postmaster.pid'), 'utf8').split('\n')[0]);

/** Everything that runs there. */
export async function processesIn(dataDir: string): Promise<readonly FoundProcess[]> {
  return await processesOf(dataDir, dirname(databaseOf(dataDir)));
}

/** Ends and removes what a test has left there, whatever became of it. */
export async function clearDataDir(dataDir: string): Promise<void> {
  for (const { pid } of await processesIn(dataDir)) kill(pid);
  for (const place of [dirname(databaseOf(dataDir)), dataDir]) rmSync(place, { recursive: true, force: true });
}

export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
