import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { MachineGroupsController } from './machine-groups.controller.js';
import { MachineGroupsService } from './machine-groups.service.js';
import { MembershipKindsController } from './membership-kinds.controller.js';
import { MembershipKindsService } from './membership-kinds.service.js';

@Module({
  imports: [AuditModule],
  controllers: [MachineGroupsController, MembershipKindsController],
  providers: [MachineGroupsService, MembershipKindsService],
})
export class BookingRulesModule {}
