import { Inject, Injectable } from '@nestjs/common';
import type { GateState, UpPower, UpState } from '../../contracts/mqtt/index.js';
import { seqAheadMax, seqMax } from '../../core/numbers.js';
import { faultPoint } from '../../platform/fault-point.js';
import { Clock } from '../../platform/clock/clock.js';
import { sqlState } from '../../platform/database/database.js';
import type { Log } from '../../platform/log/log.js';
import { BramaEventBus } from '../events.js';
import { Metrics } from '../health/index.js';
import { GateCommands } from './gate-commands.js';
import { GateContactRepository, type StateReport } from './gate-contact.repository.js';
import { GateTimes, type KnownGate } from './gate-times.js';
import { LeaseLoop } from './lease-loop.js';

interface Waiting {
  readonly gate: KnownGate;
  readonly state: GateState;
  readonly report: StateReport;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Reports in one statement. More wait for the next one. */
const batchMax = 200;

/**
 * What gates say of themselves. Reports that come together are written together (a commit each would halve the taps a
 * second); one gate has at most one in a batch, so that none is passed over.
 */
@Injectable()
export class StateIntake {
  private waiting: Waiting[] = [];
  private writing = false;

  constructor(
    private readonly contact: GateContactRepository,
    private readonly times: GateTimes,
    private readonly loop: LeaseLoop,
    private readonly commands: GateCommands,
    private readonly events: BramaEventBus,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    @Inject('log') private readonly log: Log,
  ) {}

  async take(slug: string, state: UpState, receivedMono: number): Promise<void> {
    if (!state.online) {
      const machineId = await this.contact.gone(slug, state.boot);
      if (machineId !== undefined) await this.events.emit('machine-changed', { machineId });
      return;
    }
    if (state.on) faultPoint('state-received', slug);
    const gate = await this.times.note(slug, state.boot, state.up_ms, receivedMono);
    if (gate === undefined) return this.metrics.add('gate_message', 'state:unknown-gate');
    if (gate.superseded) return this.metrics.add('gate_message', 'state:superseded');
    const at = this.clock.wallMs() - (this.clock.monoMs() - receivedMono);
    const report: StateReport = {
      gateId: gate.address.gateId,
      boot: state.boot,
      upMs: state.up_ms,
      on: state.on,
      sessionId: state.session,
      cause: state.cause,
      estop: state.estop,
      seq: state.seq,
      fw: state.fw,
      at,
      changedAt: state.changed_up_ms === undefined ? at : at - Math.max(0, state.up_ms - state.changed_up_ms),
      offsetMs: this.times.offsetWallMs(slug),
    };
    await new Promise<void>((done, failed) => {
      this.waiting.push({ gate, state, report, done, failed });
      void this.write();
    });
  }

  async power(slug: string, power: UpPower, now: number): Promise<void> {
    const machineId = await this.contact.power(slug, power.boot, power.w, now);
    if (machineId !== undefined) await this.events.emit('machine-changed', { machineId });
  }

  private async write(): Promise<void> {
    if (this.writing) return;
    this.writing = true;
    try {
      while (this.waiting.length > 0) await this.writeBatch(this.nextBatch());
    } finally {
      this.writing = false;
    }
  }

  /** The lanes hand over one report a gate at a time, so that a batch never holds two of one gate. */
  private nextBatch(): Waiting[] {
    return this.waiting.splice(0, batchMax);
  }

  private async writeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.writeTogether(batch);
      for (const { done } of batch) done();
    } catch (error) {
      // A value that the database does not take must not cost the other gates their reports.
      if (batch.length > 1 && sqlState(error)?.startsWith('22')) {
        for (const one of batch) await this.writeBatch([one]);
      } else for (const { failed } of batch) failed(error);
    }
  }

  private async writeTogether(batch: readonly Waiting[]): Promise<void> {
    const counted = await this.contact.report(
      batch.map(({ report }) => report),
      seqAheadMax,
    );
    this.metrics.add('gate_message', 'state:counted', counted.size);
    for (const one of batch) this.answerFault(one, counted.get(one.report.gateId));
    if (batch.some(({ state }) => state.on)) faultPoint('state-written');
    await this.loop.reported([...counted.keys()]);
    for (const { gate, report } of batch) {
      if (counted.has(report.gateId)) void this.events.emit('machine-changed', { machineId: gate.machineId });
    }
  }

  /** A gate whose numbers are from nowhere is told off with its own: an off with an equal number is always taken. */
  private answerFault({ gate, state }: Waiting, fault: string | undefined): void {
    if (fault !== 'seq-ahead') return;
    this.log.error({ gate: gate.address.slug, seq: state.seq }, 'the gate reports a command that was never sent');
    if (state.on) this.commands.off(gate.address, state.boot, Math.min(seqMax, state.seq));
  }
}
