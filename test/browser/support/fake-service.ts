import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type AccessPreview,
  accessPreview,
  type DemoTapAnswer,
  demoGateRequest,
  demoTapAnswer,
  demoTapRequest,
  demoView,
  errorCodes,
  type ErrorCode,
  firstAdminRequest,
  liveSnapshot,
  loginRequest,
  type Me,
  me,
  meChange,
  notices,
  type Problem,
  problem,
  reason,
  type RenderedRefusal,
  type Tile,
  tile,
} from '../../../src/contracts/http/index.js';
import { errorText } from '../../../src/core/words/errors.js';
import { type FieldIssue, fieldText } from '../../../src/core/words/fields.js';
import { renderRefusal } from '../../../src/core/words/index.js';
import { isApi, securityHeaders } from '../../../src/platform/http/security-headers.js';
import { fakeDemo, fakeTiles, firstAdminToken, password, people } from './fake-workshop.js';

const webRoot = fileURLToPath(new URL('../../../dist/web', import.meta.url));
const kinds: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const cookieName = 'fake-sign-in';

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly caller: Me;
  readonly params: readonly string[];
  readonly body: unknown;
}
class Fails extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly extra: Pick<Problem, 'fields'> = {},
  ) {
    super(code);
  }
}

/** Plays the service for one browser test: the contract's shapes, the real words, and what a test wants to happen. */
export class FakeService {
  url = '';
  /** Set by tests: nothing more is said on the streams until it is false again. */
  silent = false;
  /** Set by tests: the next logins are too many. */
  loginLimited = false;
  /** What was asked for, as `GET /api/v1/live/snapshot`. */
  readonly calls: string[] = [];
  readonly tiles = new Map(fakeTiles().map((one) => [one.machineId, one]));
  private readonly demo = fakeDemo();
  private readonly people = new Map(people().map((one) => [one.email, one]));
  private readonly streams = new Set<ServerResponse>();
  private readonly server = createServer((request, response) => void this.serve(request, response));
  private readonly beat = setInterval(() => this.say('beat', { at: new Date().toISOString() }), 1000);

