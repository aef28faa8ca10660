import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import {
  bookingSettings,
  type BookingSettings,
  id as idSchema,
  machineRules,
  type MachineRules,
  machineRulesQuery,
  type MachineRulesQuery,
  settingChange,
  type SettingChange,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { BookingSettingsService } from './booking-settings.service.js';

@Controller('api/v1')
export class BookingSettingsController {
  constructor(private readonly settings: BookingSettingsService) {}

  @Get('booking-settings')
  @Allow('staff')
  @Returns(200, bookingSettings)
  async all(): Promise<BookingSettings> {
    return await this.settings.all();
  }

  @Put('booking-settings/:code')
  @Allow('admin')
  @Returns(204)
  async change(
    @Caller() caller: CallerIdentity,
    @Param('code', { schema: z.string() }) code: string,
    @Body({ schema: settingChange }) change: SettingChange,
  ): Promise<void> {
    await this.settings.change(caller.memberId, code, change);
  }

  /** For oneself, or for whom staff and instructors name. */
  @Get('machines/:id/booking-rules')
  @Allow('member')
  @Returns(200, machineRules)
  async of(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) machineId: string,
    @Query({ schema: machineRulesQuery }) { member }: MachineRulesQuery,
  ): Promise<MachineRules> {
    return await this.settings.of(caller, machineId, member ?? caller.memberId);
  }
}
