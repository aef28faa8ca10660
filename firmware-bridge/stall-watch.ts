import { writeSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

/** The loop may stand still no longer. */
export const stallMs = 5_000;
const beatMs = 500;

/**
 * Ends the process when its event loop stands still: a bridge that cannot switch off must not live, and without it every
 * lease dies. A thread watches, because a stuck loop cannot watch itself; a paused process ends when it wakes.
 */
export function watchForStalls(): void {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  setInterval(() => {
    Atomics.add(beats, 0, 1);
    Atomics.notify(beats, 0);
  }, beatMs).unref();
  new Worker(new URL(import.meta.url), { workerData: beats }).unref();
}

function watch(beats: Int32Array): void {
  for (;;) {
    const seen = Atomics.load(beats, 0);
    const from = performance.now();
    const woken = Atomics.wait(beats, 0, seen, stallMs);
    if (woken !== 'timed-out' && performance.now() - from <= stallMs) continue;
    writeSync(2, 'The event loop stood still for more than 5 s: the bridge ends, so that every lease does.\n');
    process.kill(process.pid, 'SIGKILL');
  }
}

if (!isMainThread && workerData instanceof Int32Array) watch(workerData);
