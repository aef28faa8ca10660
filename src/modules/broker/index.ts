export { BrokerAccess, GateCredentials } from './broker-access.js';
export { BrokerModule } from './broker.module.js';
export { type GateCredentialFacts, gateKey, gatePassword } from './gate-credential.js';
