import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { notices, type Notices as ListOfNotices, noticesRead, type NoticesRead } from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { Notices } from './notices.js';

/** One's own, and nobody else's. */
@Controller('api/v1/notices')
export class NoticesController {
  constructor(private readonly all: Notices) {}

  @Get()
  @Allow('member')
  @Returns(200, notices)
  async list(@Caller() caller: CallerIdentity): Promise<ListOfNotices> {
    return await this.all.of(caller.memberId);
  }

  /** That one and all before it. */
  @Post('read')
  @HttpCode(204)
  @Allow('member')
  @Returns(204)
  async read(@Caller() caller: CallerIdentity, @Body({ schema: noticesRead }) { upTo }: NoticesRead): Promise<void> {
    await this.all.read(caller.memberId, upTo);
  }
}
