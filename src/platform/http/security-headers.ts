import type { FastifyRequest } from 'fastify';

const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join('; ');

/** On every answer, errors too. What the API says is kept by nobody. */
export function securityHeaders(
  { id, url }: Pick<FastifyRequest, 'id' | 'url'>,
  { https }: { readonly https: boolean },
): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'x-request-id': id,
    ...(https ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
    ...(isApi(url) ? { 'cache-control': 'no-store' } : {}),
  };
}

/** Whether a URL belongs to the API, and not to the web app. */
export const isApi = (url: string): boolean => /^\/(api|health|metrics)([/?]|$)/.test(url);
