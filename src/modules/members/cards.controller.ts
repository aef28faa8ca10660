import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import {
  type Card,
  card,
  type CardRequest,
  cardRequest,
  id as idSchema,
  listOf,
  type Page,
  type Reason,
  reason,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { CardsService } from './cards.service.js';

/** The number of a card comes in once and never goes out. */
@Controller('api/v1')
export class CardsController {
  constructor(private readonly cards: CardsService) {}

  @Get('members/:id/cards')
  @Allow('member')
  @Returns(200, listOf(card))
  async list(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) memberId: string,
  ): Promise<Page<Card>> {
    return { items: await this.cards.list(caller, memberId), next: null };
  }

  @Post('members/:id/cards')
  @Allow('staff')
  @Returns(201, card)
  async add(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) memberId: string,
    @Body({ schema: cardRequest }) request: CardRequest,
  ): Promise<Card> {
    return await this.cards.add(caller, memberId, request);
  }

  /** Members may block their own card: it is what one does who has lost it. */
  @Post('cards/:id/block')
  @Allow('member')
  @Returns(200, card)
  async block(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: reason }) body: Reason,
  ): Promise<Card> {
    return await this.cards.block(caller, id, body.reason);
  }

  @Post('cards/:id/unblock')
  @Allow('staff')
  @Returns(200, card)
  async unblock(@Caller() caller: CallerIdentity, @Param('id', { schema: idSchema }) id: string): Promise<Card> {
    return await this.cards.unblock(caller, id);
  }

  @Delete('cards/:id')
  @Allow('staff')
  @Returns(204)
  async retire(@Caller() caller: CallerIdentity, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    await this.cards.retire(caller, id);
  }
}
