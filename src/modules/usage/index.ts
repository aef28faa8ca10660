export { nextSeq } from './next-seq.js';
export { type SessionChange, SessionRepository } from './session.repository.js';
export { sessionView } from './session-view.js';
export { UsageModule } from './usage.module.js';
