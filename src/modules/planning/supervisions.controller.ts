import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import {
  id as idSchema,
  listOf,
  type Page,
  supervision,
  type Supervision,
  supervisionQuery,
  type SupervisionQuery,
  supervisionRequest,
  type SupervisionRequest,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { SupervisionsService } from './supervisions.service.js';

/** Everybody may know when a supervisor is there, and who. */
@Controller('api/v1/supervisions')
export class SupervisionsController {
  constructor(private readonly supervisions: SupervisionsService) {}

  @Get()
  @Allow('member')
  @Returns(200, listOf(supervision))
  async list(@Query({ schema: supervisionQuery }) query: SupervisionQuery): Promise<Page<Supervision>> {
    return { items: await this.supervisions.list(query), next: null };
  }

  @Post()
  @Allow('instructor', 'staff')
  @Returns(201, supervision)
  async plan(
    @Caller() caller: CallerIdentity,
    @Body({ schema: supervisionRequest }) request: SupervisionRequest,
  ): Promise<Supervision> {
    return await this.supervisions.plan(caller, request);
  }

  @Delete(':id')
  @Allow('instructor', 'staff')
  @Returns(204)
  async remove(@Caller() caller: CallerIdentity, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    await this.supervisions.remove(caller, id);
  }
}
