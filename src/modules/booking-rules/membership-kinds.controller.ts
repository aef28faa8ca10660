import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import {
  id as idSchema,
  listOf,
  membershipKind,
  type MembershipKind,
  membershipKindRemoved,
  type MembershipKindRemoved,
  membershipKindRequest,
  type MembershipKindRequest,
  type Page,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { MembershipKindsService } from './membership-kinds.service.js';

@Controller('api/v1/membership-kinds')
export class MembershipKindsController {
  constructor(private readonly kinds: MembershipKindsService) {}

  @Get()
  @Allow('member')
  @Returns(200, listOf(membershipKind))
  async list(): Promise<Page<MembershipKind>> {
    return { items: await this.kinds.list(), next: null };
  }

  @Post()
  @Allow('staff')
  @Returns(201, membershipKind)
  async create(
    @Caller() caller: CallerIdentity,
    @Body({ schema: membershipKindRequest }) request: MembershipKindRequest,
  ): Promise<MembershipKind> {
    return await this.kinds.create(caller.memberId, request);
  }

  @Patch(':id')
  @Allow('staff')
  @Returns(200, membershipKind)
  async rename(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: membershipKindRequest }) request: MembershipKindRequest,
  ): Promise<MembershipKind> {
    return await this.kinds.rename(caller.memberId, id, request);
  }

  @Delete(':id')
  @Allow('staff')
  @Returns(200, membershipKindRemoved)
  async remove(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
  ): Promise<MembershipKindRemoved> {
    return await this.kinds.remove(caller.memberId, id);
  }
}
