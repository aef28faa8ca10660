import type { Twin } from '../cable.js';
import { hex } from './modbus-twin.js';

const ack = Buffer.from([0x00, 0x00, 0xff, 0x00, 0xff, 0x00]);

/** NXP's chip on its serial line: asleep until woken, one answer a command, with an acknowledgement before it. */
export class Pn532Twin implements Twin {
  /** The card in the field, as its uid. */
  card: Buffer | undefined;
  asleep = true;
  silent = false;
  /** Bytes put between the acknowledgement and the answer. */
  noise = Buffer.alloc(0);
  readonly heard: string[] = [];
  private held = Buffer.alloc(0);

  hear(bytes: Uint8Array, say: (bytes: Uint8Array) => void): void {
    this.held = Buffer.concat([this.held, bytes]);
    for (;;) {
      const start = this.held.indexOf(Buffer.from([0x00, 0xff]));
      if (start < 0) return;
      if (this.held.subarray(0, start).includes(Buffer.from([0x55, 0x55]))) this.asleep = false;
      const size = this.held[start + 2];
      if (size === undefined || this.held.length < start + 4 + size + 2) return;
      const body = this.held.subarray(start + 4, start + 4 + size);
      this.held = this.held.subarray(start + 4 + size + 2);
      if (!this.asleep && !this.silent) this.take(body, say);
    }
  }

  private take(body: Buffer, say: (bytes: Uint8Array) => void): void {
    this.heard.push(hex(body));
    say(ack);
    const answer = this.answer(body[1]!);
    if (answer === undefined) throw new Error(`an unknown command: ${hex(body)}`);
    const said = Buffer.from([0xd5, body[1]! + 1, ...answer]);
    const sum = said.reduce((so, byte) => so + byte, 0);
    const { length } = said;
    say(this.noise);
    const frame = Buffer.from([0x00, 0x00, 0xff, length, 0x100 - length, ...said, -sum & 0xff, 0x00]);
    say(frame.subarray(0, 7));
    say(frame.subarray(7));
  }

  private answer(code: number): number[] | undefined {
    const { card } = this;
    if (code === 0x4a) return card === undefined ? [0] : [1, 1, 0x00, 0x04, 0x08, card.length, ...card];
    return { 0x02: [0x32, 0x01, 0x06, 0x07], 0x14: [], 0x32: [], 0x52: [0] }[code];
  }
}
