import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import {
  closure,
  type Closure,
  closureImport,
  type ClosureImport,
  closureImported,
  type ClosureImported,
  closureQuery,
  type ClosureQuery,
  closureRequest,
  type ClosureRequest,
  holidayQuery,
  holidays,
  type Holidays,
  id as idSchema,
  listOf,
  type Page,
} from '../../contracts/http/index.js';
import { TakesBodyUpTo } from '../../platform/http/body-limit.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { ClosureImportService } from './closure-import.js';
import { ClosuresService } from './closures.service.js';

/** A calendar of 1 MB, as a string of JSON. */
const importBytesMax = 1_500_000;

@Controller('api/v1/closures')
export class ClosuresController {
  constructor(
    private readonly closures: ClosuresService,
    private readonly imports: ClosureImportService,
  ) {}

  @Get()
  @Allow('member')
  @Returns(200, listOf(closure))
  async list(@Query({ schema: closureQuery }) query: ClosureQuery): Promise<Page<Closure>> {
    return { items: await this.closures.list(query), next: null };
  }

  @Get('holidays')
  @Allow('staff')
  @Returns(200, holidays)
  async holidays(@Query({ schema: holidayQuery }) { year }: z.infer<typeof holidayQuery>): Promise<Holidays> {
    return await this.closures.holidays(year);
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

  /** All in one transaction, or with `dryRun` nothing: each event of the file is told with what became of it. */
  @Post('import')
  @Allow('staff')
  @TakesBodyUpTo(importBytesMax)
  @Returns(200, closureImported)
  async import(
    @Caller() caller: CallerIdentity,
    @Body({ schema: closureImport }) request: ClosureImport,
  ): Promise<ClosureImported> {
    return await this.imports.take(caller.memberId, request);
  }

  @Delete(':id')
  @Allow('staff')
  @Returns(204)
  async remove(@Caller() caller: CallerIdentity, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    await this.closures.remove(caller.memberId, id);
  }
}
