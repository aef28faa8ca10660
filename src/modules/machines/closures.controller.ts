import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import {
  closure,
  type Closure,
  closureQuery,
  type ClosureQuery,
  closureRequest,
  type ClosureRequest,
  id as idSchema,
  listOf,
  type Page,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { ClosuresService } from './closures.service.js';

@Controller('api/v1/closures')
export class ClosuresController {
  constructor(private readonly closures: ClosuresService) {}

  @Get()
  @Allow('member')
  @Returns(200, listOf(closure))
  async list(@Query({ schema: closureQuery }) query: ClosureQuery): Promise<Page<Closure>> {
    return { items: await this.closures.list(query), next: null };
  }

  @Post()
  @Allow('staff')
  @Returns(201, closure)
  async create(
    @Caller() caller: CallerIdentity,
    @Body({ schema: closureRequest }) request: ClosureRequest,
  ): Promise<Closure> {
    return await this.closures.create(caller.memberId, request);
  }

  @Delete(':id')
  @Allow('staff')
  @Returns(204)
  async remove(@Caller() caller: CallerIdentity, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    await this.closures.remove(caller.memberId, id);
  }
}
