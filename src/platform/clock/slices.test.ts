import { expect, it } from 'vitest';
import { Slices } from './slices.js';
import { SystemClock } from './clock.js';

class StepClock extends SystemClock {
  private ms = 0;

  override monoMs(): number {
    return (this.ms += 1);
  }
}

/** What long work and a loop that wants a turn each time do, in order. */
async function played(works: number, steps: number): Promise<string> {
  const clock = new StepClock();
  const done: string[] = [];
  let over = false;
  const other = (): void => {
    done.push('.');
    if (!over) setImmediate(other);
  };
  setImmediate(other);
  function* work(): Generator<undefined, number, undefined> {
    for (let step = 0; step < steps; step += 1) {
      done.push('x');
      yield;
    }
    return steps;
  }
  const results = await Promise.all(Array.from({ length: works }, async () => await new Slices(clock).run(work())));
  over = true;
  expect(results).toEqual(Array.from({ length: works }, () => steps));
  return done.join('');
}

it('long work lets others have their turn, again and again', async () => {
  const longest = Math.max(...(await played(1, 200)).split('.').map(({ length }) => length));
  expect(longest).toBeLessThanOrEqual(9);
});

it('many pieces of long work have their turns one after the other', async () => {
  const [, ...later] = (await played(8, 200)).split('.');
  expect(Math.max(...later.map(({ length }) => length))).toBeLessThanOrEqual(9);
});
