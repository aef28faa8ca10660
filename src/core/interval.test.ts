import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, interval, type Interval, intersect, lengthMs, merge, overlap, subtract } from './interval.js';

const end = 60;
const intervals = fc
  .tuple(fc.integer({ min: 0, max: end - 1 }), fc.integer({ min: 1, max: 20 }))
  .map(([from, length]): Interval => ({ from, to: from + length }));
const lists = fc.array(intervals, { maxLength: 8 });
const instants = Array.from({ length: end + 22 }, (_, at) => at);
/** What an interval means: the instants that it holds. */
const held = (list: readonly Interval[]): number[] => instants.filter((at) => list.some((one) => contains(one, at)));

describe('intervals', () => {
  it.each([
    [1, 1],
    [2, 1],
    [Number.NaN, 1],
    [0, Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY, 0],
  ])('there is none from %d to %d', (from, to) => {
    expect(interval(from, to)).toBeUndefined();
  });

  it('hold their start, not their end: what touches does not overlap', () => {
    expect([contains({ from: 1, to: 3 }, 1), contains({ from: 1, to: 3 }, 3)]).toEqual([true, false]);
    expect(overlap({ from: 1, to: 3 }, { from: 3, to: 5 })).toBe(false);
    expect(overlap({ from: 1, to: 4 }, { from: 3, to: 5 })).toBe(true);
  });

  it('overlap where they have an instant in common, in either order', () => {
    fc.assert(
      fc.property(intervals, intervals, (a, b) => {
        const common = instants.filter((at) => contains(a, at) && contains(b, at));
        expect(overlap(a, b)).toBe(common.length > 0);
        expect(overlap(b, a)).toBe(overlap(a, b));
        const both = intersect(a, b);
        expect(both === undefined ? [] : held([both])).toEqual(common);
        expect(both === undefined ? 0 : lengthMs(both)).toBe(common.length);
      }),
    );
  });

  it('merge to the same instants, in order, with a gap between each two', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const merged = merge(list);
        expect(held(merged)).toEqual(held(list));
        merged.slice(1).forEach((one, index) => expect(merged[index]!.to).toBeLessThan(one.from));
        expect(merge(merged)).toEqual(merged);
      }),
    );
  });

  it('leave what is in none of the others, and together with it are whole again', () => {
    fc.assert(
      fc.property(intervals, lists, (whole, taken) => {
        const free = subtract(whole, taken);
        const wanted = held([whole]).filter((at) => !held(taken).includes(at));
        expect(held(free)).toEqual(wanted);
        const cut = taken.flatMap((one) => intersect(whole, one) ?? []);
        expect(merge([...free, ...cut])).toEqual([whole]);
      }),
    );
  });
});
