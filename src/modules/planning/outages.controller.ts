import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import {
  id as idSchema,
  listOf,
  outage,
  type Outage,
  outageQuery,
  type OutageQuery,
  outageRequest,
  type OutageRequest,
  type Page,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { OutagesService } from './outages.service.js';

@Controller('api/v1')
export class OutagesController {
  constructor(private readonly outages: OutagesService) {}

  @Get('machines/:id/outages')
  @Allow('member')
  @Returns(200, listOf(outage))
  async list(
    @Param('id', { schema: idSchema }) machineId: string,
    @Query({ schema: outageQuery }) query: OutageQuery,
  ): Promise<Page<Outage>> {
    return { items: await this.outages.list(machineId, query), next: null };
  }

  @Post('machines/:id/outages')
  @Allow('staff')
  @Returns(201, outage)
  async plan(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) machineId: string,
    @Body({ schema: outageRequest }) request: OutageRequest,
  ): Promise<Outage> {
    return await this.outages.plan(caller.memberId, machineId, request);
  }

  @Delete('outages/:id')
  @Allow('staff')
  @Returns(204)
  async remove(@Caller() caller: CallerIdentity, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    await this.outages.remove(caller.memberId, id);
  }
}
