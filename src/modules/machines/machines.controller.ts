import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import {
  id as idSchema,
  listOf,
  listQuery,
  type ListQuery,
  machine,
  type Machine,
  machineChange,
  type MachineChange,
  machineRequest,
  type MachineRequest,
  type Page,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { MachinesService } from './machines.service.js';

@Controller('api/v1/machines')
export class MachinesController {
  constructor(private readonly machines: MachinesService) {}

  @Get()
  @Allow('member')
  @Returns(200, listOf(machine))
  async list(@Query({ schema: listQuery }) query: ListQuery): Promise<Page<Machine>> {
    return await this.machines.list(query);
  }

  @Get(':id')
  @Allow('member')
  @Returns(200, machine)
  async get(@Param('id', { schema: idSchema }) id: string): Promise<Machine> {
    return await this.machines.get(id);
  }

  @Post()
  @Allow('staff')
  @Returns(201, machine)
  async create(
    @Caller() caller: CallerIdentity,
    @Body({ schema: machineRequest }) request: MachineRequest,
  ): Promise<Machine> {
    return await this.machines.create(caller.memberId, request);
  }

  @Patch(':id')
  @Allow('staff')
  @Returns(200, machine)
  async change(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: machineChange }) change: MachineChange,
  ): Promise<Machine> {
    return await this.machines.change(caller.memberId, id, change);
  }
}
