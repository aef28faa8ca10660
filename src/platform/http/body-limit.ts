import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** Bodies of the API are small forms. */
export const bodyBytesMax = 64 * 1024;

const key = 'bodyBytesMax';

/** A route that takes a file. */
export const TakesBodyUpTo = (bytes: number): MethodDecorator => RouteConfig({ [key]: bytes });

/** Before any route is made. */
export function heedBodyLimits(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const own = (route.config as Readonly<Record<string, unknown>> | undefined)?.[key];
    if (typeof own === 'number') route.bodyLimit = own;
  });
}
