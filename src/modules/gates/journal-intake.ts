import { Inject, Injectable } from '@nestjs/common';
import type { JournalEvent, UpJournal } from '../../contracts/mqtt/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { IdSource } from '../../platform/ids/ids.js';
import type { ServiceSecrets } from '../../service-secrets.js';
import type { GateAddress } from '../access/index.js';
import { Metrics } from '../health/index.js';
import { cardDigest } from '../members/index.js';
import { GateCommands } from './gate-commands.js';
import { JournalRepository } from './journal.repository.js';

/** Acks of live taps wait this long, so that a busy reader costs one statement. */
const ackAfterMs = 1_500;

/**
 * What gates wrote down by themselves, taken once each, and acknowledged as far as the database holds it without a gap.
 * Nothing in a journal switches anything: a tap in it is recorded as one that came too late.
 */
@Injectable()
export class JournalIntake {
  private readonly due = new Map<string, () => void>();

  constructor(
    private readonly journals: JournalRepository,
    private readonly commands: GateCommands,
    private readonly ids: IdSource,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    @Inject('secrets') private readonly secrets: ServiceSecrets,
  ) {}

  async take(slug: string, journal: UpJournal): Promise<void> {
    const now = this.clock.wallMs();
    const gate = await this.journals.gate(slug);
    if (gate === undefined) return this.metrics.add('gate_message', 'journal:unknown-gate');
    const taps = journal.events.filter(({ kind }) => kind === 'tap').map((event) => this.tapOf(event));
    const others = journal.events.filter(({ kind }) => kind !== 'tap');
    await this.journals.keep(gate.gateId, journal.boot, taps, others, now);
    this.metrics.add('gate_message', 'journal:event', journal.events.length);
    // What the gate holds of other boots is asked for again where the database has less (restored from a backup).
    const boots = new Set([journal.boot, ...journal.holds.map(({ boot }) => boot)]);
    for (const boot of boots) this.commands.ack(gate, boot, await this.journals.advance(gate.gateId, boot));
  }

  /** A live tap is in the database now: the gate may forget it. */
  ackSoon(to: GateAddress, boot: number): void {
    const key = `${to.slug}/${boot}`;
    if (this.due.has(key)) return;
    const cancel = this.clock.after(ackAfterMs, () => {
      this.due.delete(key);
      void this.journals.advance(to.gateId, boot).then(
        (upto) => this.commands.ack(to, boot, upto),
        () => this.metrics.add('gate_message', 'ack:failed'),
      );
    });
    this.due.set(key, cancel);
  }

  private tapOf(event: JournalEvent) {
    // The border has checked that a tap names both; the uid goes no further than this line.
    const digest = cardDigest(this.secrets.cardPepper, event.tech ?? 'virtual', event.uid ?? '');
    return { id: this.ids.next(), n: event.n, upMs: event.up_ms, digest };
  }
}
