import type { Clock } from '../clock/clock.js';
import type { BrokerLimits } from './broker-limits.js';

/** A rate with a burst. */
export class TokenBucket {
  private tokens: number;
  private filledMs: number;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    private readonly clock: Clock,
  ) {
    this.tokens = burst;
    this.filledMs = clock.monoMs();
  }

  take(amount = 1): boolean {
    const now = this.clock.monoMs();
    this.tokens = Math.min(this.burst, this.tokens + ((now - this.filledMs) / 1_000) * this.perSecond);
    this.filledMs = now;
    if (this.tokens < amount) return false;
    this.tokens -= amount;
    return true;
  }
}

/** How often each key occurred in its current window. Holds a bounded number of keys: the oldest is forgotten first. */
export class WindowCounter {
  private readonly windows = new Map<string, { fromMs: number; count: number }>();

  constructor(
    private readonly windowMs: number,
    private readonly clock: Clock,
    private readonly keysMax = 10_000,
  ) {}

  count(key: string): number {
    const window = this.windows.get(key);
    return window === undefined || this.clock.monoMs() - window.fromMs >= this.windowMs ? 0 : window.count;
  }

  add(key: string): number {
    const count = this.count(key) + 1;
    const fromMs = count === 1 ? this.clock.monoMs() : this.windows.get(key)!.fromMs;
    this.windows.delete(key);
    this.windows.set(key, { fromMs, count });
    if (this.windows.size > this.keysMax) this.windows.delete(this.windows.keys().next().value!);
    return count;
  }
}

export type FrameFault = 'not-mqtt' | 'packet-too-large' | 'too-fast';

const connectType = 1;
const lastType = 14;

/**
 * Reads nothing but the fixed headers of one connection's byte stream, in front of the parser: what a packet declares is
 * judged before a byte of it is buffered.
 */
export class FrameMeter {
  /** Set once the client has signed in: larger packets are let through. */
  signedIn = false;
  /** Set for trusted clients: no rates. */
  unmetered = false;

  private readonly packets: TokenBucket;
  private readonly bytes: TokenBucket;
  private first = true;
  private inHeader = false;
  private length = 0;
  private lengthBytes = 0;
  private bodyLeft = 0;

  constructor(
    private readonly limits: BrokerLimits,
    clock: Clock,
  ) {
    this.packets = new TokenBucket(limits.packetsPerSecond, limits.packetBurst, clock);
    this.bytes = new TokenBucket(limits.bytesPerSecond, limits.byteBurst, clock);
  }

  /** What is wrong with the next bytes of the stream; undefined: they may pass. */
  read(chunk: Uint8Array): FrameFault | undefined {
    if (!this.unmetered && !this.bytes.take(chunk.length)) return 'too-fast';
    let at = 0;
    while (at < chunk.length) {
      if (this.bodyLeft > 0) {
        const skipped = Math.min(this.bodyLeft, chunk.length - at);
        this.bodyLeft -= skipped;
        at += skipped;
        continue;
      }
      const fault = this.inHeader ? this.readLength(chunk[at]!) : this.readType(chunk[at]!);
      if (fault !== undefined) return fault;
      at += 1;
    }
    return undefined;
  }

  private readType(byte: number): FrameFault | undefined {
    const type = byte >> 4;
    if (type < connectType || type > lastType || (this.first && type !== connectType)) return 'not-mqtt';
    if (!this.unmetered && !this.packets.take()) return 'too-fast';
    this.first = false;
    this.inHeader = true;
    this.length = 0;
    this.lengthBytes = 0;
    return undefined;
  }

  private readLength(byte: number): FrameFault | undefined {
    this.length += (byte & 0x7f) * 128 ** this.lengthBytes;
    this.lengthBytes += 1;
    if (byte >= 0x80) return this.lengthBytes === 4 ? 'not-mqtt' : undefined;
    const allowed = this.signedIn ? this.limits.packetBytes : this.limits.packetBytesBeforeConnect;
    if (this.length + 1 + this.lengthBytes > allowed) return 'packet-too-large';
    this.inHeader = false;
    this.bodyLeft = this.length;
    return undefined;
  }
}
