import { describe, expect, it } from 'vitest';
import { SystemClock } from '../clock/clock.js';
import { RateLimit } from './rate-limit.js';

class StillClock extends SystemClock {
  now = 0;
  override monoMs(): number {
    return this.now;
  }
}

const limit = { max: 2, windowMs: 10_000 };

describe('a rate limit', () => {
  it('counts per key, says when to come back, and starts anew with the next window', () => {
    const clock = new StillClock();
    const rate = new RateLimit(clock);
    expect([rate.take('a', limit), rate.take('a', limit), rate.take('b', limit)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    clock.now = 2_500;
    expect(rate.take('a', limit)).toBe(8);
    clock.now = 9_999;
    expect(rate.take('a', limit)).toBe(1);
    clock.now = 10_000;
    expect(rate.take('a', limit)).toBeUndefined();
  });

  it('takes back what did not count', () => {
    const rate = new RateLimit(new StillClock());
    rate.take('a', limit);
    rate.take('a', limit);
    rate.giveBack('a');
    expect([rate.take('a', limit), rate.take('a', limit)]).toEqual([undefined, 10]);
    rate.giveBack('unknown');
  });

  it('holds no more keys than it may, and forgets the oldest', () => {
    const rate = new RateLimit(new StillClock(), 2);
    for (const key of ['a', 'a', 'b', 'c']) rate.take(key, limit);
    expect(rate.take('a', limit)).toBeUndefined();
    expect(rate.take('c', limit)).toBeUndefined();
    expect(rate.take('c', limit)).toBe(10);
  });
});
