// Calls other programs, with one line for each step. Built-ins only.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

export const seconds = (sinceMs) => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;

/**
 * Ends with the program's exit code, and what it said when `quiet`; else it speaks for itself.
 * Interrupted or out of time, the program is ended too, with all it started.
 */
export async function run(command, args, { quiet = false, env = {}, timeoutMs } = {}) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += chunk));
  const end = (signal) => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It has ended by itself.
    }
  };
  const interrupted = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
  const stops = Object.entries(interrupted).map(([signal, code]) => [
    signal,
    () => {
      end('SIGTERM');
      process.exitCode = code;
      child.once('close', () => process.exit(code));
    },
  ]);
  for (const [signal, stop] of stops) process.on(signal, stop);
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          console.error(`${command} ${args[0]} took more than ${timeoutMs / 60_000} min and was ended.`);
          end('SIGKILL');
        }, timeoutMs);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status, signal) => resolve(status ?? (signal === null ? 1 : 128)));
    });
    return { code, said };
  } finally {
    clearTimeout(timer);
    for (const [signal, stop] of stops) process.off(signal, stop);
  }
}

/** A program of node_modules, called by its file: nothing has to be on the PATH. */
export async function runPackage(path, args, options) {
  return await run(process.execPath, [`${root}node_modules/${path}`, ...args], options);
}
