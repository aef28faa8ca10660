import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Interval, lengthMs, overlap } from '../interval.js';
import { nearestFreeSlots } from './free-slots.js';

/** At one machine, in minutes. */
const nearest = (wanted: Interval, busy: readonly Interval[], within: Interval, count: number) =>
  nearestFreeSlots(wanted, [{ on: 'laser', busy }], { within, count, stepMs: 15, allows: () => true }).map(
    ({ from, to }) => ({ from, to }),
  );
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
      allows: (_: string, { from }: Interval) => from >= 780,
    };
    expect(nearestFreeSlots(hour(10, 11), [{ on: 'laser', busy: [] }], search)).toEqual([
      { ...hour(13, 14), on: 'laser' },
      { ...hour(14, 15), on: 'laser' },
    ]);
  });

  it('looks at several machines, and takes the one named first where both are free', () => {
    const places = [
      { on: 'saw', busy: [hour(0, 11)] },
      { on: 'lathe', busy: [hour(10, 11)] },
    ];
    const search = { within: hour(0, 24), count: 3, stepMs: 60, allows: () => true };
    expect(nearestFreeSlots(hour(10, 11), places, search)).toEqual([
      { ...hour(9, 10), on: 'lathe' },
      { ...hour(11, 12), on: 'saw' },
      { ...hour(11, 12), on: 'lathe' },
    ]);
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
