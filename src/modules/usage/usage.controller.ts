import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { id, listOf, pageOf, session, sessionQuery } from '../../contracts/http/index.js';
import { Failure } from '../../platform/http/failure.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity, isStaff } from '../auth/index.js';
import { SessionRepository } from './session.repository.js';
import { sessionView } from './session-view.js';

/** Sessions, read only: they begin and end at the gate. Members see their own. */
@Controller('api/v1/sessions')
export class UsageController {
  constructor(private readonly sessions: SessionRepository) {}

  @Get()
  @Allow('member')
  @Returns(200, listOf(session))
  async list(@Query({ schema: sessionQuery }) query: z.infer<typeof sessionQuery>, @Caller() caller: CallerIdentity) {
    const own = isStaff(caller) ? query.member : caller.memberId;
    if (query.member !== undefined && query.member !== own) throw new Failure('not-allowed');
    const rows = await this.sessions.list({
      limit: query.limit + 1,
      ...(query.open === undefined ? {} : { open: query.open === 'true' }),
      ...(query.machine === undefined ? {} : { machineId: query.machine }),
      ...(own === undefined ? {} : { memberId: own }),
      ...(query.after === undefined ? {} : { after: query.after }),
    });
    return pageOf(rows.map(sessionView), query.limit, ({ id: key }) => key);
  }

  @Get(':id')
  @Allow('member')
  @Returns(200, session)
  async one(@Param('id', { schema: id }) sessionId: string, @Caller() caller: CallerIdentity) {
    const [row] = await this.sessions.list({ id: sessionId, limit: 1 });
    if (row === undefined || (row.member_id !== caller.memberId && !isStaff(caller))) throw new Failure('not-found');
    return sessionView(row);
  }
}
