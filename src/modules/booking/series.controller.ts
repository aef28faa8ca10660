import { Body, Controller, Delete, Param, Post, Query } from '@nestjs/common';
import {
  id as idSchema,
  seriesAnswer,
  type SeriesAnswer,
  seriesCancelled,
  seriesCancelQuery,
  type SeriesCancelQuery,
  seriesRequest,
  type SeriesRequest,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { SeriesService } from './series.service.js';

@Controller('api/v1/bookings/series')
export class SeriesController {
  constructor(private readonly series: SeriesService) {}

  @Post()
  @Allow('member')
  @Returns(201, seriesAnswer)
  async create(
    @Caller() caller: CallerIdentity,
    @Body({ schema: seriesRequest }) request: SeriesRequest,
  ): Promise<SeriesAnswer> {
    return await this.series.create(caller, request);
  }

  @Delete(':id')
  @Allow('member')
  @Returns(200, seriesCancelled)
  async cancelRest(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: seriesCancelQuery }) { from }: SeriesCancelQuery,
  ): Promise<{ cancelled: number }> {
    return { cancelled: await this.series.cancelRest(caller, id, from) };
  }
}
