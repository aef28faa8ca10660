import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { BookingModule } from '../booking/index.js';
import { MachinesModule } from '../machines/index.js';
import { NoticesModule } from '../notices/index.js';
import { BookingSettingsController } from './booking-settings.controller.js';
import { BookingSettingsService } from './booking-settings.service.js';
import { MachineGroupsController } from './machine-groups.controller.js';
import { MachineGroupsService } from './machine-groups.service.js';
import { MembershipKindsController } from './membership-kinds.controller.js';
import { MembershipKindsService } from './membership-kinds.service.js';

@Module({
  imports: [AuditModule, BookingModule, MachinesModule, NoticesModule],
  controllers: [BookingSettingsController, MachineGroupsController, MembershipKindsController],
  providers: [BookingSettingsService, MachineGroupsService, MembershipKindsService],
})
export class BookingRulesModule {}
