import { CertificateEntity } from './certificate.entity.js';
import { CompetencyEntity } from './competency.entity.js';

export { CertificationModule } from './certification.module.js';
export { type CertificateFactRows, certificateFactsOf, certificatesOf } from './certificate-facts.sql.js';
export { CertificationService } from './certification.service.js';
export const certificationEntities = [CompetencyEntity, CertificateEntity];
