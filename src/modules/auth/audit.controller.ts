import { Controller, Get, Query } from '@nestjs/common';
import {
  type AuditEntry,
  auditEntry,
  type AuditQuery,
  auditQuery,
  type AuditVerification,
  auditVerification,
  type AuditVerificationQuery,
  auditVerificationQuery,
  listOf,
  type Page,
  pageOf,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { AuditService } from '../audit/index.js';
import { Allow } from './decorators.js';

/** Reads the chain. Here and not beside it, since sign-in writes to the chain and stands above it. */
@Controller('api/v1/audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @Allow('admin')
  @Returns(200, listOf(auditEntry))
  async list(@Query({ schema: auditQuery }) { before, limit }: AuditQuery): Promise<Page<AuditEntry>> {
    return pageOf(await this.audit.list(before, limit + 1), limit, ({ ordinal }) => String(ordinal));
  }

  @Get('verification')
  @Allow('admin')
  @Returns(200, auditVerification)
  async verify(
    @Query({ schema: auditVerificationQuery }) { ordinal, hash }: AuditVerificationQuery,
  ): Promise<AuditVerification> {
    return await this.audit.verify(ordinal === undefined || hash === undefined ? undefined : { ordinal, hash });
  }
}
