import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { CertificationController } from './certification.controller.js';
import { CertificationRepository } from './certification.repository.js';
import { CertificationService } from './certification.service.js';

@Module({
  imports: [AuditModule],
  controllers: [CertificationController],
  providers: [CertificationService, CertificationRepository],
  exports: [CertificationService],
})
export class CertificationModule {}
