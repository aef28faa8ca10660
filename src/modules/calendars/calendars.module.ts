import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { BookingModule } from '../booking/index.js';
import { CalendarFeedsController } from './calendar-feeds.controller.js';
import { CalendarFeedsRepository } from './calendar-feeds.repository.js';
import { CalendarFeedsService } from './calendar-feeds.service.js';
import { CalendarLimits } from './calendar-limits.js';
import { CalendarsController } from './calendars.controller.js';
import { CalendarsService } from './calendars.service.js';

/** Bookings in the calendar programs of members: links that they make, and what is read through them. */
@Module({
  imports: [AuditModule, BookingModule],
  controllers: [CalendarFeedsController, CalendarsController],
  providers: [CalendarFeedsService, CalendarFeedsRepository, CalendarsService, CalendarLimits],
})
export class CalendarsModule {}
