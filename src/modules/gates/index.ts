export { gateEntities } from './gate.entity.js';
export { BrokerAccess } from './broker-access.js';
export { gateKey, gatePassword } from './gate-credential.js';
export { GatesModule } from './gates.module.js';
