import { Injectable } from '@nestjs/common';
import type { LockAnswer, Session } from '../../contracts/http/index.js';
import { offBoundMs } from '../../core/numbers.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { AuditService } from '../audit/index.js';
import { type CallerIdentity, isStaff } from '../auth/index.js';
import { BramaEventBus } from '../events.js';
import { putInOrder, putOutOfOrder } from '../machines/index.js';
import { SessionRepository, sessionView } from '../usage/index.js';
import { GateContactRepository } from './gate-contact.repository.js';
import { LeaseLoop } from './lease-loop.js';

/**
 * Switching off from the web. It answers only after the session is ending and the off is published. "Locked" is not
 * isolation: whoever works on the machine padlocks its supply.
 */
@Injectable()
export class PowerService {
  constructor(
    private readonly db: Database,
    private readonly sessions: SessionRepository,
    private readonly contact: GateContactRepository,
    private readonly loop: LeaseLoop,
    private readonly audit: AuditService,
    private readonly events: BramaEventBus,
    private readonly clock: Clock,
  ) {}

  /** Someone else's session does not exist, but for staff. One that is over stays as it is. */
  async stop(by: CallerIdentity, sessionId: string, reason = ''): Promise<Session> {
    const [before] = await this.sessions.list({ id: sessionId, limit: 1 });
    if (before === undefined || (before.member_id !== by.memberId && !isStaff(by))) throw new Failure('not-found');
    if (before.closed_at !== null) return sessionView(before);
    const { machine_id: machineId, member_id: memberId } = before;
    const own = memberId === by.memberId;
    if (!own) {
      await this.db.transaction(async (tx) => {
        await this.audit.record(tx, {
          actor: by.memberId,
          action: 'session-stopped',
          subject: { kind: 'session', id: sessionId },
          detail: { reason, machineId, memberId },
        });
      });
    }
    const told = await this.loop.end(sessionId, own ? 'switched-off' : 'stopped-by-staff');
    await this.events.emit('machine-changed', { machineId });
    if (!told) throw offNotSent();
    const [after] = await this.sessions.list({ id: sessionId, limit: 1 });
    if (after === undefined) throw new Failure('not-found');
    return sessionView(after);
  }

  /** Out of order: no new power, and a running session is off at once. */
  async lock(by: string, machineId: string, reason: string): Promise<LockAnswer> {
    const at = this.clock.wallMs();
    await this.db.transaction(async (tx) => {
      if (!(await putOutOfOrder(tx, machineId, { at, by, reason }))) throw new Failure('not-found');
      await this.audit.record(tx, {
        actor: by,
        action: 'machine-locked',
        subject: { kind: 'machine', id: machineId },
        detail: { reason },
      });
    });
    const told = await this.loop.endOfMachine(machineId, 'out-of-order');
    const answer = await this.locked(machineId, true, at);
    if (!told) throw offNotSent();
    return answer;
  }

  /** Takes a lock away, and a stuck relay's fault with it. */
  async unlock(by: string, machineId: string): Promise<LockAnswer> {
    await this.db.transaction(async (tx) => {
      if (!(await putInOrder(tx, machineId))) throw new Failure('not-found');
      await this.contact.clearStuck(tx, machineId);
      await this.audit.record(tx, {
        actor: by,
        action: 'machine-unlocked',
        subject: { kind: 'machine', id: machineId },
        detail: {},
      });
    });
    return await this.locked(machineId, false, this.clock.wallMs());
  }

  private async locked(machineId: string, locked: boolean, at: number): Promise<LockAnswer> {
    await this.events.emit('machine-changed', { machineId });
    return { machineId, locked, at: new Date(at).toISOString() };
  }
}

/** What was asked for is written down; only the gate does not know of it yet. */
const offNotSent = (): Failure => new Failure('off-not-sent', { withinS: offBoundMs / 1_000 });
