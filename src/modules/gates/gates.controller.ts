import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import {
  drillRequest,
  type DrillRequest,
  gate,
  type Gate,
  gateCredential,
  type GateCredential,
  gateRequest,
  type GateRequest,
  id as idSchema,
  listOf,
  listQuery,
  type ListQuery,
  type Page,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { GateRegistryService } from './gate-registry.service.js';

@Controller('api/v1/gates')
export class GatesController {
  constructor(private readonly gates: GateRegistryService) {}

  @Get()
  @Allow('staff')
  @Returns(200, listOf(gate))
  async list(@Query({ schema: listQuery }) query: ListQuery): Promise<Page<Gate>> {
    return await this.gates.list(query);
  }

  @Get(':id')
  @Allow('staff')
  @Returns(200, gate)
  async get(@Param('id', { schema: idSchema }) id: string): Promise<Gate> {
    return await this.gates.get(id);
  }

  /** The only answer that holds the credential, with the one below. */
  @Post()
  @Allow('staff')
  @Returns(201, gateCredential)
  async register(
    @Caller() caller: CallerIdentity,
    @Body({ schema: gateRequest }) request: GateRequest,
  ): Promise<GateCredential> {
    return await this.gates.register(caller.memberId, request);
  }

  @Post(':id/credential')
  @Allow('staff')
  @Returns(201, gateCredential)
  async rotateCredential(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
  ): Promise<GateCredential> {
    return await this.gates.rotateCredential(caller.memberId, id);
  }

  @Post(':id/drills')
  @Allow('staff')
  @Returns(201, gate)
  async recordDrill(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: drillRequest }) drill: DrillRequest,
  ): Promise<Gate> {
    return await this.gates.recordDrill(caller.memberId, id, drill);
  }

  @Delete(':id')
  @Allow('staff')
  @Returns(204)
  async retire(@Caller() caller: CallerIdentity, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    await this.gates.retire(caller.memberId, id);
  }
}
