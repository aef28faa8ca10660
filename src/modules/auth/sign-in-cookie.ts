import '@fastify/cookie';
import type { FastifyReply } from 'fastify';

/** `__Host-`: browsers take it over HTTPS (or on localhost) only, from no subdomain, for the whole host. */
export const signInCookie = '__Host-brama';
const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;

export function giveCookie(reply: FastifyReply, token: string, maxAgeS: number): void {
  void reply.setCookie(signInCookie, token, { ...attributes, maxAge: maxAgeS });
}

export function takeCookieBack(reply: FastifyReply): void {
  void reply.setCookie(signInCookie, '', { ...attributes, maxAge: 0 });
}
