/** What stands at the front of the bytes held: a whole frame, noise, or the start of a frame of which more must come. */
export type Cut = { readonly frame: number } | { readonly noise: number } | 'wait';

export interface Framing {
  /** The longest frame. No more is ever held. */
  readonly frameBytesMax: number;
  /**
   * Pure. `held` has at least one byte. Only what passes its checksum is a frame. `quiet`: the line is silent, so nothing
   * more will come; to wait then means noise.
   */
  cut(held: Uint8Array, quiet: boolean): Cut;
}

/**
 * Cuts what comes in, in pieces of any size, into frames. Whatever is no frame is let go of a byte at a time, so that a
 * false start never takes a good frame with it, and noise cannot grow what is held.
 */
export class Framer {
  private readonly held: Uint8Array;
  private length = 0;

  constructor(
    private readonly framing: Framing,
    private readonly take: (frame: Uint8Array) => void,
  ) {
    this.held = new Uint8Array(framing.frameBytesMax);
  }

  /** Returns how many bytes of noise it let go of. */
  push(bytes: Uint8Array): number {
    let noise = 0;
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + this.held.length - this.length);
      this.held.set(piece, this.length);
      this.length += piece.length;
      at += piece.length;
      noise += this.settle(false);
    }
    return noise;
  }

  /** The line is silent: what is held is all there is. Returns the bytes of noise. */
  quiet(): number {
    return this.settle(true);
  }

  private settle(quiet: boolean): number {
    let noise = 0;
    while (this.length > 0) {
      const cut = this.framing.cut(this.held.subarray(0, this.length), quiet);
      if (cut === 'wait' && !quiet && this.length < this.held.length) break;
      const isFrame = cut !== 'wait' && 'frame' in cut;
      const size = Math.min(this.length, cut === 'wait' ? 1 : isFrame ? cut.frame : cut.noise);
      const frame = isFrame ? this.held.slice(0, size) : undefined;
      this.held.copyWithin(0, size, this.length);
      this.length -= size;
      if (frame === undefined) noise += size;
      else this.take(frame);
    }
    return noise;
  }
}
