import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Interval, lengthMs, overlap } from '../interval.js';
import { allSteps, type Answer, freeTimes, nearestFreeSlots, type Place, type Search } from './free-slots.js';

const ok: Answer = { allow: true };
const found = (wanted: Interval, places: readonly Place<string>[], search: Search<string>) =>
  allSteps(nearestFreeSlots(wanted, places, search));
/** At one machine, in minutes. */
const nearest = (wanted: Interval, busy: readonly Interval[], within: Interval, count: number) =>
  found(wanted, [{ on: 'laser', busy }], { within, count, stepMs: 15, ask: () => ok }).map(({ from, to }) => ({
    from,
    to,
  }));
const hour = (from: number, to: number): Interval => ({ from: from * 60, to: to * 60 });

describe('nearestFreeSlots', () => {
  it('finds the one before, the one after and the next', () => {
    expect(nearest(hour(10, 11), [hour(10, 11)], hour(9, 20), 3)).toEqual([hour(9, 10), hour(11, 12), hour(12, 13)]);
  });

  it('skips gaps that are too short', () => {
    expect(nearest(hour(10, 12), [hour(10, 12), hour(13, 14)], hour(10, 16), 3)).toEqual([hour(14, 16)]);
  });

  it('has nothing when all is taken', () => {
    expect(nearest(hour(10, 12), [hour(0, 24)], hour(0, 24), 3)).toEqual([]);
  });

  it('offers a start off the grid when the overlap is partial', () => {
    expect(nearest(hour(10, 12), [hour(11, 13)], hour(0, 24), 1)).toEqual([hour(9, 11)]);
  });

  it('asks what the rules allow, and takes the next', () => {
    const search = {
      within: hour(0, 24),
      count: 2,
      stepMs: 60,
      ask: (_: string, { from }: Interval) => ({ allow: from >= 780 }),
    };
    expect(found(hour(10, 11), [{ on: 'laser', busy: [] }], search)).toEqual([
      { ...hour(13, 14), on: 'laser' },
      { ...hour(14, 15), on: 'laser' },
    ]);
  });

  it('looks at several machines, and takes the one named first where both are free', () => {
    const places = [
      { on: 'saw', busy: [hour(0, 11)] },
      { on: 'lathe', busy: [hour(10, 11)] },
    ];
    const search = { within: hour(0, 24), count: 3, stepMs: 60, ask: () => ok };
    expect(found(hour(10, 11), places, search)).toEqual([
      { ...hour(9, 10), on: 'lathe' },
      { ...hour(11, 12), on: 'saw' },
      { ...hour(11, 12), on: 'lathe' },
    ]);
  });

  it('passes over starts that are known to be refused alike, and finds what is far behind them', () => {
    let asked = 0;
    const days = hour(0, 24 * 60);
    const ask = (_: string, { from }: Interval): Answer => {
      asked += 1;
      return from >= 50 * 24 * 60 ? ok : { allow: false, alike: { from: 0, to: 50 * 24 * 60 } };
    };
    const [first] = found(hour(10, 11), [{ on: 'laser', busy: [] }], { within: days, count: 1, stepMs: 15, ask });
    expect([first?.from, asked]).toEqual([50 * 24 * 60, 2]);
    asked = 0;
    const free = freeTimes([days], { lengthMs: 60, stepMs: 15, limit: 1, ask: (slot) => ask('', slot) });
    expect([allSteps(free), asked]).toEqual([[{ from: 50 * 24 * 60, to: 60 * 24 * 60 }], 10 * 96 - 3 + 1]);
  });

  it('is done in steps of one question each', () => {
    let asked = 0;
    const ask = (): Answer => {
      asked += 1;
      return { allow: false };
    };
    const steps = nearestFreeSlots(hour(10, 11), [{ on: 'laser', busy: [] }], {
      within: hour(0, 24),
      count: 1,
      stepMs: 15,
      ask,
    });
    for (let before = asked; steps.next().done !== true; before = asked) expect(asked - before).toBeLessThanOrEqual(1);
    expect(asked).toBe(93);
  });

  const instant = fc.integer({ min: 0, max: 1000 });
  const span = fc
    .tuple(instant, fc.integer({ min: 1, max: 200 }))
    .map(([from, length]) => ({ from, to: from + length }));
  const cases = fc.tuple(span, fc.array(span, { maxLength: 12 }), span, fc.integer({ min: 1, max: 5 }));

  it('never overlaps what is busy, has the wanted length and stays within', () => {
    fc.assert(
      fc.property(cases, ([wanted, busy, within, count]) => {
        for (const slot of nearest(wanted, busy, within, count)) {
          expect(lengthMs(slot)).toBe(lengthMs(wanted));
          expect(slot.from).toBeGreaterThanOrEqual(within.from);
          expect(slot.to).toBeLessThanOrEqual(within.to);
          expect(busy.filter((taken) => overlap(taken, slot))).toEqual([]);
        }
      }),
    );
  });

  it('is sorted by nearness, apart from each other, and not more than asked for', () => {
    fc.assert(
      fc.property(cases, ([wanted, busy, within, count]) => {
        const slots = nearest(wanted, busy, within, count);
        const distances = slots.map((slot) => Math.abs(slot.from - wanted.from));
        expect(distances).toEqual(distances.toSorted((a, b) => a - b));
        expect(slots.length).toBeLessThanOrEqual(count);
        slots.forEach((slot, i) => expect(slots.slice(i + 1).filter((other) => overlap(slot, other))).toEqual([]));
      }),
    );
  });

  it('finds the nearest free start that a search of every start finds', () => {
    fc.assert(
      fc.property(cases, ([wanted, busy, within, count]) => {
        const length = lengthMs(wanted);
        let best = Infinity;
        for (let from = within.from; from + length <= within.to; from += 1) {
          const slot = { from, to: from + length };
          if (!busy.some((taken) => overlap(taken, slot))) best = Math.min(best, Math.abs(from - wanted.from));
        }
        const [first] = nearest(wanted, busy, within, count);
        expect(first === undefined ? Infinity : Math.abs(first.from - wanted.from)).toBe(best);
      }),
    );
  });
});
