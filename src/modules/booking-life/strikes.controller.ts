import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  type AppealDecision,
  appealDecision,
  appealRequest,
  id as idSchema,
  listOf,
  type Page,
  strike,
  type Strike,
  strikeQuery,
  type StrikeQuery,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { StrikesService } from './strikes.service.js';

@Controller('api/v1/strikes')
export class StrikesController {
  constructor(private readonly strikes: StrikesService) {}

  @Get()
  @Allow('member')
  @Returns(200, listOf(strike))
  async list(@Caller() by: CallerIdentity, @Query({ schema: strikeQuery }) query: StrikeQuery): Promise<Page<Strike>> {
    return await this.strikes.list(by, query);
  }

  /** Once, by the member. */
  @Post(':id/appeal')
  @HttpCode(200)
  @Allow('member')
  @Returns(200, strike)
  async appeal(
    @Caller() by: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: appealRequest }) { text }: { readonly text: string },
  ): Promise<Strike> {
    return await this.strikes.appeal(by, id, text);
  }

  @Post(':id/decision')
  @HttpCode(200)
  @Allow('staff')
  @Returns(200, strike)
  async decide(
    @Caller() by: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: appealDecision }) decision: AppealDecision,
  ): Promise<Strike> {
    return await this.strikes.decide(by, id, decision);
  }
}
