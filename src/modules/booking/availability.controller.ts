import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  availability,
  type Availability,
  availabilityQuery,
  type AvailabilityQuery,
  freeTimes,
  type FreeTimes,
  freeTimesQuery,
  type FreeTimesQuery,
  id as idSchema,
  week,
  type Week,
  weekQuery,
  type WeekQuery,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { AvailabilityService } from './availability.service.js';

@Controller('api/v1')
export class AvailabilityController {
  constructor(private readonly service: AvailabilityService) {}

  @Get('machines/:id/availability')
  @Allow('member')
  @Returns(200, availability)
  async get(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: availabilityQuery }) query: AvailabilityQuery,
  ): Promise<Availability> {
    return await this.service.during(caller, id, query);
  }

  @Get('machines/:id/free-times')
  @Allow('member')
  @Returns(200, freeTimes)
  async freeTimes(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: freeTimesQuery }) query: FreeTimesQuery,
  ): Promise<FreeTimes> {
    return await this.service.freeTimes(caller, id, query);
  }

  @Get('availability/week')
  @Allow('member')
  @Returns(200, week)
  async week(@Caller() caller: CallerIdentity, @Query({ schema: weekQuery }) query: WeekQuery): Promise<Week> {
    return await this.service.week(caller, query);
  }
}
