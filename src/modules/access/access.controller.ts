import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { accessPreview, accessQuery, id } from '../../contracts/http/index.js';
import type { Refusal } from '../../core/refusal.js';
import { renderRefusal } from '../../core/words/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Failure } from '../../platform/http/failure.js';
import { Returns } from '../../platform/http/returns.js';
import type { ServiceConfig } from '../../service-config.js';
import { Allow, Caller, type CallerIdentity, seesOthers } from '../auth/index.js';
import { AccessService } from './access.service.js';

@Controller('api/v1/machines')
export class AccessController {
  constructor(
    private readonly access: AccessService,
    private readonly clock: Clock,
    @Inject('config') private readonly config: ServiceConfig,
  ) {}

  /** May this member have this machine then, and if not, why? The gate's own decision; nothing changes. */
  @Get(':id/access')
  @Allow('member')
  @Returns(200, accessPreview)
  async preview(
    @Param('id', { schema: id }) machineId: string,
    @Query({ schema: accessQuery }) query: z.infer<typeof accessQuery>,
    @Caller() caller: CallerIdentity,
  ): Promise<z.infer<typeof accessPreview>> {
    const memberId = query.member ?? caller.memberId;
    const seesNames = seesOthers(caller);
    if (memberId !== caller.memberId && !seesNames) throw new Failure('not-allowed');
    const at = query.at === undefined ? this.clock.wallMs() : Date.parse(query.at);
    const decision = await this.access.preview(machineId, memberId, at);
    if (decision === undefined) throw new Failure('not-found');
    const refusals = decision.allow
      ? []
      : decision.refusals.map((refusal) =>
          renderRefusal(seesNames ? refusal : withoutName(refusal), this.config.timeZone),
        );
    const until = decision.allow && 'until' in decision ? decision.until : undefined;
    return {
      allow: decision.allow,
      at: new Date(at).toISOString(),
      machineId,
      memberId,
      how: decision.allow ? (decision.does === 'offer' ? 'book-and-start' : 'start') : null,
      until: until === undefined ? null : new Date(until).toISOString(),
      refusals,
    };
  }
}

/** Who works where and when is not for every member to collect; at the machine they see each other. */
function withoutName(refusal: Refusal): Refusal {
  const { name: _, ...params } = refusal.params;
  return { ...refusal, params };
}
