import { Inject, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { decideContinue } from '../../core/access/decide-continue.js';
import { gateOfflineAfterMs, offBoundMs, retryMs, warnMinutes } from '../../core/numbers.js';
import { next, type Session, type SessionEffect, type SessionEvent } from '../../core/usage/session-machine.js';
import { renderRefusal } from '../../core/words/index.js';
import { faultPoint } from '../../platform/fault-point.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Log } from '../../platform/log/log.js';
import type { ServiceConfig } from '../../service-config.js';
import { AccessRepository, type OpenSession, type SessionSnapshot } from '../access/index.js';
import { BookingRepository } from '../booking/index.js';
import { BramaEventBus } from '../events.js';
import { Metrics, Readiness } from '../health/index.js';
import { SessionRepository } from '../usage/index.js';
import { GateCommands } from './gate-commands.js';
import { GateContactRepository } from './gate-contact.repository.js';

interface Planned {
  readonly open: OpenSession;
  readonly after: Session;
  readonly effects: readonly SessionEffect[];
  readonly command: 'lease' | 'off' | 'none';
}

interface Done extends Planned {
  /** Of its command; 0 when it needed none. */
  readonly seq: number;
  readonly published: boolean;
}

const tellOffEveryMs = 100;
const tellOffTries = 20;

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
    private readonly bookings: BookingRepository,
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
      await this.judge();
      await this.switchOffUnexpected();
      const now = this.clock.wallMs();
      await this.changed([
        ...(await this.contact.markSilent(now, gateOfflineAfterMs)),
        ...(await this.bookings.finishOver(now)),
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
    const now = this.clock.wallMs();
    const open = await this.access.loadOpenSessions(gateIds);
    await this.saveMoved(open.map((one) => plan(one, reported(one), now)));
  }

  /** Ends one session for a reason. False: its off could not be published; it is off by its own lease. */
  async end(sessionId: string, reason: string): Promise<boolean> {
    return await this.endWhere(({ session }) => session.id === sessionId, reason);
  }

  async endOfMachine(machineId: string, reason: string): Promise<boolean> {
    return await this.endWhere((open) => open.machineId === machineId, reason);
  }

  /** A right was withdrawn: what has not begun yet does not begin. What runs is warned, and ends after its grace. */
  async withdrawn(memberId: string): Promise<void> {
    await this.endWhere((open) => open.memberId === memberId && open.session.state === 'starting', 'not-started');
  }

  private async endWhere(which: (open: OpenSession) => boolean, reason: string): Promise<boolean> {
    const untold: Done[] = [];
    // Another replica may be saving the same session: read again until it is ending, or over.
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const toEnd = (await this.access.loadOpenSessions()).filter(
        (open) => which(open) && open.session.state !== 'ending',
      );
      if (toEnd.length === 0) return await this.tellOff(untold);
      const now = this.clock.wallMs();
      const done = await this.save(toEnd.map((one) => plan(one, [{ kind: 'stopped', reason }], now)));
      untold.push(...done.filter(({ published }) => !published));
      if (done.length < toEnd.length) await this.clock.sleep(10);
    }
    throw new Error('a session could not be ended');
  }

  /** Offs that found no connection, for as long as somebody may wait for it. A broker that restarts is back by then. */
  private async tellOff(untold: readonly Done[]): Promise<boolean> {
    let left = untold;
    for (let tries = 0; left.length > 0 && tries < tellOffTries; tries += 1) {
      await this.clock.sleep(tellOffEveryMs);
      left = left.filter(({ open, after, seq }) => !this.commands.off(open.address, after.boot, seq));
    }
    return left.length === 0;
  }

  /** The rules are asked for every open session. */
  private async judge(): Promise<void> {
    const now = this.clock.wallMs();
    const snapshots = await this.access.loadSessionFacts(now);
    this.metrics.set('open_sessions', snapshots.length);
    await this.saveMoved(snapshots.map((one) => plan(one, [...reported(one), judged(one)], now)));
  }

  private async saveMoved(planned: readonly Planned[]): Promise<void> {
    await this.save(planned.filter(({ open, after, command }) => after !== open.session || command !== 'none'));
  }

  /** Saves under guard, then performs. What another replica took is left to it. */
  private async save(planned: readonly Planned[]): Promise<readonly Done[]> {
    const changes = planned.map(({ open, after, command }) => ({
      before: { id: after.id, version: open.version },
      after,
      command,
    }));
    const saved = await this.sessions.save(changes, this.clock.wallMs());
    if (planned.some(({ after }) => after.state === 'running')) faultPoint('session-saved');
    const done: Done[] = [];
    for (const one of planned.filter(({ after }) => saved.has(after.id))) {
      const seq = saved.get(one.after.id) ?? 0;
      done.push({ ...one, seq, published: await this.perform(one, seq) });
    }
    await this.changed(
      done.filter(({ open, after }) => visiblyOther(open.session, after)).map(({ open }) => open.machineId),
    );
    return done;
  }

  /** False: an off that could not be published. */
  private async perform({ open, after, effects, command }: Planned, seq: number): Promise<boolean> {
    const { address } = open;
    const published = command !== 'off' || this.commands.off(address, after.boot, seq);
    for (const effect of effects) {
      if (effect.does === 'lease' && command === 'lease' && open.heard !== undefined) {
        const lease = { boot: after.boot, seq, sessionId: after.id, ttlMs: effect.ttlMs };
        this.commands.renew(address, lease, open.heard);
      } else if (effect.does === 'warn') {
        this.warn(open, effect);
      } else if (effect.does === 'fault') {
        await this.contact.fault(address.gateId, effect.code, this.clock.wallMs());
        this.log.error({ gate: address.slug, code: effect.code, sessionId: after.id }, 'fault at a gate');
      }
    }
    if (after.state === 'closed') {
      this.log.info({ gate: address.slug, sessionId: after.id, reason: after.endReason }, 'session closed');
      // A member who switched off has been thanked already.
      if (after.endReason !== 'switched-off')
        this.say(open, after.endReason === 'not-started' ? 'not-started' : 'ended');
    }
    return published;
  }

  private warn(open: OpenSession, { code, refusal, leftMs }: Extract<SessionEffect, { does: 'warn' }>): void {
    if (refusal === undefined) return this.say(open, code, { leftMs }, leftMs);
    const { text } = renderRefusal(refusal, this.config.timeZone);
    this.say(open, 'withdrawn', { leftMs, textPl: text.pl, textEn: text.en }, leftMs);
  }

  private say(open: OpenSession, code: string, params: Record<string, string | number> = {}, leftMs?: number): void {
    this.commands.say(open.address, {
      boot: open.session.boot,
      verdict: 'info',
      code,
      params,
      refusals: [],
      language: open.language,
      ...(leftMs === undefined ? {} : { leftMs }),
    });
  }

  /** A gate that is on without a session that may run: off, until it says off; a relay that does not follow is a fault. */
  private async switchOffUnexpected(): Promise<void> {
    const now = this.clock.wallMs();
    for (const { address, machineId, boot, seq, since, live } of await this.contact.claimUnexpectedOn(now, retryMs)) {
      this.commands.off(address, boot, seq);
      this.metrics.add('lease_loop', 'unexpected-on');
      // What a gate said before it fell silent is no sign of a relay that does not follow.
      if (!live || now - since < offBoundMs) continue;
      if (await this.contact.markStuck(address.gateId, machineId, now)) {
        this.log.error({ gate: address.slug }, 'the relay does not switch off: the machine is out of order');
        await this.changed([machineId]);
      }
    }
  }

  private async changed(machineIds: readonly string[]): Promise<void> {
    for (const machineId of new Set(machineIds)) await this.events.emit('machine-changed', { machineId });
  }
}

