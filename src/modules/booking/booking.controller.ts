import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import {
  booking,
  type Booking,
  bookingQuery,
  type BookingQuery,
  bookingRequest,
  type BookingRequest,
  id as idSchema,
  listOf,
  type Page,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { BookingService } from './booking.service.js';

@Controller('api/v1/bookings')
export class BookingController {
  constructor(private readonly bookings: BookingService) {}

  @Get()
  @Allow('member')
  @Returns(200, listOf(booking))
  async list(
    @Caller() caller: CallerIdentity,
    @Query({ schema: bookingQuery }) query: BookingQuery,
  ): Promise<Page<Booking>> {
    return await this.bookings.list(caller, query);
  }

  @Post()
  @Allow('member')
  @Returns(201, booking)
  async create(
    @Caller() caller: CallerIdentity,
    @Body({ schema: bookingRequest }) request: BookingRequest,
  ): Promise<Booking> {
    return await this.bookings.create(caller, request);
  }

  @Delete(':id')
  @Allow('member')
  @Returns(204)
  async cancel(@Caller() caller: CallerIdentity, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    await this.bookings.cancel(caller, id);
  }
}
