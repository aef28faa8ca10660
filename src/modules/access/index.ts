export { AccessModule } from './access.module.js';
export { AccessRepository, type GateAddress, type OpenSession, type SessionSnapshot } from './access.repository.js';
export { AccessService, type TapOutcome } from './access.service.js';
