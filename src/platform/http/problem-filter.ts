import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../log/log.js';
import { Failure } from './failure.js';
import type { KnownRoutes } from './routes.js';

/** The catalogue of errors, handed in: this folder knows no domain word. */
export interface Problems {
  /** HTTP status of a code; undefined for a code that is in no catalogue. */
  statusOf(code: string): number | undefined;
  /** What a person reads, in each language; English is the title. */
  textOf(code: string, params: Readonly<Record<string, string | number>>): { readonly en: string };
}

/**
 * Every error leaves as problem+json (RFC 9457). What was not expected leaves as `internal` and nothing else; the log has
 * the rest under the request's id, which the client gets as `X-Request-Id`.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly problems: Problems,
    private readonly log: Log,
    private readonly routes: KnownRoutes,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const failure = error instanceof Failure ? error : this.foreign(error, request, reply);
    const status = this.problems.statusOf(failure.code) ?? 500;
    if (status >= 500) this.logFault(error, request);
    // A stream that has begun has no other way to say it than to end.
    if (reply.sent || reply.raw.headersSent) return void reply.raw.destroy();
    const retryAfterS = failure.params['retryAfterS'];
    if (retryAfterS !== undefined) reply.header('retry-after', String(retryAfterS));
    const text = this.problems.textOf(failure.code, failure.params);
    void reply
      .code(status)
      .type('application/problem+json; charset=utf-8')
      .header('cache-control', 'no-store')
      // As text: Fastify's own serialiser belongs to the answers of routes.
      .send(
        JSON.stringify({
          type: `urn:brama:problem:${failure.code}`,
          title: text.en,
          status,
          code: failure.code,
          params: failure.params,
          text,
          ...failure.extra,
        }),
      );
  }

  /** Errors that the framework raises, in our own codes. */
  private foreign(error: unknown, request: FastifyRequest, reply: FastifyReply): Failure {
    const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown }).statusCode;
    switch (status) {
      case 400:
        return new Failure(isJsonError(error) ? 'bad-json' : 'bad-request');
      case 404:
      case 405:
        return this.unknownPath(request, reply);
      case 413:
        return new Failure('payload-too-large');
      case 414:
        return new Failure('bad-request');
      case 415:
        return new Failure('unsupported-media-type');
      default:
        return new Failure('internal');
    }
  }

  private unknownPath(request: FastifyRequest, reply: FastifyReply): Failure {
    const allowed = this.routes.methodsOf(request.url.split('?', 1)[0] ?? '');
    if (allowed.length === 0 || allowed.includes(request.method)) return new Failure('not-found');
    reply.header('allow', allowed.join(', '));
    return new Failure('method-not-allowed');
  }

  private logFault(error: unknown, request: FastifyRequest): void {
    const { name, message, stack, code } = error as Partial<Error> & { code?: unknown };
    // Never the parameters of a statement: they may hold what no log may hold.
    this.log.error(
      { requestId: request.id, method: request.method, error: name, code, message, stack },
      'request failed',
    );
  }
}

function isJsonError(error: unknown): boolean {
  const cause = ((error as { cause?: unknown }).cause ?? error) as { code?: unknown };
  return cause instanceof SyntaxError || String(cause.code).startsWith('FST_ERR_CTP_');
}
