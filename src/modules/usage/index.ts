export { type SessionChange, SessionRepository } from './session.repository.js';
export { sessionView } from './usage.controller.js';
export { UsageModule } from './usage.module.js';
