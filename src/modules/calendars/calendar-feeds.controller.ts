import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import {
  calendarFeed,
  type CalendarFeed,
  calendarFeedRequest,
  type CalendarFeedRequest,
  calendarFeedWithUrl,
  type CalendarFeedWithUrl,
  id as idSchema,
  listOf,
  type Page,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { CalendarFeedsService } from './calendar-feeds.service.js';

/** One's own links for calendar programs. */
@Controller('api/v1/calendar-feeds')
export class CalendarFeedsController {
  constructor(private readonly feeds: CalendarFeedsService) {}

  @Get()
  @Allow('member')
  @Returns(200, listOf(calendarFeed))
  async list(@Caller() caller: CallerIdentity): Promise<Page<CalendarFeed>> {
    return { items: await this.feeds.of(caller.memberId), next: null };
  }

  @Post()
  @Allow('member')
  @Returns(201, calendarFeedWithUrl)
  async make(
    @Caller() caller: CallerIdentity,
    @Body({ schema: calendarFeedRequest }) { machineId }: CalendarFeedRequest,
  ): Promise<CalendarFeedWithUrl> {
    return await this.feeds.make(caller.memberId, machineId);
  }

  @Delete(':id')
  @Allow('member')
  @Returns(204)
  async revoke(@Caller() caller: CallerIdentity, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    await this.feeds.revoke(caller, id);
  }
}
