import { Body, Controller, Get, Post } from '@nestjs/common';
import {
  exclusiveGroup,
  type ExclusiveGroup,
  exclusiveGroupRequest,
  type ExclusiveGroupRequest,
  listOf,
  type Page,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { ExclusiveGroupsService } from './exclusive-groups.service.js';

@Controller('api/v1/exclusive-groups')
export class ExclusiveGroupsController {
  constructor(private readonly groups: ExclusiveGroupsService) {}

  @Get()
  @Allow('member')
  @Returns(200, listOf(exclusiveGroup))
  async list(): Promise<Page<ExclusiveGroup>> {
    return { items: await this.groups.list(), next: null };
  }

  @Post()
  @Allow('staff')
  @Returns(201, exclusiveGroup)
  async create(
    @Caller() caller: CallerIdentity,
    @Body({ schema: exclusiveGroupRequest }) request: ExclusiveGroupRequest,
  ): Promise<ExclusiveGroup> {
    return await this.groups.create(caller.memberId, request);
  }
}
