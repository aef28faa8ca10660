import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  id as idSchema,
  listOf,
  type Page,
  waitEntry,
  type WaitEntry,
  waitQuery,
  type WaitQuery,
  waitRequest,
  type WaitRequest,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { WaitListService } from './wait-list.service.js';

@Controller('api/v1/wait-list')
export class WaitListController {
  constructor(private readonly waits: WaitListService) {}

  @Get()
  @Allow('member')
  @Returns(200, listOf(waitEntry))
  async list(@Caller() by: CallerIdentity, @Query({ schema: waitQuery }) query: WaitQuery): Promise<Page<WaitEntry>> {
    return await this.waits.list(by, query);
  }

  @Post()
  @Allow('member')
  @Returns(201, waitEntry)
  async join(@Caller() by: CallerIdentity, @Body({ schema: waitRequest }) request: WaitRequest): Promise<WaitEntry> {
    return await this.waits.join(by, request);
  }

  @Post(':id/claim')
  @HttpCode(200)
  @Allow('member')
  @Returns(200, waitEntry)
  async claim(@Caller() by: CallerIdentity, @Param('id', { schema: idSchema }) id: string): Promise<WaitEntry> {
    return await this.waits.claim(by, id);
  }

  /** Leaves the list; an offer is declined by it. */
  @Delete(':id')
  @Allow('member')
  @Returns(204)
  async leave(@Caller() by: CallerIdentity, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    await this.waits.leave(by, id);
  }
}
