import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  downAck,
  downRelay,
  downTopic,
  downUi,
  type DownAck,
  type DownRelay,
  type DownUi,
  type Equal,
  type Hmac,
  openSigned,
  parsePayload,
  payloadBytesMax,
} from '../src/contracts/mqtt/index.js';
import type { Message } from '../src/platform/mqtt/mqtt-link.js';
import type { DropCount } from './drop-count.js';

export type Order =
  | { readonly kind: 'relay'; readonly value: DownRelay }
  | { readonly kind: 'ui'; readonly value: DownUi }
  | { readonly kind: 'ack'; readonly value: DownAck }
  /** A relay command that the broker keeps: nothing old may switch, and somebody planted it. */
  | { readonly kind: 'retained-command'; readonly isNews: boolean };

/** What a gate listens to. */
export const orderKinds = ['relay', 'ui', 'ack'] as const;
const schemas = { relay: downRelay, ui: downUi, ack: downAck };

export const hmacSha256: Hmac = (key, data) => createHmac('sha256', key).update(data).digest();
const equal: Equal = (a, b) => a.length === b.length && timingSafeEqual(a, b);

/** The border: what comes out is whole, fresh, meant for this gate and, where it has a key, signed. The rest is counted. */
export class Inbox {
  constructor(
    private readonly slug: string,
    /** Of a signed gate. */
    private readonly key: Uint8Array | undefined,
    private readonly drops: DropCount,
  ) {}

  open(message: Message): Order | undefined {
    const kind = orderKinds.find((candidate) => message.topic === downTopic(this.slug, candidate));
    if (kind === undefined) return this.drop('message', 'topic');
    if (message.retained) {
      const isNews = this.drops.add(kind, 'retained');
      return kind === 'relay' ? { kind: 'retained-command', isNews } : undefined;
    }
    const bytes = this.unseal(message, payloadBytesMax[kind]);
    if (bytes === undefined) return this.drop(kind, 'signature');
    const parsed = parsePayload<DownRelay | DownUi | DownAck>(schemas[kind], bytes, payloadBytesMax[kind]);
    return parsed.ok ? ({ kind, value: parsed.value } as Order) : this.drop(kind, parsed.reason);
  }

  private unseal({ topic, payload }: Message, bytesMax: number): Uint8Array | undefined {
    if (this.key === undefined) return payload;
    // Base64 is a third longer; the rest is the version and the code.
    if (payload.byteLength > bytesMax * 1.5 + 100) return undefined;
    return openSigned(topic, Buffer.from(payload).toString('latin1'), this.key, hmacSha256, equal);
  }

  private drop(what: string, reason: string): undefined {
    this.drops.add(what, reason);
    return undefined;
  }
}
