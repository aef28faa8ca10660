import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  type DownAck,
  type DownKind,
  type DownRelay,
  type DownUi,
  downTopic,
  sign,
} from '../../contracts/mqtt/index.js';
import { leaseTtlMs, tapAgeMaxMs } from '../../core/numbers.js';
import type { Refusal } from '../../core/refusal.js';
import { type Language, renderRefusal, sayAtReader } from '../../core/words/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { MqttLink } from '../../platform/mqtt/mqtt-link.js';
import type { ServiceConfig } from '../../service-config.js';
import type { ServiceSecrets } from '../../service-secrets.js';
import type { GateAddress } from '../access/index.js';
import { gateKey } from '../broker/index.js';

/** What is said at the reader, before it is put into words. */
export interface Saying {
  readonly boot: number;
  readonly for?: number;
  readonly verdict: DownUi['verdict'];
  readonly code: string;
  readonly params: Refusal['params'];
  readonly refusals: readonly Refusal[];
  readonly language: Language;
  readonly leftMs?: number;
}

const lights: Readonly<Record<string, DownUi['light']>> = {
  ok: 'green',
  extended: 'green',
  'switched-off': 'off',
  ended: 'off',
  'same-tap': 'white',
};
const sounds: Readonly<Record<string, DownUi['sound']>> = {
  ok: 'ok',
  extended: 'ok',
  'switched-off': 'end',
  ended: 'end',
  'same-tap': 'none',
};

/**
 * Commands to gates. Sent now or never: nothing is queued, nothing is retained. Commands need no outbox, since the lease
 * loop says again what still holds.
 */
@Injectable()
export class GateCommands {
  constructor(
    private readonly link: MqttLink,
    private readonly clock: Clock,
    @Inject('config') private readonly config: ServiceConfig,
    @Inject('secrets') private readonly secrets: ServiceSecrets,
  ) {}

  /** A lease. `byUpMs` is on the gate's own uptime: after it the command is void, however late it arrives. */
  lease(
    to: GateAddress,
    lease: { boot: number; seq: number; sessionId: string; ttlMs: number; byUpMs: number },
  ): boolean {
    return this.send(to, 'relay', {
      boot: lease.boot,
      seq: lease.seq,
      on: true,
      ttl_ms: Math.max(1, Math.min(leaseTtlMs, Math.floor(lease.ttlMs))),
      session: lease.sessionId,
      by_up_ms: Math.floor(lease.byUpMs),
    } satisfies DownRelay);
  }

  /** A renewal: void five seconds after the gate's own uptime as it must be now. */
  renew(
    to: GateAddress,
    lease: { boot: number; seq: number; sessionId: string; ttlMs: number },
    heard: { upMs: number; at: number },
  ): boolean {
    const byUpMs = heard.upMs + Math.max(0, this.clock.wallMs() - heard.at) + tapAgeMaxMs;
    return this.lease(to, { ...lease, byUpMs });
  }

  off(to: GateAddress, boot: number, seq: number): boolean {
    return this.send(to, 'relay', { boot, seq, on: false } satisfies DownRelay);
  }

  say(to: GateAddress, saying: Saying): boolean {
    const [first] = saying.refusals;
    const text =
      first === undefined
        ? sayAtReader(saying.code, saying.params, saying.language, this.config.timeZone)
        : renderRefusal(first, this.config.timeZone).text[saying.language];
    return this.send(to, 'ui', {
      boot: saying.boot,
      ...(saying.for === undefined ? {} : { for: saying.for }),
      verdict: saying.verdict,
      code: saying.code,
      light: saying.verdict === 'deny' ? 'red' : (lights[saying.code] ?? 'amber'),
      sound: saying.verdict === 'deny' ? 'deny' : (sounds[saying.code] ?? 'warn'),
      text: text.slice(0, 200),
      ...(saying.leftMs === undefined ? {} : { until_ms: Math.max(0, Math.floor(saying.leftMs)) }),
    } satisfies DownUi);
  }

  ack(to: GateAddress, boot: number, upto: number): boolean {
    return this.send(to, 'ack', { boot, upto } satisfies DownAck);
  }

  private send(to: GateAddress, kind: DownKind, payload: object): boolean {
    const topic = downTopic(to.slug, kind);
    const json = JSON.stringify(payload);
    const text = to.signed
      ? sign(topic, json, gateKey(this.secrets.gateMaster, to.gateId, to.credentialVersion), hmac)
      : json;
    return this.link.publish(topic, text, { qos: kind === 'ack' ? 1 : 0, expiryS: 5 });
  }
}

const hmac = (key: Uint8Array, data: Uint8Array): Uint8Array => createHmac('sha256', key).update(data).digest();
