import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { WorkshopController } from './workshop.controller.js';
import { WorkshopRepository } from './workshop.repository.js';
import { WorkshopService } from './workshop.service.js';

@Module({
  imports: [AuditModule],
  controllers: [WorkshopController],
  providers: [WorkshopService, WorkshopRepository],
  exports: [WorkshopRepository],
})
export class WorkshopModule {}
