import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { ExclusiveGroupsController } from './exclusive-groups.controller.js';
import { ExclusiveGroupsService } from './exclusive-groups.service.js';
import { MachinesController } from './machines.controller.js';
import { MachinesRepository } from './machines.repository.js';
import { MachinesService } from './machines.service.js';

@Module({
  imports: [AuditModule],
  controllers: [MachinesController, ExclusiveGroupsController],
  providers: [MachinesService, MachinesRepository, ExclusiveGroupsService],
  exports: [MachinesService],
})
export class MachinesModule {}
