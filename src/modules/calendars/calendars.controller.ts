import { Controller, Get, Headers, Ip, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { createHash } from 'node:crypto';
import { ReturnsText } from '../../platform/http/returns.js';
import { Public } from '../auth/index.js';
import { CalendarLimits } from './calendar-limits.js';
import { CalendarsService } from './calendars.service.js';

/** What calendar programs read. The address is the key: there is no sign-in. */
@Controller('api/v1/calendars')
export class CalendarsController {
  constructor(
    private readonly calendars: CalendarsService,
    private readonly limits: CalendarLimits,
  ) {}

  /** 304 while nothing has changed. */
  @Get(':token.ics')
  @Public()
  @ReturnsText('text/calendar')
  async read(
    @Param('token') token: string,
    @Ip() address: string,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    this.limits.take(address);
    const calendar = await this.calendars.read(token);
    const etag = `"${createHash('sha256').update(calendar).digest('base64url')}"`;
    void reply.headers({
      etag,
      'cache-control': 'private, no-cache',
      'referrer-policy': 'no-referrer',
      // Saved from a browser, it would be named after its key.
      'content-disposition': 'attachment; filename="brama.ics"',
    });
    if (!names(ifNoneMatch, etag)) return calendar;
    void reply.status(304);
    return undefined;
  }
}

/** Whether what the client has is this one; a proxy that packs answers makes a tag weak. */
const names = (ifNoneMatch: string | undefined, etag: string): boolean =>
  (ifNoneMatch ?? '').split(',').some((tag) => ['*', etag, `W/${etag}`].includes(tag.trim()));
