import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Failure } from '../../platform/http/failure.js';
import { changesState, originOf } from '../../platform/http/origin.js';
import type { Log } from '../../platform/log/log.js';
import type { ServiceConfig } from '../../service-config.js';
import { AuthService } from './auth.service.js';
import { type CallerIdentity, hasAnyRole } from './caller.js';
import { type Permission, permissionKey, setCaller } from './decorators.js';
import { signInCookie } from './sign-in-cookie.js';
import { WriteLimits } from './write-limits.js';

/**
 * Stands before every route and denies by default. A call that changes something is taken from our own pages (cookie and
 * `Origin`) or with an API token, and counts against its member's limit.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly auth: AuthService,
    private readonly limits: WriteLimits,
    @Inject('config') private readonly config: Pick<ServiceConfig, 'http'>,
    @Inject('log') private readonly log: Log,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const permission = this.reflector.getAllAndOverride<Permission | undefined>(permissionKey, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (permission === undefined) throw new Failure('not-allowed');
    if ('public' in permission) {
      // Nobody is signed in yet: a script may come without an origin, a foreign page may not come.
      if (changesState(request) && this.origin(request) === 'foreign') throw new Failure('wrong-origin');
      return true;
    }
    const caller = await this.identify(request);
    if (caller === undefined) throw new Failure('not-signed-in');
    if (changesState(request)) this.limits.take(caller);
    if (!hasAnyRole(caller, permission.roles)) {
      this.log.info({ memberId: caller.memberId, method: request.method, requestId: request.id }, 'call not allowed');
      throw new Failure('not-allowed');
    }
    setCaller(request, caller);
    return true;
  }

  private async identify(request: FastifyRequest): Promise<CallerIdentity | undefined> {
    const byCookie = request.headers.authorization === undefined && Boolean(request.cookies[signInCookie]);
    if (byCookie && changesState(request) && this.origin(request) !== 'ours') throw new Failure('wrong-origin');
    return await this.auth.identify(request);
  }

  private origin(request: FastifyRequest): ReturnType<typeof originOf> {
    return originOf(request, this.config.http.publicUrl);
  }
}