function plan(open: OpenSession, happened: readonly SessionEvent[], now: number): Planned {
  let after = open.session;
  const effects: SessionEffect[] = [];
  for (const event of happened) {
    const step = next(after, event, now);
    after = step.session;
    effects.push(...step.effects);
  }
  const off = effects.some(({ does }) => does === 'off') && after.state !== 'closed';
  const lease = effects.some(({ does }) => does === 'lease');
  return { open, after, effects, command: off ? 'off' : lease ? 'lease' : 'none' };
}

const reported = ({ report }: OpenSession): SessionEvent[] =>
  report === undefined ? [] : [{ kind: 'reported', report }];

function judged({ facts, session, hardEnd, knownEnd, bookingLost, displaced }: SessionSnapshot): SessionEvent {
  const { withdrawn, warnedMinutes } = session;
  const warned = warnedMinutes === warnMinutes.at(-1);
  const decision = decideContinue(facts, { hardEnd, knownEnd, bookingLost, displaced, warned, withdrawn });
  const contactAt = facts.gate?.contactAt;
  const heard = contactAt !== undefined && facts.now - contactAt <= gateOfflineAfterMs;
  const stillOn = facts.gate?.on === true && facts.gate.fault === undefined;
  return { kind: 'judged', decision, heard, stillOn };
}

const visiblyOther = (before: Session, after: Session): boolean =>
  before.state !== after.state || before.withdrawn?.code !== after.withdrawn?.code;
