import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { type Permission, permissionKey } from './decorators.js';

export interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly permission: Permission | undefined;
}

/** Every route of the application with who may call it. A route that says nothing stops the service from starting. */
@Injectable()
export class Routes implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const silent = this.list().filter(({ permission }) => permission === undefined);
    if (silent.length === 0) return;
    const names = silent.map(({ name }) => name).join(', ');
    throw new Error(`These routes do not say who may call them (@Public or @Allow): ${names}`);
  }

  list(): readonly Route[] {
    return this.discovery.getControllers().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, () => unknown>;
      return this.scanner.getAllMethodNames(prototype).flatMap((methodName) => {
        const handler = prototype[methodName];
        const method = handler && this.reflector.get<RequestMethod | undefined>('method', handler);
        if (handler === undefined || method === undefined) return [];
        const own = this.reflector.get<string | undefined>('path', handler) ?? '/';
        const base = this.reflector.get<string | undefined>('path', metatype) ?? '';
        return {
          name: `${metatype.name}.${methodName}`,
          method: RequestMethod[method],
          path: `/${[base, own].join('/')}`.replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1'),
          permission: this.reflector.getAllAndOverride<Permission | undefined>(permissionKey, [handler, metatype]),
        };
      });
    });
  }
}
