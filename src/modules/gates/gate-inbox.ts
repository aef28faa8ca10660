import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import {
  parsePayload,
  parseUpTopic,
  payloadBytesMax,
  sharedUpFilter,
  type UpKind,
  upFilter,
  upJournal,
  upPower,
  upState,
  upTap,
} from '../../contracts/mqtt/index.js';
import type { z } from 'zod';
import { Clock } from '../../platform/clock/clock.js';
import type { Log } from '../../platform/log/log.js';
import { type Message, MqttLink } from '../../platform/mqtt/mqtt-link.js';
import type { ServiceConfig } from '../../service-config.js';
import { Metrics } from '../health/index.js';
import { JournalIntake } from './journal-intake.js';
import { Lanes } from './lanes.js';
import { StateIntake } from './state-intake.js';
import { TapIntake } from './tap-intake.js';

/** Messages one gate may have waiting. A gate in order sends a few a second. */
const laneLengthMax = 200;

/**
 * What gates say, parsed at the border and handed on: gates side by side, each gate in order. The broker's ack is transport
 * only; messages are acknowledged on receipt, and journals repeat until the database holds them.
 */
@Injectable()
export class GateInbox implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly lanes: Lanes;

  constructor(
    private readonly link: MqttLink,
    private readonly clock: Clock,
    private readonly taps: TapIntake,
    private readonly states: StateIntake,
    private readonly journals: JournalIntake,
    private readonly metrics: Metrics,
    @Inject('config') private readonly config: ServiceConfig,
    @Inject('log') private readonly log: Log,
  ) {
    this.lanes = new Lanes(laneLengthMax, (error) => {
      this.metrics.add('gate_message', 'failed');
      this.log.error({ reason: (error as Error).message }, 'a message of a gate could not be handled');
    });
  }

  onApplicationBootstrap(): void {
    // Shared between replicas where the broker can: every replica hears states, one of them each tap and journal.
    const shared = this.config.mqtt.url === undefined ? upFilter : sharedUpFilter;
    this.link.subscribe(upFilter('state'), 1);
    this.link.subscribe(shared('tap'), 1);
    this.link.subscribe(shared('journal'), 1);
    this.link.subscribe(shared('power'), 0);
    this.link.on('message', (message) => this.take(message));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.lanes.idle();
  }

  private take(message: Message): void {
    const topic = parseUpTopic(message.topic);
    if (topic === undefined) return;
    const { slug, kind } = topic;
    const work = this.workOf(slug, kind, message);
    if (work === undefined) return;
    // Journals have a lane of their own: a backlog is never in front of a live tap.
    if (!this.lanes.add(kind === 'journal' ? `${slug}/journal` : slug, work))
      this.metrics.add('gate_message', 'lane-full');
  }

  private workOf(slug: string, kind: UpKind, message: Message): (() => Promise<void>) | undefined {
    switch (kind) {
      case 'state': {
        // A retained state is a hint of unknown age: it confirms nothing.
        if (message.retained) return undefined;
        const state = this.parse(slug, kind, upState, message);
        if (state === undefined) return undefined;
        if (state.online) this.taps.heard(slug, state);
        return async () => await this.states.take(slug, state, message.receivedMono);
      }
      case 'tap': {
        if (message.retained) return this.drop(slug, kind, 'retained');
        const tap = this.parse(slug, kind, upTap, message);
        return tap && (async () => await this.taps.take(slug, tap, message.receivedMono));
      }
      case 'journal': {
        const journal = this.parse(slug, kind, upJournal, message);
        return journal && (async () => await this.journals.take(slug, journal));
      }
      case 'power': {
        const power = this.parse(slug, kind, upPower, message);
        return power && (async () => await this.states.power(slug, power, this.clock.wallMs()));
      }
    }
  }

  private parse<T>(slug: string, kind: UpKind, schema: z.ZodType<T>, message: Message): T | undefined {
    const parsed = parsePayload(schema, message.payload, payloadBytesMax[kind]);
    if (parsed.ok) return parsed.value;
    this.drop(slug, kind, parsed.reason);
    return undefined;
  }

  private drop(slug: string, kind: UpKind, reason: string): undefined {
    this.metrics.add('gate_message', `${kind}:${reason.split(':')[0] ?? reason}`);
    this.log.warn({ gate: slug, kind, reason }, 'a payload was dropped');
    return undefined;
  }
}
