import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import {
  id as idSchema,
  listOf,
  machineGroup,
  type MachineGroup,
  machineGroupRemoved,
  type MachineGroupRemoved,
  machineGroupRequest,
  type MachineGroupRequest,
  type Page,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { MachineGroupsService } from './machine-groups.service.js';

@Controller('api/v1/machine-groups')
export class MachineGroupsController {
  constructor(private readonly groups: MachineGroupsService) {}

  @Get()
  @Allow('member')
  @Returns(200, listOf(machineGroup))
  async list(): Promise<Page<MachineGroup>> {
    return { items: await this.groups.list(), next: null };
  }

  @Post()
  @Allow('staff')
  @Returns(201, machineGroup)
  async create(
    @Caller() caller: CallerIdentity,
    @Body({ schema: machineGroupRequest }) request: MachineGroupRequest,
  ): Promise<MachineGroup> {
    return await this.groups.create(caller.memberId, request);
  }

  @Patch(':id')
  @Allow('staff')
  @Returns(200, machineGroup)
  async rename(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: machineGroupRequest }) request: MachineGroupRequest,
  ): Promise<MachineGroup> {
    return await this.groups.rename(caller.memberId, id, request);
  }

  @Delete(':id')
  @Allow('staff')
  @Returns(200, machineGroupRemoved)
  async remove(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
  ): Promise<MachineGroupRemoved> {
    return await this.groups.remove(caller.memberId, id);
  }
}
