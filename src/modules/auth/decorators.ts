import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Role } from '../../contracts/http/index.js';
import type { CallerIdentity } from './caller.js';

export const permissionKey = 'brama:permission';
/** Who may call a route. A route without one does not start. */
export type Permission = { readonly public: true } | { readonly roles: readonly [Role, ...Role[]] };

/** Everybody may call, also without signing in. */
export const Public = () => SetMetadata(permissionKey, { public: true } satisfies Permission);

/** Callers with at least one of these roles (see `hasRole`); `@Allow('member')` is anyone who has signed in. */
export const Allow = (...roles: readonly [Role, ...Role[]]) =>
  applyDecorators(
    SetMetadata(permissionKey, { roles } satisfies Permission),
    ApiSecurity('cookie'),
    ApiSecurity('bearer'),
  );

const callers = new WeakMap<object, CallerIdentity>();

export const setCaller = (request: FastifyRequest, caller: CallerIdentity): void => void callers.set(request, caller);
/** The caller of a request, known once the guard has let it in; undefined on public routes. */
export const callerOf = (request: FastifyRequest): CallerIdentity | undefined => callers.get(request);

/** `@Caller() caller: CallerIdentity` on a route with `@Allow`. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): CallerIdentity => {
  const caller = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (caller === undefined) throw new Error('@Caller() on a route that nobody has to sign in for');
  return caller;
});
