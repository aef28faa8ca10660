import { Body, Controller, Get, Patch } from '@nestjs/common';
import { type Workshop, workshop, workshopChange, type WorkshopChange } from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { WorkshopService } from './workshop.service.js';

@Controller('api/v1/workshop')
export class WorkshopController {
  constructor(private readonly settings: WorkshopService) {}

  @Get()
  @Allow('member')
  @Returns(200, workshop)
  async get(): Promise<Workshop> {
    return await this.settings.get();
  }

  @Patch()
  @Allow('admin')
  @Returns(200, workshop)
  async change(
    @Caller() caller: CallerIdentity,
    @Body({ schema: workshopChange }) change: WorkshopChange,
  ): Promise<Workshop> {
    return await this.settings.change(caller.memberId, change);
  }
}