  get openStreams(): number {
    return this.streams.size;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    clearInterval(this.beat);
    this.cutStreams();
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  cutStreams(): void {
    for (const stream of this.streams) stream.destroy();
  }

  tileOf(slug: string): Tile {
    const found = [...this.tiles.values()].find((one) => one.slug === slug);
    if (found === undefined) throw new Error(`no machine ${slug}`);
    return found;
  }

  /** Changes a machine and tells the viewers; `lose` keeps that many changes before it from them. */
  change(slug: string, change: Partial<Tile>, lose = 0): void {
    const before = this.tileOf(slug);
    const after = tile.parse({ ...before, ...change, version: before.version + 1 + lose });
    this.tiles.set(after.machineId, after);
    this.say('tile', after);
  }

  private say(event: string, data: unknown): void {
    if (this.silent) return;
    for (const stream of this.streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/';
    for (const [name, value] of Object.entries(securityHeaders({ id: 'fake', url }, { https: false })))
      response.setHeader(name, value);
    if (!isApi(url)) return await serveFile(url, response);
    this.calls.push(`${request.method} ${url}`);
    try {
      await this.answer(request, response, url.replace(/\?.*/, ''));
    } catch (error) {
      this.refuse(response, error instanceof Fails ? error : new Fails('internal'));
    }
  }

  private refuse(response: ServerResponse, { code, extra }: Fails): void {
    const status = errorCodes[code];
    if (status === 429) response.setHeader('retry-after', '30');
    const params = { seconds: 30 };
    send(
      response,
      status,
      problem.parse({
        type: 'about:blank',
        title: code,
        status,
        code,
        params,
        text: errorText(code, params),
        ...extra,
      }),
    );
  }

  private async answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const body = await bodyOf(request);
    if (`${request.method} ${path}` === 'POST /api/v1/auth/login') return this.logIn(response, body);
    if (`${request.method} ${path}` === 'POST /api/v1/auth/first-admin') return this.firstAdmin(response, body);
    const caller = this.people.get(cookieOf(request) ?? '');
    if (caller === undefined) throw new Fails('not-signed-in');
    for (const [method, pattern, handle] of this.routes) {
      const match = method === request.method ? pattern.exec(path) : null;
      if (match !== null) return handle({ request, response, caller, params: match.slice(1), body });
    }
    throw new Fails('not-found');
  }

  private readonly routes: readonly (readonly [string, RegExp, (call: Call) => void])[] = [
    ['GET', /^\/api\/v1\/auth\/me$/, ({ response, caller }) => send(response, 200, me.parse(caller))],
    ['PATCH', /^\/api\/v1\/auth\/me$/, (call) => this.changeMe(call)],
    ['POST', /^\/api\/v1\/auth\/logout$/, ({ response }) => this.logOut(response)],
    ['GET', /^\/api\/v1\/notices$/, ({ response }) => send(response, 200, notices.parse({ items: [], unread: 0 }))],
    ['GET', /^\/api\/v1\/live\/snapshot$/, ({ response }) => send(response, 200, this.snapshot())],
    ['GET', /^\/api\/v1\/live$/, ({ request, response }) => this.stream(request, response)],
    ['GET', /^\/api\/v1\/machines\/([^/]+)\/access$/, (call) => this.access(call)],
    ['POST', /^\/api\/v1\/machines\/([^/]+)\/lock$/, (call) => this.lock(call)],
    ['POST', /^\/api\/v1\/machines\/([^/]+)\/unlock$/, (call) => this.unlock(call)],
    ['POST', /^\/api\/v1\/sessions\/([^/]+)\/stop$/, (call) => this.stopSession(call)],
    ['GET', /^\/api\/v1\/demo$/, ({ response }) => send(response, 200, demoView.parse(this.demo))],
    ['POST', /^\/api\/v1\/demo\/taps$/, (call) => this.tap(call)],
    ['POST', /^\/api\/v1\/demo\/gates$/, (call) => this.gate(call)],
  ];

  private snapshot(): unknown {
    return liveSnapshot.parse({ at: new Date().toISOString(), tiles: [...this.tiles.values()] });
  }

  private logIn(response: ServerResponse, body: unknown): void {
    const { email, password: given } = loginRequest.parse(body);
    if (this.loginLimited) throw new Fails('too-many-requests');
    const member = this.people.get(email);
    if (member === undefined || given !== password) throw new Fails('wrong-credentials');
    this.signIn(response, 200, member);
  }

  private firstAdmin(response: ServerResponse, body: unknown): void {
    const parsed = firstAdminRequest.safeParse(body, { reportInput: true });
    if (!parsed.success) throw new Fails('invalid-input', { fields: parsed.error.issues.map(fieldFault) });
    const { token, name, email, language } = parsed.data;
    if (token !== firstAdminToken) throw new Fails('link-void');
    if (this.people.has(email)) throw new Fails('email-taken');
    const admin: Me = {
      id: randomUUID(),
      name,
      email,
      language,
      roles: ['member', 'admin'],
      hidesName: false,
      timeZone: 'Europe/Warsaw',
      demo: false,
    };
    this.people.set(email, admin);
    this.signIn(response, 201, admin);
  }

  private signIn(response: ServerResponse, status: number, member: Me): void {
    response.setHeader('set-cookie', `${cookieName}=${member.email}; HttpOnly; SameSite=Strict; Path=/`);
    send(response, status, me.parse(member));
  }

  private logOut(response: ServerResponse): void {
    response.setHeader('set-cookie', `${cookieName}=; Max-Age=0; Path=/`);
    send(response, 204);
  }

  private changeMe({ response, caller, body }: Call): void {
    const changed = me.parse({ ...caller, ...meChange.parse(body) });
    this.people.set(caller.email, changed);
    send(response, 200, changed);
  }

  private stream(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    this.streams.add(response);
    request.once('close', () => this.streams.delete(response));
    if (!this.silent) response.write(`event: snapshot\ndata: ${JSON.stringify(this.snapshot())}\n\n`);
  }

  private machine(call: Call): Tile {
    const found = this.tiles.get(call.params[0] ?? '');
    if (found === undefined) throw new Fails('not-found');
    return found;
  }

  private access(call: Call): void {
    const { machineId, slug } = this.machine(call);
    const allow = slug === 'laser' && call.caller.email.startsWith('anna');
    const preview: AccessPreview = {
      allow,
      at: new Date().toISOString(),
      machineId,
      memberId: call.caller.id,
      how: allow ? 'start' : null,
      until: allow ? new Date(Date.now() + 3_000_000).toISOString() : null,
      refusals: allow ? [] : laserRefusals(),
    };
    send(call.response, 200, accessPreview.parse(preview));
  }

  private staffOnly({ caller }: Call): void {
    if (!caller.roles.includes('staff')) throw new Fails('not-allowed');
  }

  private lock(call: Call): void {
    this.staffOnly(call);
    const { reason: why } = reason.parse(call.body);
    const outOfOrder = { since: new Date().toISOString(), reason: why };
    this.change(this.machine(call).slug, {
      state: 'out-of-order',
      outOfOrder,
      session: null,
      power: 'off',
      powerW: null,
    });
    send(call.response, 200, {});
  }

  private unlock(call: Call): void {
    this.staffOnly(call);
    this.change(this.machine(call).slug, { state: 'free', outOfOrder: null });
    send(call.response, 200, {});
  }

  /** Accepted, and no more: it is the tile that says when the machine is off. */
  private stopSession(call: Call): void {
    this.staffOnly(call);
    reason.parse(call.body);
    const found = [...this.tiles.values()].find(({ session }) => session?.id === call.params[0]);
    if (!found?.session) throw new Fails('not-found');
    this.change(found.slug, { state: 'ending', session: { ...found.session, state: 'ending' } });
    send(call.response, 200, {});
  }

  private tap({ response, body }: Call): void {
    const { gate, card } = demoTapRequest.parse(body);
    const allowed = gate === 'laser' && card === 'anna';
    const anna = people()[0];
    if (allowed)
      this.change('laser', {
        state: 'in-use',
        power: 'on',
        session: {
          id: '00000000-0000-7000-8000-000000000201',
          memberId: anna?.id ?? null,
          memberName: anna?.name ?? null,
          state: 'running',
          openedAt: new Date().toISOString(),
          hardEnd: new Date(Date.now() + 3_000_000).toISOString(),
          withdrawnCode: null,
        },
      });
    const refusals = allowed ? [] : laserRefusals();
    const answer: DemoTapAnswer = {
      answered: true,
      verdict: allowed ? 'allow' : 'deny',
      code: allowed ? 'ok' : 'not-certified',
      light: allowed ? 'green' : 'red',
      text: allowed ? 'Włączone do 15:00' : (refusals[0]?.text.pl ?? null),
      refusals,
    };
    send(response, 200, demoTapAnswer.parse(answer));
  }

  private gate({ response, body }: Call): void {
    const { gate, action } = demoGateRequest.parse(body);
    const found = this.demo.gates.find(({ slug }) => slug === gate);
    if (found === undefined) throw new Fails('not-found');
    if (action.startsWith('cable')) found.cable = action === 'cable-in' ? 'in' : 'out';
    if (action.startsWith('power')) found.powered = action === 'power-on';
    if (action.startsWith('estop')) found.estop = action === 'estop-press';
    if (action.startsWith('relay')) found.stuck = action === 'relay-stick';
    send(response, 204);
  }
}

function fieldFault(
  issue: FieldIssue & { readonly path: readonly PropertyKey[] },
): NonNullable<Problem['fields']>[number] {
  const text = { ...fieldText(issue) };
  return { field: issue.path.map(String).join('.'), message: text.en, text };
}

function laserRefusals(): RenderedRefusal[] {
  const training = {
    code: 'not-certified',
    params: { competencyPl: 'Laser', competencyEn: 'Laser' },
    override: 'nobody',
  } as const;
  const booked = { code: 'booked-by-other', params: { until: Date.now() + 3_000_000 }, override: 'staff' } as const;
  return [training, booked].map((one) => renderRefusal(one, 'Europe/Warsaw'));
}

function send(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

const cookieOf = (request: IncomingMessage): string | undefined =>
  new RegExp(`${cookieName}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1];

/** A file of the built web app, or its page for every address that is not one. */
async function serveFile(url: string, response: ServerResponse): Promise<void> {
  const path = normalize(new URL(url, 'http://fake').pathname);
  const file = extname(path) === '' ? 'index.html' : path;
  try {
    const content = await readFile(join(webRoot, file));
    response.writeHead(200, { 'content-type': kinds[extname(file)] ?? 'application/octet-stream' });
    response.end(content);
  } catch {
    response.writeHead(404).end();
  }
}
