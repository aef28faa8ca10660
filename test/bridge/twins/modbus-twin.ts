import type { Twin } from '../cable.js';

type Say = (bytes: Uint8Array) => void;

/** A Modbus slave: registers and coils are its child's. Written from the protocol, not from the drivers. */
export abstract class ModbusTwin implements Twin {
  readonly heard: string[] = [];
  silent = false;
  /** It does as it is told, and does not say so. */
  mute = false;
  /** Answers that come with a wrong checksum, or too late, before it behaves again. */
  spoil = 0;
  late = 0;
  private held = Buffer.alloc(0);

  constructor(readonly address = 1) {}

  protected abstract write(fn: number, place: number, value: number): void;
  protected abstract read(fn: number, place: number, count: number): number[];

  hear(bytes: Uint8Array, say: Say): void {
    this.held = Buffer.concat([this.held, bytes]);
    for (; this.held.length >= 8; this.held = this.held.subarray(8)) this.take(this.held.subarray(0, 8), say);
  }

  private take(request: Buffer, say: Say): void {
    if (checksum(request.subarray(0, 6)) !== request.readUInt16LE(6)) throw new Error(`bad request ${hex(request)}`);
    this.heard.push(hex(request));
    if (this.silent || request[0] !== this.address) return;
    const fn = request[1]!;
    const [place, value] = [request.readUInt16BE(2), request.readUInt16BE(4)];
    let body = request.subarray(0, 6);
    if (fn > 4) this.write(fn, place, value);
    else {
      const data = this.read(fn, place, value);
      body = Buffer.from([this.address, fn, data.length, ...data]);
    }
    const crc = checksum(body) ^ (this.spoil-- > 0 ? 1 : 0);
    const answer = Buffer.from([...body, crc & 0xff, crc >> 8]);
    if (this.mute && fn > 4) return;
    if (this.late-- > 0) setTimeout(() => say(answer), 230);
    else {
      say(answer.subarray(0, 3));
      say(answer.subarray(3));
    }
  }
}

function checksum(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = crc % 2 === 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
