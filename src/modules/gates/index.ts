export { gateEntities } from './gate.entity.js';
export { GateRepository } from './gate.repository.js';
export { GatesModule } from './gates.module.js';
