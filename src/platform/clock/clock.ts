/** Time is a provider at the edge and an argument in the core. */
export abstract class Clock {
  /** Wall time, ms since the epoch. May step. */
  abstract wallMs(): number;
  /** Monotonic, ms since any point. Never steps back. */
  abstract monoMs(): number;
  /** Resolves after `ms`, or at once when the signal is aborted. */
  abstract sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `then` after `ms` unless cancelled by the returned function. */
  abstract after(ms: number, then: () => void): () => void;
}

export class SystemClock extends Clock {
  wallMs(): number {
    return Date.now();
  }

  monoMs(): number {
    return performance.now();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, ms);
      function done(): void {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      }
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  after(ms: number, then: () => void): () => void {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  }
}
