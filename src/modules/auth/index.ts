export { type CallerIdentity, hasAnyRole, hasRole, isStaff } from './caller.js';
export { Allow, Caller, callerOf, Public } from './decorators.js';
