import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problem } from '../../src/contracts/http/index.js';
import { Allow, Public } from '../../src/modules/auth/index.js';
import { Returns } from '../../src/platform/http/returns.js';
import { type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

@Controller('api/v1/probe')
class ProbeController {
  @Get('fault')
  @Public()
  fault(): never {
    throw new Error('duplicate key in table "secret_table"');
  }

  @Get('leak')
  @Public()
  @Returns(200, z.object({ name: z.string() }))
  leak(): object {
    return { name: 'Anna', passwordHash: 'secret' };
  }

  @Post('write')
  @Allow('member')
  @Returns(204)
  write(): void {}
}

@Module({ controllers: [ProbeController] })
class ProbeModule {}

let workshop: HttpWorkshop;
let webDir: string;
let anna: Person;
beforeAll(async () => {
  webDir = await mkdtemp(join(tmpdir(), 'brama-web-'));
  await mkdir(join(webDir, 'assets'));
  await writeFile(join(webDir, 'index.html'), '<!doctype html><title>Brama</title>');
  await writeFile(join(webDir, 'assets', 'app-4f2a.js'), 'export {};');
  await writeFile(join(webDir, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  workshop = await startHttpWorkshop({
    modules: [ProbeModule],
    webDir,
    env: { BRAMA_PUBLIC_URL: 'https://brama.example' },
  });
  anna = await workshop.person('staff');
});
afterAll(async () => {
  await workshop.stop();
  await rm(webDir, { recursive: true });
});

const login = '/api/v1/auth/login';

describe('problems', () => {
  const big = JSON.stringify({ email: 'a@brama.example', password: 'x'.repeat(100_000) });
  const json = { 'content-type': 'application/json' };
  const cases: readonly (readonly [string, string, string, object, number, string])[] = [
    ['malformed JSON', 'POST', login, { body: '{"email": ' }, 400, 'bad-json'],
    ['prototype poisoning', 'POST', login, { body: '{"__proto__": {"roles": ["admin"]}}' }, 400, 'bad-json'],
    ['poisoning by constructor', 'POST', login, { body: '{"constructor": {"prototype": {"x": 1}}}' }, 400, 'bad-json'],
    ['a body of 100 kB', 'POST', login, { body: big }, 413, 'payload-too-large'],
    [
      'a form',
      'POST',
      login,
      { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupported-media-type',
    ],
    [
      'plain text',
      'POST',
      login,
      { body: '{}', headers: { 'content-type': 'text/plain' } },
      415,
      'unsupported-media-type',
    ],
    ['no body', 'POST', login, {}, 422, 'invalid-input'],
    ['an empty body of JSON', 'POST', login, { headers: json }, 422, 'invalid-input'],
    ['a body that is no object', 'POST', login, { body: '[1]' }, 422, 'invalid-input'],
    ['an unknown path', 'GET', '/api/v1/nothing', {}, 404, 'not-found'],
    ['an unknown path, written to', 'POST', '/api/v1/nothing', { body: {} }, 404, 'not-found'],
    ['the API itself', 'GET', '/api', {}, 404, 'not-found'],
    ['a wrong method', 'GET', login, {}, 405, 'method-not-allowed'],
    ['a wrong method, written', 'PUT', '/api/v1/auth/me', { body: {} }, 405, 'method-not-allowed'],
    ['a broken escape', 'GET', '/api/v1/%zz', {}, 400, 'bad-request'],
    ['a fault', 'GET', '/api/v1/probe/fault', {}, 500, 'internal'],
    ['nobody', 'GET', '/api/v1/auth/me', {}, 401, 'not-signed-in'],
  ];

  it.each(cases)('%s', async (_what, method, path, call, status, code) => {
    const answer = await workshop.call(method, path, call);
    expect([answer.status, answer.body?.code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(problem.strict().parse(answer.body)).toMatchObject({ status, code, type: `urn:brama:problem:${code}` });
    expect(answer.text).not.toMatch(/secret_table|node_modules|at .*\.[jt]s:/);
  });

  it('say which methods a path takes', async () => {
    expect((await workshop.call('GET', login)).headers['allow']).toBe('POST');
    expect((await workshop.call('PUT', '/api/v1/auth/me', { body: {} })).headers['allow']).toBe('GET, HEAD, PATCH');
    expect((await workshop.call('DELETE', `/api/v1/members/${anna.id}`)).headers['allow']).toBe('GET, HEAD, PATCH');
  });

  it('name each field at fault in both languages, and no value', async () => {
    const body = { email: 'no address', password: '', role: 'admin' };
    const { body: answer, text } = await workshop.call('POST', login, { body });
    expect(answer.fields).toEqual([
      {
        field: 'email',
        message: 'This is not an e-mail address.',
        text: { pl: 'To nie jest adres e-mail.', en: 'This is not an e-mail address.' },
      },
      expect.objectContaining({ field: 'password', message: 'This field is required.' }),
      expect.objectContaining({ field: '', message: 'There are fields here that we do not know.' }),
    ]);
    expect(text).not.toContain('no address');
  });

  it('refuse a NUL, which no text of the database can hold', async () => {
    const body = { name: 'a\0b', email: 'nul@brama.example', roles: ['member'] };
    const answer = await workshop.call('POST', '/api/v1/members', { as: anna, body });
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid-input']);
  });
});

describe('an answer', () => {
  it('carries only declared fields', async () => {
    expect((await workshop.call('GET', '/api/v1/probe/leak')).body).toEqual({ name: 'Anna' });
  });

  it.each([
    '/',
    '/api/v1/auth/me',
    '/api/v1/nothing',
    '/api/v1/probe/fault',
    '/api/docs',
    '/assets/missing.js',
    '/api/v1/%zz',
  ])('to %s has every security header', async (path) => {
    const { headers } = await workshop.call('GET', path);
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
        "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('a call that changes something', () => {
  const write = async (headers: Record<string, string | undefined>, as: Person | undefined = anna) => {
    const { status, body } = await workshop.call('POST', '/api/v1/probe/write', { as, headers });
    return body === undefined ? status : `${status} ${body.code}`;
  };

  it('is taken with the cookie from our own pages only', async () => {
    const host = new URL(workshop.origin).host;
    expect(await write({ origin: workshop.origin })).toBe(204);
    expect(await write({ origin: 'https://brama.example' })).toBe(204);
    const foreign = [
      undefined,
      '',
      'null',
      'https://evil.example',
      'http://brama.example',
      'https://brama.example.evil.example',
      'https://sub.brama.example',
      `http://${host}.evil.example`,
      'http://127.0.0.1:1',
      'not an origin',
    ];
    for (const origin of foreign) expect(await write({ origin }), String(origin)).toBe('403 wrong-origin');
    expect(foreign).toHaveLength(10);
  });

  it('does not believe a forwarded host from somebody who is no trusted proxy', async () => {
    expect(await write({ origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' })).toBe(
      '403 wrong-origin',
    );
  });

  it('needs the cookie', async () => {
    expect(await write({}, { ...anna, cookie: '' })).toBe('401 not-signed-in');
    expect(await write({}, { ...anna, cookie: '__Host-brama=nonsense' })).toBe('401 not-signed-in');
    expect(await write({}, { ...anna, cookie: anna.cookie.replace('__Host-', '') })).toBe('401 not-signed-in');
  });

  it('that logs in may come from a script, never from a foreign page', async () => {
    const body = { email: anna.email, password: 'wrong' };
    const from = async (origin: string | undefined) =>
      (await workshop.call('POST', login, { body, headers: { origin } })).body.code;
    expect(await from(undefined)).toBe('wrong-credentials');
    expect(await from('https://evil.example')).toBe('wrong-origin');
    expect(await from('null')).toBe('wrong-origin');
  });

  it('is limited to thirty a minute for members and three thousand for staff', async () => {
    const piotr = await workshop.person('member', 'instructor');
    const answers: (string | number)[] = [];
    for (let times = 0; times < 32; times += 1) answers.push(await write({}, piotr));
    expect(answers).toEqual([
      ...Array.from({ length: 30 }, () => 204),
      '429 too-many-requests',
      '429 too-many-requests',
    ]);
    expect(await write({})).toBe(204);
    workshop.clock.forward(60_000);
    expect(await write({}, piotr)).toBe(204);
  });
});

describe('the web app', () => {
  it('is served with pages asked anew and hashed files kept for ever', async () => {
    const page = await workshop.call('GET', '/');
    expect([page.status, page.headers['content-type'], page.headers['cache-control']]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-cache',
    ]);
    const script = await workshop.call('GET', '/assets/app-4f2a.js');
    expect([script.status, script.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect(script.headers['content-type']).toContain('javascript');
    expect((await workshop.call('GET', '/icon.svg')).headers['cache-control']).toBe('no-cache');
    expect((await workshop.call('GET', '/machines/abc?x=1')).text).toBe(page.text);
  });

  it.each([
    '/assets/gone.js',
    '/../../package.json',
    '/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
    '/.env',
  ])('does not serve %s', async (path) => expect((await workshop.call('GET', path)).status).toBe(404));
});

describe('the API document', () => {
  it('is shown by pages and scripts of our own, none inline', async () => {
    const page = await workshop.call('GET', '/api/docs');
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/<script(?![^>]*\ssrc=)/);
    const scripts = [...page.text.matchAll(/<script src="([^"]+)"/g)].map(([, source]) => source!);
    expect(scripts).toHaveLength(3);
    for (const source of scripts) {
      const url = new URL(source, `${workshop.origin}/api/docs`);
      expect(url.origin).toBe(workshop.origin);
      expect((await workshop.call('GET', url.pathname)).status, source).toBe(200);
    }
  });
});

it('answers a request that is no HTTP without falling over', async () => {
  const { port } = new URL(workshop.origin);
  const text = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.end('NONSENSE\r\n\r\n'));
    let heard = '';
    socket.on('data', (chunk) => (heard += chunk.toString()));
    socket.on('close', () => resolve(heard));
    socket.on('error', reject);
  });
  expect(text).toMatch(/^HTTP\/1\.1 400 /);
  expect((await workshop.call('GET', '/')).status).toBe(200);
});

describe('behind a trusted proxy', () => {
  it('the address and the host that it names count, and only there', async () => {
    const behind = await startHttpWorkshop({ env: { BRAMA_TRUSTED_PROXY: '127.0.0.1/32' } });
    const { email } = await behind.addMember(['member']);
    const attempt = async (address: string) =>
      (
        await behind.call('POST', login, {
          body: { email, password: 'wrong' },
          headers: { 'x-forwarded-for': address, 'x-forwarded-host': 'brama.test', origin: 'http://brama.test' },
        })
      ).status;
    const first: number[] = [];
    for (let times = 0; times < 6; times += 1) first.push(await attempt('203.0.113.7'));
    expect(first).toEqual([401, 401, 401, 401, 401, 429]);
    expect(await attempt('203.0.113.8')).toBe(401);
    // What a client claims before the proxy's own entry is not believed.
    expect(await attempt('198.51.100.1, 203.0.113.7')).toBe(429);
    await behind.stop();
  });

  it('nobody else can choose their address', async () => {
    const { email } = await workshop.addMember(['member']);
    const attempts: number[] = [];
    for (let times = 0; times < 6; times += 1) {
      const headers = { 'x-forwarded-for': `203.0.113.${times}` };
      attempts.push((await workshop.call('POST', login, { body: { email, password: 'wrong' }, headers })).status);
    }
    expect(attempts).toEqual([401, 401, 401, 401, 401, 429]);
  });
});

it('does not start with a route that says nothing about who may call it', async () => {
  @Controller('api/v1/silent')
  class SilentController {
    @Get()
    get(): string {
      return 'anybody';
    }
  }
  @Module({ controllers: [SilentController] })
  class SilentModule {}
  await expect(startHttpWorkshop({ modules: [SilentModule] })).rejects.toThrow('SilentController.get');
});
