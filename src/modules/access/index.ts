export { AccessModule } from './access.module.js';
export { AccessRepository, type OpenSession, type SessionSnapshot } from './access.repository.js';
export { AccessService, type TapOutcome } from './access.service.js';
export { addressColumns, addressOf, type GateAddress, type GateAddressRow } from './gate-address.js';
