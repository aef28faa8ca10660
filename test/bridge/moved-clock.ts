import { Clock } from '../../src/platform/clock/clock.js';

/** A clock that stands still until it is moved; what falls due on the way happens in order. */
export class MovedClock extends Clock {
  private now = 1_000;
  private readonly due = new Map<object, { readonly at: number; readonly act: () => void }>();

  wallMs(): number {
    return 1_764_000_000_000 + this.now;
  }

  monoMs(): number {
    return this.now;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return;
    await new Promise<void>((resolve) => {
      const cancel = this.after(ms, resolve);
      signal?.addEventListener('abort', () => {
        cancel();
        resolve();
      });
    });
  }

  after(ms: number, then: () => void): () => void {
    const key = {};
    this.due.set(key, { at: this.now + ms, act: then });
    return () => this.due.delete(key);
  }

  move(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const next = [...this.due].filter(([, { at }]) => at <= end).toSorted(([, a], [, b]) => a.at - b.at)[0];
      if (next === undefined) break;
      this.due.delete(next[0]);
      this.now = Math.max(this.now, next[1].at);
      next[1].act();
    }
    this.now = end;
  }
}
