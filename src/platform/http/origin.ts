import type { FastifyRequest } from 'fastify';

/**
 * Whether a browser page that sent this call is one of ours: `Origin` must be the public URL or have the host that was
 * called. `absent` when the header is missing, as with every client that is no browser.
 */
export function originOf(request: FastifyRequest, publicUrl: string): 'ours' | 'foreign' | 'absent' {
  const origin = request.headers.origin;
  if (origin === undefined) return 'absent';
  if (!URL.canParse(origin)) return 'foreign';
  const { host, origin: canonical } = new URL(origin);
  return canonical === new URL(publicUrl).origin || (host !== '' && host === request.host) ? 'ours' : 'foreign';
}

/** GET, HEAD and OPTIONS change nothing. */
export const changesState = (request: FastifyRequest): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
