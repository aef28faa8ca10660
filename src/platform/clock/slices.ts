import type { Clock } from './clock.js';

/** So long a piece of work keeps the process from all else. */
const sliceMs = 8;

/** Who paused waits here: one goes on at each turn of the event loop, however many there are. */
let turns = Promise.resolve();
const nextTurn = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

/** Long work cut into slices, so that what must not wait (a tap, a renewal) has its turn in between. */
export class Slices {
  private since: number;

  constructor(private readonly clock: Clock) {
    this.since = clock.monoMs();
  }

  /** Between two steps of the work. */
  async pause(): Promise<void> {
    if (this.clock.monoMs() - this.since < sliceMs) return;
    turns = turns.then(nextTurn);
    await turns;
    this.since = this.clock.monoMs();
  }

  async run<Result>(steps: Generator<undefined, Result, undefined>): Promise<Result> {
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      await this.pause();
    }
  }
}
