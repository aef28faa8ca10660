import { Inject, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { decideContinue } from '../../core/access/decide-continue.js';
import { gateOfflineAfterMs, offBoundMs, retryMs } from '../../core/numbers.js';
import { next, type Session, type SessionEffect, type SessionEvent } from '../../core/usage/session-machine.js';
import { refusalWords } from '../../core/words/index.js';
import { faultPoint } from '../../platform/fault-point.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Log } from '../../platform/log/log.js';
import type { ServiceConfig } from '../../service-config.js';
import { AccessRepository, type SessionSnapshot } from '../access/index.js';
import { BramaEventBus } from '../events.js';
import { Metrics, Readiness } from '../health/index.js';
import { SessionRepository } from '../usage/index.js';
import { GateCommands } from './gate-commands.js';
import { GateContactRepository } from './gate-contact.repository.js';

interface Planned {
  readonly snapshot: SessionSnapshot;
  readonly after: Session;
  readonly effects: readonly SessionEffect[];
  readonly command: 'lease' | 'off' | 'none';
}

/**
 * Renewal is the reconciliation, both ways: each second the same rules as at the tap are asked for every open session, what
 * may go on gets its next lease, what may not is switched off, and a gate that is on without a session gets an off until it
 * follows. Commands therefore need no outbox, and nothing is replayed after a crash.
 */
@Injectable()
export class LeaseLoop {
  private turning = false;

  constructor(
    private readonly access: AccessRepository,
    private readonly sessions: SessionRepository,
    private readonly contact: GateContactRepository,
    private readonly commands: GateCommands,
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    private readonly events: BramaEventBus,
    private readonly clock: Clock,
    @Inject('config') private readonly config: ServiceConfig,
    @Inject('log') private readonly log: Log,
  ) {}

  @Interval(1_000)
  async turn(): Promise<void> {
    // A turn that is late is not made up for; a replica that hears no broker renews nothing.
    if (this.turning || !this.readiness.mayStart()) return;
    this.turning = true;
    try {
      await this.reconcile(await this.access.loadOpenSessions(this.clock.wallMs()), true);
      await this.switchOffUnexpected();
      const now = this.clock.wallMs();
      await this.changed([
        ...(await this.contact.markSilent(now, gateOfflineAfterMs)),
        ...(await this.contact.finishBookings(now)),
      ]);
    } catch (error) {
      this.metrics.add('lease_loop', 'failed');
      this.log.error({ reason: (error as Error).message }, 'a turn of the lease loop failed');
    } finally {
      this.turning = false;
    }
  }

  /** Gates have reported: their sessions follow at once. */
  async reported(gateIds: readonly string[]): Promise<void> {
    if (gateIds.length === 0) return;
    await this.reconcile(await this.access.loadOpenSessions(this.clock.wallMs(), gateIds), false);
  }

  /** Ends one session for a reason; resolves once the off is published, or once it is over. False: there was nothing to end. */
  async end(sessionId: string, reason: string): Promise<boolean> {
    return (await this.endWhere(({ session }) => session.id === sessionId, reason)) > 0;
  }

  async endOfMachine(machineId: string, reason: string): Promise<number> {
    return await this.endWhere((snapshot) => snapshot.machineId === machineId, reason);
  }

  /** A right was withdrawn: what has not begun yet does not begin. What runs is warned, and ends after its grace. */
  async withdrawn(memberId: string): Promise<void> {
    await this.endWhere(
      (snapshot) => snapshot.memberId === memberId && snapshot.session.state === 'starting',
      'not-started',
    );
  }

  async isStarting(sessionId: string): Promise<boolean> {
    return await this.sessions.isStarting(sessionId);
  }

  private async endWhere(which: (snapshot: SessionSnapshot) => boolean, reason: string): Promise<number> {
    // Another replica may be saving the same session: read again until it is ending, or over.
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const found = (await this.access.loadOpenSessions(this.clock.wallMs())).filter(which);
      const open = found.filter(({ session }) => session.state !== 'ending');
      if (open.length === 0) return found.length;
      const planned = open.map((snapshot) => this.plan(snapshot, [{ kind: 'stopped', reason }]));
      const saved = await this.save(planned);
      if (saved === planned.length) return found.length;
      await this.clock.sleep(10);
    }
    throw new Error('a session could not be ended');
  }

  private async reconcile(snapshots: readonly SessionSnapshot[], judge: boolean): Promise<void> {
    const planned = snapshots.map((snapshot) => this.plan(snapshot, eventsOf(snapshot, judge)));
    await this.save(planned.filter(({ snapshot, after, command }) => after !== snapshot.session || command !== 'none'));
  }

  private plan(snapshot: SessionSnapshot, happened: readonly SessionEvent[]): Planned {
    let after = snapshot.session;
    const effects: SessionEffect[] = [];
    for (const event of happened) {
      const step = next(after, event, snapshot.facts.now);
      after = step.session;
      effects.push(...step.effects);
    }
    const off = effects.some(({ does }) => does === 'off') && after.state !== 'closed';
    const lease = effects.some(({ does }) => does === 'lease');
    return { snapshot, after, effects, command: off ? 'off' : lease ? 'lease' : 'none' };
  }

  /** Saves under guard, then performs. What another replica took is left to it. */
  private async save(planned: readonly Planned[]): Promise<number> {
    const changes = planned.map(({ snapshot, after, command }) => ({
      before: { id: after.id, version: snapshot.version },
      after,
      command,
    }));
    const saved = await this.sessions.save(changes, this.clock.wallMs());
    if (planned.some(({ after }) => after.state === 'running')) faultPoint('session-saved');
    const done = planned.filter(({ after }) => saved.has(after.id));
    for (const one of done) await this.perform(one, saved.get(one.after.id));
    await this.changed(
      done
        .filter(({ snapshot, after }) => visiblyOther(snapshot.session, after))
        .map(({ snapshot }) => snapshot.machineId),
    );
    return done.length;
  }

  private async perform({ snapshot, after, effects, command }: Planned, seq: number | undefined): Promise<void> {
    const { address } = snapshot;
    if (command === 'off' && seq !== undefined) this.commands.off(address, after.boot, seq);
    for (const effect of effects) {
      if (effect.does === 'lease' && command === 'lease' && seq !== undefined && snapshot.heard !== undefined) {
        const lease = { boot: after.boot, seq, sessionId: after.id, ttlMs: effect.ttlMs };
        this.commands.renew(address, lease, snapshot.heard);
      } else if (effect.does === 'warn') {
        this.warn(snapshot, effect);
      } else if (effect.does === 'fault') {
        await this.contact.fault(address.gateId, effect.code, this.clock.wallMs());
        this.log.error({ gate: address.slug, code: effect.code, sessionId: after.id }, 'fault at a gate');
      }
    }
    if (after.state === 'closed') {
      this.log.info({ gate: address.slug, sessionId: after.id, reason: after.endReason }, 'session closed');
      // A member who switched off has been thanked already.
      if (after.endReason !== 'switched-off')
        this.say(snapshot, after.endReason === 'not-started' ? 'not-started' : 'ended');
    }
  }

  private warn(snapshot: SessionSnapshot, { code, leftMs }: { code: string; leftMs: number }): void {
    const words = refusalWords[code];
    const zone = this.config.timeZone;
    const refusal = {
      until: snapshot.facts.now,
      ...(snapshot.facts.closedUntil !== undefined && { until: snapshot.facts.closedUntil }),
    };
    const params =
      words === undefined
        ? { leftMs }
        : { leftMs, textPl: words.pl(refusal, zone).text, textEn: words.en(refusal, zone).text };
    this.say(snapshot, words === undefined ? code : 'withdrawn', params, leftMs);
  }

  private say(
    snapshot: SessionSnapshot,
    code: string,
    params: Record<string, string | number> = {},
    leftMs?: number,
  ): void {
    this.commands.say(snapshot.address, {
      boot: snapshot.session.boot,
      verdict: 'info',
      code,
      params,
      refusals: [],
      language: snapshot.language,
      ...(leftMs === undefined ? {} : { leftMs }),
    });
  }

  /** A gate that is on without a session that may run: off, until it says off; a relay that does not follow is a fault. */
  private async switchOffUnexpected(): Promise<void> {
    const now = this.clock.wallMs();
    for (const gate of await this.contact.claimUnexpectedOn(now, retryMs)) {
      const address = {
        gateId: gate.gate_id,
        slug: gate.slug,
        signed: gate.signed,
        credentialVersion: gate.credential_version,
      };
      this.commands.off(address, gate.boot, gate.seq);
      this.metrics.add('lease_loop', 'unexpected-on');
      if (now - gate.since.getTime() < offBoundMs) continue;
      if (await this.contact.markStuck(gate.gate_id, gate.machine_id, now)) {
        this.log.error({ gate: gate.slug }, 'the relay does not switch off: the machine is out of order');
        await this.changed([gate.machine_id]);
      }
    }
  }

  private async changed(machineIds: readonly string[]): Promise<void> {
    for (const machineId of new Set(machineIds)) await this.events.emit('machine-changed', { machineId });
  }
}

function eventsOf(snapshot: SessionSnapshot, judge: boolean): SessionEvent[] {
  const { facts, session, hardEnd, bookingLost, report } = snapshot;
  const events: SessionEvent[] = report === undefined ? [] : [{ kind: 'reported', report }];
  if (!judge) return events;
  const decision = decideContinue(facts, { hardEnd, bookingLost, withdrawn: session.withdrawn });
  const contactAt = facts.gate?.contactAt;
  const heard = contactAt !== undefined && facts.now - contactAt <= gateOfflineAfterMs;
  return [...events, { kind: 'judged', decision, heard }];
}

const visiblyOther = (before: Session, after: Session): boolean =>
  before.state !== after.state || before.withdrawn?.code !== after.withdrawn?.code;
