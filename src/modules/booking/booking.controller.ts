import { Body, Controller, Delete, Get, Headers, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import {
  booking,
  type Booking,
  bookingChange,
  type BookingChange,
  bookingPreview,
  type BookingPreview,
  bookingPreviewQuery,
  type BookingPreviewQuery,
  bookingQuery,
  type BookingQuery,
  bookingRequest,
  type BookingRequest,
  handOverRequest,
  type HandOverRequest,
  id as idSchema,
  listOf,
  type Page,
  reason as reasonSchema,
  type Reason,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { BookingChangesService } from './booking-changes.service.js';
import { BookingService } from './booking.service.js';
import { HandOverService } from './hand-over.service.js';
import { etagOf, mustHaveSeen, seenVersion } from './if-match.js';

/** Every answer that is one booking carries its version as ETag. */
@Controller('api/v1/bookings')
export class BookingController {
  constructor(
    private readonly bookings: BookingService,
    private readonly changes: BookingChangesService,
    private readonly handOvers: HandOverService,
  ) {}

  @Get()
  @Allow('member')
  @Returns(200, listOf(booking))
  async list(
    @Caller() caller: CallerIdentity,
    @Query({ schema: bookingQuery }) query: BookingQuery,
  ): Promise<Page<Booking>> {
    return await this.bookings.list(caller, query);
  }

  @Get('preview')
  @Allow('member')
  @Returns(200, bookingPreview)
  async preview(
    @Caller() caller: CallerIdentity,
    @Query({ schema: bookingPreviewQuery }) query: BookingPreviewQuery,
  ): Promise<BookingPreview> {
    return await this.bookings.preview(caller, query);
  }

  @Get(':id')
  @Allow('member')
  @Returns(200, booking)
  async get(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Booking> {
    return tagged(reply, await this.bookings.get(caller, id));
  }

  @Post()
  @Allow('member')
  @Returns(201, booking)
  async create(
    @Caller() caller: CallerIdentity,
    @Body({ schema: bookingRequest }) request: BookingRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Booking> {
    return tagged(reply, await this.bookings.create(caller, request));
  }

  @Patch(':id')
  @Allow('member')
  @Returns(200, booking)
  async change(
    @Caller() by: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: bookingChange }) change: BookingChange,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Booking> {
    return tagged(reply, await this.changes.change({ by, id, seen: mustHaveSeen(ifMatch) }, change));
  }

  @Delete(':id')
  @Allow('member')
  @Returns(204)
  async cancel(
    @Caller() by: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.changes.cancel({ by, id, seen: seenVersion(ifMatch) });
  }

  @Post(':id/restore')
  @Allow('member')
  @Returns(200, booking)
  async restore(
    @Caller() by: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Booking> {
    return tagged(reply, await this.changes.restore({ by, id }));
  }

  @Post(':id/finish')
  @Allow('member')
  @Returns(200, booking)
  async finish(
    @Caller() by: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Booking> {
    return tagged(reply, await this.changes.finish({ by, id, seen: seenVersion(ifMatch) }));
  }

  @Post(':id/hand-over')
  @Allow('member')
  @Returns(200, booking)
  async handOver(
    @Caller() by: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: handOverRequest }) request: HandOverRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Booking> {
    return tagged(reply, await this.handOvers.handOver({ by, id, seen: seenVersion(ifMatch) }, request));
  }

  @Delete(':id/hand-over')
  @Allow('member')
  @Returns(200, booking)
  async takeBack(
    @Caller() by: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Booking> {
    return tagged(reply, await this.handOvers.takeBack({ by, id }));
  }

  @Post(':id/accept')
  @Allow('member')
  @Returns(200, booking)
  async accept(
    @Caller() by: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Booking> {
    return tagged(reply, await this.handOvers.accept({ by, id, seen: seenVersion(ifMatch) }));
  }

  @Post(':id/decline-hand-over')
  @Allow('member')
  @Returns(204)
  async declineHandOver(@Caller() by: CallerIdentity, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    await this.handOvers.decline({ by, id });
  }

  @Post(':id/approve')
  @Allow('staff')
  @Returns(200, booking)
  async approve(
    @Caller() by: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Booking> {
    return tagged(reply, await this.changes.approve({ by, id, seen: seenVersion(ifMatch) }));
  }

  @Post(':id/decline')
  @Allow('staff')
  @Returns(200, booking)
  async decline(
    @Caller() by: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: reasonSchema }) { reason }: Reason,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Booking> {
    return tagged(reply, await this.changes.decline({ by, id, seen: seenVersion(ifMatch) }, reason));
  }
}

function tagged(reply: FastifyReply, answer: Booking): Booking {
  void reply.header('etag', etagOf(answer));
  return answer;
}
