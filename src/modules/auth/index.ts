export { AuthModule } from './auth.module.js';
export { AuthService, type NewSignIn } from './auth.service.js';
export { type CallerIdentity, hasRole, isStaff, seesOthers } from './caller.js';
export { Allow, Caller, callerOf, Public } from './decorators.js';
export { LoginLimits } from './login-limits.js';
export { hashPassword } from './password.js';
export { type Route, Routes } from './routes.js';
export { newSecretToken, tokenDigest } from './secret-token.js';
export { giveCookie, signInCookie } from './sign-in-cookie.js';
