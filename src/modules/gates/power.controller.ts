import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { id, instant, type Reason, reason, session } from '../../contracts/http/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Failure } from '../../platform/http/failure.js';
import { Returns } from '../../platform/http/returns.js';
import { AuditService } from '../audit/index.js';
import { Allow, Caller, type CallerIdentity, isStaff } from '../auth/index.js';
import { BramaEventBus } from '../events.js';
import { SessionRepository, sessionView } from '../usage/index.js';
import { LeaseLoop } from './lease-loop.js';
import { PowerRepository } from './power.repository.js';

const lockAnswer = z.object({ machineId: id, locked: z.boolean(), at: instant });

/**
 * Switching off from the web. It answers only after the session is ending and the off is published. "Locked" is not
 * isolation: whoever works on the machine padlocks its supply.
 */
@Controller('api/v1')
export class PowerController {
  constructor(
    private readonly power: PowerRepository,
    private readonly sessions: SessionRepository,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    @Inject(LeaseLoop) private readonly loop: LeaseLoop,
    @Inject(BramaEventBus) private readonly events: BramaEventBus,
  ) {}

  /** A member stops the own session, staff any. */
  @Post('sessions/:id/stop')
  @Allow('member')
  @Returns(200, session)
  async stop(
    @Param('id', { schema: id }) sessionId: string,
    @Body({ schema: reason.partial().optional() }) body: { reason?: string | undefined } | undefined,
    @Caller() caller: CallerIdentity,
  ) {
    const [before] = await this.sessions.list({ id: sessionId, limit: 1 });
    if (before === undefined || (before.member_id !== caller.memberId && !isStaff(caller)))
      throw new Failure('not-found');
    const own = before.member_id === caller.memberId;
    if (before.closed_at === null) {
      if (!own) {
        await this.power.transaction(async (tx) => {
          await this.audit.record(tx, {
            actor: caller.memberId,
            action: 'session.stop',
            subject: { kind: 'session', id: sessionId },
            detail: { reason: body?.reason ?? '', machineId: before.machine_id, memberId: before.member_id },
          });
        });
      }
      await this.loop.end(sessionId, own ? 'switched-off' : 'stopped-by-staff');
      await this.events.emit('machine-changed', { machineId: before.machine_id });
    }
    const [after] = await this.sessions.list({ id: sessionId, limit: 1 });
    if (after === undefined) throw new Failure('not-found');
    return sessionView(after);
  }

  /** Out of order: no new power, and a running session is off at once. */
  @Post('machines/:id/lock')
  @Allow('staff')
  @Returns(200, lockAnswer)
  async lock(
    @Param('id', { schema: id }) machineId: string,
    @Body({ schema: reason }) body: Reason,
    @Caller() caller: CallerIdentity,
  ) {
    const now = this.clock.wallMs();
    await this.power.transaction(async (tx) => {
      if (!(await this.power.lock(tx, machineId, caller.memberId, body.reason, now))) throw new Failure('not-found');
      await this.audit.record(tx, {
        actor: caller.memberId,
        action: 'machine.lock',
        subject: { kind: 'machine', id: machineId },
        detail: body,
      });
    });
    await this.loop.endOfMachine(machineId, 'out-of-order');
    await this.events.emit('machine-changed', { machineId });
    return { machineId, locked: true, at: new Date(now).toISOString() };
  }

  @Post('machines/:id/unlock')
  @Allow('staff')
  @Returns(200, lockAnswer)
  async unlock(@Param('id', { schema: id }) machineId: string, @Caller() caller: CallerIdentity) {
    await this.power.transaction(async (tx) => {
      if (!(await this.power.unlock(tx, machineId))) throw new Failure('not-found');
      await this.audit.record(tx, {
        actor: caller.memberId,
        action: 'machine.unlock',
        subject: { kind: 'machine', id: machineId },
        detail: {},
      });
    });
    await this.events.emit('machine-changed', { machineId });
    return { machineId, locked: false, at: new Date(this.clock.wallMs()).toISOString() };
  }
}
