import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import {
  certificate,
  type Certificate,
  certificateQuery,
  type CertificateQuery,
  certificateRequest,
  type CertificateRequest,
  competency,
  type Competency,
  competencyRequest,
  type CompetencyRequest,
  id as idSchema,
  listOf,
  listQuery,
  type ListQuery,
  type Page,
  reason,
  type Reason,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow, Caller, type CallerIdentity } from '../auth/index.js';
import { CertificationService } from './certification.service.js';

@Controller('api/v1')
export class CertificationController {
  constructor(private readonly certification: CertificationService) {}

  @Get('competencies')
  @Allow('member')
  @Returns(200, listOf(competency))
  async listCompetencies(@Query({ schema: listQuery }) query: ListQuery): Promise<Page<Competency>> {
    return await this.certification.listCompetencies(query);
  }

  @Post('competencies')
  @Allow('staff')
  @Returns(201, competency)
  async createCompetency(
    @Caller() caller: CallerIdentity,
    @Body({ schema: competencyRequest }) request: CompetencyRequest,
  ): Promise<Competency> {
    return await this.certification.createCompetency(caller, request);
  }

  @Get('certificates')
  @Allow('member')
  @Returns(200, listOf(certificate))
  async list(
    @Caller() caller: CallerIdentity,
    @Query({ schema: certificateQuery }) query: CertificateQuery,
  ): Promise<Page<Certificate>> {
    return await this.certification.list(caller, query);
  }

  @Post('certificates')
  @Allow('instructor', 'staff')
  @Returns(201, certificate)
  async issue(
    @Caller() caller: CallerIdentity,
    @Body({ schema: certificateRequest }) request: CertificateRequest,
  ): Promise<Certificate> {
    return await this.certification.issue(caller, request);
  }

  @Post('certificates/:id/revoke')
  @Allow('instructor', 'staff')
  @Returns(200, certificate)
  async revoke(
    @Caller() caller: CallerIdentity,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: reason }) why: Reason,
  ): Promise<Certificate> {
    return await this.certification.revoke(caller, id, why.reason);
  }
}
