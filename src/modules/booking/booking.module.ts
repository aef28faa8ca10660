import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { MachinesModule } from '../machines/index.js';
import { AvailabilityController } from './availability.controller.js';
import { AvailabilityService } from './availability.service.js';
import { BookingController } from './booking.controller.js';
import { BookingFactsRepository } from './booking-facts.repository.js';
import { BookingRepository } from './booking.repository.js';
import { BookingService } from './booking.service.js';

@Module({
  imports: [AuditModule, MachinesModule],
  controllers: [BookingController, AvailabilityController],
  providers: [BookingService, BookingRepository, BookingFactsRepository, AvailabilityService],
  exports: [BookingRepository, BookingFactsRepository],
})
export class BookingModule {}
