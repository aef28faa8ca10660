import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  availability,
  type Availability,
  availabilityQuery,
  type AvailabilityQuery,
  id as idSchema,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow } from '../auth/index.js';
import { AvailabilityService } from './availability.service.js';

@Controller('api/v1/machines')
export class AvailabilityController {
  constructor(private readonly service: AvailabilityService) {}

  @Get(':id/availability')
  @Allow('member')
  @Returns(200, availability)
  async get(
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: availabilityQuery }) query: AvailabilityQuery,
  ): Promise<Availability> {
    return await this.service.during(id, query);
  }
}
