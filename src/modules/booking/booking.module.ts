import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { MachinesModule } from '../machines/index.js';
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
import { CalendarWriter } from './calendar-writer.js';
import { GroundRepository } from './ground.repository.js';
import { Placer } from './placer.js';

@Module({
  imports: [AuditModule, MachinesModule, NoticesModule, WorkshopModule],
  controllers: [BookingController, AvailabilityController],
  providers: [
    BookingService,
    BookingChangesService,
    AvailabilityService,
    Alternatives,
    BookingTrail,
    BookingDesk,
    Placer,
    CalendarWriter,
    BookingRepository,
    BookingFactsRepository,
    GroundRepository,
  ],
  exports: [BookingRepository, BookingFactsRepository, BookingDesk],
})
export class BookingModule {}
