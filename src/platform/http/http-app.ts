import fastifyCookie from '@fastify/cookie';
import { StandardSchemaSerializerInterceptor, type Type } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { ZodType } from 'zod';
import type { Log } from '../log/log.js';
import { serveApiDocument } from './api-document.js';
import { bodyBytesMax, heedBodyLimits } from './body-limit.js';
import { type FieldText, InputPipe } from './input-pipe.js';
import { ProblemFilter, type Problems } from './problem-filter.js';
import { KnownRoutes } from './routes.js';
import { securityHeaders } from './security-headers.js';
import { serveWebFiles } from './web-files.js';

export interface HttpOptions {
  readonly publicUrl: string;
  /** Addresses or networks, comma separated, whose `X-Forwarded-*` is believed. */
  readonly trustedProxy?: string | undefined;
  /** The built web app. */
  readonly webDir: string;
  readonly problems: Problems;
  /** What every error looks like, for the API's document. */
  readonly problem: ZodType;
  readonly fieldText: FieldText;
  readonly log: Log;
  readonly title: string;
  /** The cookie of a sign-in, for the API's document. */
  readonly cookie: string;
}

/** The application on Fastify with the whole pipeline; the caller listens on it (or calls `init` in a test). */
export async function createHttpApp(module: Type, options: HttpOptions): Promise<NestFastifyApplication> {
  const https = options.publicUrl.startsWith('https:');
  const routes = new KnownRoutes();
  const problems = new ProblemFilter(options.problems, options.log, routes);
  const adapter = new FastifyAdapter({
    bodyLimit: bodyBytesMax,
    requestTimeout: 30_000,
    trustProxy: options.trustedProxy?.split(',').map((address) => address.trim()) ?? false,
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    // What the router refuses never meets a hook.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      reply.headers(securityHeaders(request, { https }));
      problems.answer(error, request, reply);
    },
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  routes.watch(fastify);
  heedBodyLimits(fastify);
  takeJsonOnly(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(securityHeaders(request, { https }));
    done();
  });

  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: ['error', 'warn'],
  });
  await app.register(fastifyCookie);
  await serveWebFiles(fastify, options.webDir);
  app.useGlobalFilters(problems);
  app.useGlobalPipes(new InputPipe(options.fieldText));
  app.useGlobalInterceptors(new StandardSchemaSerializerInterceptor(app.get(Reflector)));
  serveApiDocument(app, options);
  return app;
}

/** JSON and nothing else: a form of a foreign page never becomes a body. An empty body is no body. */
function takeJsonOnly(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body as string, done);
  });
}
