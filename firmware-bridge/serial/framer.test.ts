import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Framer, type Framing } from './framer.js';

/** `#`, a length of 1 to 6, so many bytes, and their sum. */
const framing: Framing = {
  frameBytesMax: 9,
  cut(held) {
    const [start, length = 1] = held;
    if (start !== 0x23 || length < 1 || length > 6) return { noise: 1 };
    if (held.length < length + 3) return 'wait';
    const sum = held.subarray(2, length + 2).reduce((so, byte) => so + byte, 0);
    return (sum & 0xff) === held[length + 2] ? { frame: length + 3 } : { noise: 1 };
  },
};
const frameOf = (...bytes: number[]) => [0x23, bytes.length, ...bytes, bytes.reduce((so, byte) => so + byte, 0) & 0xff];

function cutting(of: Framing = framing) {
  const frames: number[][] = [];
  const framer = new Framer(of, (frame) => frames.push([...frame]));
  return { frames, framer, push: (...bytes: number[]) => framer.push(Uint8Array.from(bytes)) };
}

describe('the framer', () => {
  it('takes frames in pieces of any size, and counts what was none', () => {
    const body = fc.array(fc.nat(255), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(body, { maxLength: 5 }), fc.array(fc.nat(20), { maxLength: 30 }), (bodies, sizes) => {
        const { frames, framer } = cutting();
        const sent = bodies.map((each) => frameOf(...each));
        let rest = Uint8Array.from(sent.flat());
        for (const size of sizes) {
          expect(framer.push(rest.subarray(0, size))).toBe(0);
          rest = rest.subarray(size);
        }
        framer.push(rest);
        expect(frames).toEqual(sent);
      }),
    );
  });

  it('finds a frame behind a false start that promised more than came', () => {
    const { frames, framer, push } = cutting();
    const good = frameOf(7, 8);
    expect(push(0x23, 6, ...good)).toBe(0);
    expect(framer.quiet()).toBe(2);
    expect(frames).toEqual([good]);
  });

  it('lets go of half a frame when the line goes silent: two halves of two cards are no card', () => {
    const { frames, framer, push } = cutting();
    const good = frameOf(1, 2, 3);
    push(...good.slice(0, 3));
    expect(framer.quiet()).toBe(3);
    expect(push(...good.slice(3))).toBe(3);
    expect(frames).toEqual([]);
  });

  it('cannot be held up by a driver that always waits', () => {
    const { frames, push, framer } = cutting({ frameBytesMax: 4, cut: () => 'wait' });
    expect(push(...Array<number>(1_000).fill(1))).toBe(997);
    expect(framer.quiet()).toBe(3);
    expect(frames).toEqual([]);
  });
});
