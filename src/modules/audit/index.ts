export { AuditModule } from './audit.module.js';
export { type AuditHead, type AuditRecord, AuditService, type AuditVerdict } from './audit.service.js';
