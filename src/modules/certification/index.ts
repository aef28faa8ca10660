import { CertificateEntity } from './certificate.entity.js';
import { CompetencyEntity } from './competency.entity.js';

export { CertificationModule } from './certification.module.js';
export { certificateFacts } from './certification.repository.js';
export { CertificationService } from './certification.service.js';
export const certificationEntities = [CompetencyEntity, CertificateEntity];
