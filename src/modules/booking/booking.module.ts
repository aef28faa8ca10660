import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { MachinesModule } from '../machines/index.js';
import { WorkshopModule } from '../workshop/index.js';
import { AvailabilityController } from './availability.controller.js';
import { AvailabilityService } from './availability.service.js';
import { BookingController } from './booking.controller.js';
import { BookingRepository } from './booking.repository.js';
import { BookingService } from './booking.service.js';

@Module({
  imports: [AuditModule, MachinesModule, WorkshopModule],
  controllers: [BookingController, AvailabilityController],
  providers: [BookingService, BookingRepository, AvailabilityService],
  exports: [BookingRepository],
})
export class BookingModule {}
