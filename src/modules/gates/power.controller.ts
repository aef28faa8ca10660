import { Body, Controller, Param, Post } from '@nestjs/common';
import {
  id as idSchema,
  lockAnswer,
  type LockAnswer,
  type Reason,
  reason,
  session,
  type Session,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { PowerService } from './power.service.js';

@Controller('api/v1')
export class PowerController {
  constructor(private readonly power: PowerService) {}

  /** A member stops the own session, staff any. */
  @Post('sessions/:id/stop')
  @Allow('member')
  @Returns(200, session)
  async stop(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: reason.partial().optional() }) body: { reason?: string | undefined } | undefined,
  ): Promise<Session> {
    return await this.power.stop(caller, id, body?.reason);
  }

  @Post('machines/:id/lock')
  @Allow('staff')
  @Returns(200, lockAnswer)
  async lock(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: reason }) body: Reason,
  ): Promise<LockAnswer> {
    return await this.power.lock(caller.memberId, id, body.reason);
  }

  @Post('machines/:id/unlock')
  @Allow('staff')
  @Returns(200, lockAnswer)
  async unlock(@Caller() caller: CallerIdentity, @Param('id', { schema: idSchema }) id: string): Promise<LockAnswer> {
    return await this.power.unlock(caller.memberId, id);
  }
}
