import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tapAgeMaxMs } from '../numbers.js';
import { ageOf, type Delays, noteDelay } from './tap-age.js';

const day = 24 * 60 * 60_000;

/** A gate whose messages need `latencyMs`; its crystal runs `ppm` fast. */
function hears(delays: Delays | undefined, trueMs: number, ppm: number, latencyMs: number) {
  const upMs = Math.round(trueMs * (1 + ppm / 1e6));
  const receivedAt = 5_000 + trueMs + latencyMs;
  const noted = noteDelay(delays, 7, upMs, receivedAt);
  return { delays: noted, age: ageOf(noted, { upMs, ageMs: 0, receivedAt }, receivedAt) };
}

describe('the age of a tap', () => {
  it('is what the gate says, or what it was late, and the time since', () => {
    const { delays } = hears(undefined, 0, 0, 10);
    const message = { upMs: 1_000, ageMs: 0, receivedAt: 6_010 };
    expect(ageOf(delays, message, 6_010)).toBe(0);
    expect(ageOf(delays, { ...message, ageMs: 700 }, 6_010)).toBe(700);
    expect(ageOf(delays, { ...message, receivedAt: 8_010 }, 8_010)).toBe(2_000);
    expect(ageOf(delays, { ...message, receivedAt: 8_010, ageMs: 3_000 }, 9_010)).toBe(4_000);
  });

  it('of one that was delayed on the way is too old', () => {
    const first = hears(undefined, 1_000, 0, 10);
    expect(hears(first.delays, 2_000, 0, 5_009).age).toBeLessThanOrEqual(tapAgeMaxMs);
    expect(hears(first.delays, 2_000, 0, 5_020).age).toBeGreaterThan(tapAgeMaxMs);
  });

  it('of a gate that froze for a minute and sends what it held is too old', () => {
    const first = hears(undefined, 1_000, 0, 10);
    const late = hears(first.delays, 2_000, 0, 60_010);
    expect(late.age).toBeGreaterThan(59_000);
    // What comes late does not make the next one look early, nor late.
    expect(hears(late.delays, 62_100, 0, 10).age).toBeLessThan(100);
  });

  it.each([-100, 100])('of a gate whose crystal is off by %i ppm is right for 30 days', (ppm) => {
    let delays: Delays | undefined;
    let oldest = 0;
    let heard = 0;
    for (let trueMs = 0; trueMs <= 30 * day; trueMs += 60_000) {
      const message = hears(delays, trueMs, ppm, trueMs % 180_000 === 0 ? 10 : 40);
      delays = message.delays;
      oldest = Math.max(oldest, message.age);
      heard += 1;
    }
    expect(heard).toBe(43_201);
    expect(oldest).toBeLessThan(200);
    expect(hears(delays, 30 * day + 1_000, ppm, 6_000).age).toBeGreaterThan(tapAgeMaxMs);
  });

  it('begins anew with each power-up', () => {
    const before = noteDelay(undefined, 7, 0, 1_000);
    expect(noteDelay(before, 8, 0, 90_000)).toEqual({ boot: 8, offsetMs: 90_000, at: 90_000 });
  });

  it('is never negative and never falls as time passes', () => {
    const ms = fc.integer({ min: 0, max: 10 * day });
    fc.assert(
      fc.property(ms, ms, ms, ms, fc.integer({ min: 0, max: day }), (up, at, upMs, receivedAt, later) => {
        const delays = noteDelay(undefined, 7, up, at);
        const message = { upMs, ageMs: 0, receivedAt };
        const age = ageOf(delays, message, receivedAt);
        expect(age).toBeGreaterThanOrEqual(0);
        expect(ageOf(delays, message, receivedAt + later)).toBe(age + later);
      }),
    );
  });
});
