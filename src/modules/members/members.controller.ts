import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import {
  id as idSchema,
  listOf,
  type ListQuery,
  listQuery,
  type Member,
  member,
  type MemberChange,
  memberChange,
  type MemberRequest,
  memberRequest,
  type Page,
  type Reason,
  reason,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { MembersService } from './members.service.js';

/** Members see themselves, instructors see everybody's name, staff see everything. */
@Controller('api/v1/members')
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @Get()
  @Allow('member')
  @Returns(200, listOf(member))
  async list(@Caller() caller: CallerIdentity, @Query({ schema: listQuery }) query: ListQuery): Promise<Page<Member>> {
    return await this.members.list(caller, query);
  }

  @Post()
  @Allow('staff')
  @Returns(201, member)
  async create(
    @Caller() caller: CallerIdentity,
    @Body({ schema: memberRequest }) request: MemberRequest,
  ): Promise<Member> {
    return await this.members.create(caller, request);
  }

  @Get(':id')
  @Allow('member')
  @Returns(200, member)
  async get(@Caller() caller: CallerIdentity, @Param('id', { schema: idSchema }) id: string): Promise<Member> {
    return await this.members.get(caller, id);
  }

  @Patch(':id')
  @Allow('staff')
  @Returns(200, member)
  async change(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: memberChange }) request: MemberChange,
  ): Promise<Member> {
    return await this.members.change(caller, id, request);
  }

  @Post(':id/suspend')
  @Allow('staff')
  @Returns(200, member)
  async suspend(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: reason }) body: Reason,
  ): Promise<Member> {
    return await this.members.suspend(caller, id, body.reason);
  }

  @Post(':id/reinstate')
  @Allow('staff')
  @Returns(200, member)
  async reinstate(@Caller() caller: CallerIdentity, @Param('id', { schema: idSchema }) id: string): Promise<Member> {
    return await this.members.reinstate(caller, id);
  }
}
