import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { NoticesModule } from '../notices/index.js';
import { WorkshopModule } from '../workshop/index.js';
import { Alternatives } from './alternatives.js';
import { AvailabilityController } from './availability.controller.js';
import { AvailabilityService } from './availability.service.js';
import { BookingChangesService } from './booking-changes.service.js';
import { BookingDesk } from './booking-desk.js';
import { BookingFactsRepository } from './booking-facts.repository.js';
import { BookingTrail } from './booking-trail.js';
import { BookingController } from './booking.controller.js';
import { BookingRepository } from './booking.repository.js';
import { BookingService } from './booking.service.js';
import { BundleChanges } from './bundle-changes.js';
import { CalendarRepository } from './calendar.repository.js';
import { CalendarWriter } from './calendar-writer.js';
import { GroundRepository } from './ground.repository.js';
import { HandOverService } from './hand-over.service.js';
import { Placer } from './placer.js';
import { SearchLimits } from './search-limits.js';
import { SeriesController } from './series.controller.js';
import { SeriesService } from './series.service.js';
import { SlotSearch } from './slot-search.js';

@Module({
  imports: [AuditModule, NoticesModule, WorkshopModule],
  controllers: [SeriesController, BookingController, AvailabilityController],
  providers: [
    BookingService,
    BookingChangesService,
    SeriesService,
    AvailabilityService,
    Alternatives,
    BookingTrail,
    BookingDesk,
    Placer,
    CalendarWriter,
    CalendarRepository,
    BookingRepository,
    BookingFactsRepository,
    GroundRepository,
    SlotSearch,
    SearchLimits,
    BundleChanges,
    HandOverService,
  ],
  exports: [BookingRepository, BookingFactsRepository, BookingDesk, SlotSearch, Alternatives],
})
export class BookingModule {}
