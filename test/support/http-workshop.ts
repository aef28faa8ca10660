import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Global, Module, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { appModule } from '../../src/app.module.js';
import type { Role } from '../../src/contracts/http/index.js';
import { type ErrorCode, errorCodes, problem } from '../../src/contracts/http/index.js';
import { errorText } from '../../src/core/words/errors.js';
import { fieldText } from '../../src/core/words/fields.js';
import { AuditModule } from '../../src/modules/audit/index.js';
import { AuthModule, hashPassword, signInCookie } from '../../src/modules/auth/index.js';
import { BramaEventBus } from '../../src/modules/events.js';
import { memberEntities, MembersModule } from '../../src/modules/members/index.js';
import { Clock, SystemClock } from '../../src/platform/clock/clock.js';
import { Database } from '../../src/platform/database/database.js';
import { createHttpApp } from '../../src/platform/http/http-app.js';
import { IdSource } from '../../src/platform/ids/ids.js';
import { type Log, silentLog } from '../../src/platform/log/log.js';
import { readServiceConfig } from '../../src/service-config.js';
import { testDatabase } from './postgres.js';

export const password = 'correct horse battery';
/** Hashed once: a hash costs 30 ms and 19 MiB by design. */
const passwordHash = hashPassword(password);

/** A clock that tests put forward. */
export class MovableClock extends SystemClock {
  private aheadMs = 0;

  forward(ms: number): void {
    this.aheadMs += ms;
  }

  override wallMs(): number {
    return super.wallMs() + this.aheadMs;
  }

  override monoMs(): number {
    return super.monoMs() + this.aheadMs;
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The parsed body; tests look into it as they expect it to be. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

export interface Call {
  readonly as?: Person | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly cookie: string;
}

export interface HttpWorkshop {
  readonly app: NestFastifyApplication;
  readonly database: Database;
  readonly ownerUrl: string;
  readonly clock: MovableClock;
  readonly events: BramaEventBus;
  readonly origin: string;
  call(method: string, path: string, call?: Call): Promise<Answer>;
  /** A member with this set of roles, without a sign-in. */
  addMember(roles: readonly Role[], email?: string): Promise<{ readonly id: string; readonly email: string }>;
  logIn(email: string): Promise<Person>;
  /** A new member with these roles, logged in. */
  person(...roles: readonly Role[]): Promise<Person>;
  stop(): Promise<void>;
}

export interface HttpWorkshopOptions {
  /** Next to members and sign-in. */
  readonly modules?: readonly Type[];
  /** Instead of members and sign-in: the whole application. */
  readonly build?: typeof appModule;
  /** Of those modules. */
  readonly entities?: readonly Type[];
  readonly env?: Readonly<Record<string, string>>;
  readonly webDir?: string;
  /** Nothing is logged, unless told where. */
  readonly log?: Log;
  /** Connections to the database, of each pool. */
  readonly poolSize?: number;
}

/** What an application is made of. */
type Parts = Parameters<typeof appModule>[0];

function membersOnly({ clock, db, config, log, secrets }: Parts, modules: readonly Type[]): Type {
  const provided = [
    { provide: Clock, useValue: clock },
    { provide: IdSource, useValue: new IdSource(clock) },
    { provide: Database, useValue: db },
    { provide: BramaEventBus, useValue: new BramaEventBus() },
    { provide: 'config', useValue: config },
    { provide: 'log', useValue: log },
    { provide: 'secrets', useValue: secrets },
  ];

  @Global()
  @Module({ providers: provided, exports: provided })
  class Ground {}

  @Module({ imports: [Ground, AuditModule, AuthModule, MembersModule, ...modules] })
  class Workshop {}
  return Workshop;
}

/** Members and sign-in over real HTTP, on a database of their own. */
export async function startHttpWorkshop(options: HttpWorkshopOptions = {}): Promise<HttpWorkshop> {
  const postgres = await testDatabase();
  const database = await Database.connect({
    url: postgres.url,
    poolSize: options.poolSize ?? 5,
    entities: [...memberEntities, ...(options.entities ?? [])],
    applicationName: 'test',
  });
  const clock = new MovableClock();
  const ids = new IdSource(clock);
  const config = readServiceConfig({ DATABASE_URL: postgres.url, BRAMA_MQTT_PORT: '0', ...options.env });
  const secrets = {
    cardPepper: randomBytes(32),
    siteKey: randomBytes(32),
    gateMaster: randomBytes(32),
    mqttPassword: randomBytes(32).toString('base64url'),
  };
  const log = options.log ?? silentLog;
  const parts: Parts = { clock, db: database, config, log, secrets };
  const module = options.build?.(parts) ?? membersOnly(parts, options.modules ?? []);
  const app = await createHttpApp(module, {
    publicUrl: config.http.publicUrl,
    trustedProxy: config.http.trustedProxy,
    webDir: options.webDir ?? 'dist/no-web-here',
    problems: { statusOf: (code) => errorCodes[code as ErrorCode], textOf: errorText },
    problem,
    fieldText,
    log,
    title: 'Brama',
    cookie: signInCookie,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.getHttpServer().address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;

  async function call(method: string, path: string, { as, body, headers = {} }: Call = {}): Promise<Answer> {
    const json = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const sent = {
      origin,
      ...(as === undefined ? {} : { cookie: as.cookie }),
      ...(json === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(json)) }),
      ...headers,
    };
    const known = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined));
    return await send(port, method, path, known, json);
  }

  async function addMember(roles: readonly Role[], email = `${ids.next()}@brama.example`) {
    const id = ids.next();
    await database.query('insert into member (id, name, email, password_hash, roles) values ($1, $2, $3, $4, $5)', [
      id,
      'Anna Próbna',
      email,
      await passwordHash,
      roles,
    ]);
    return { id, email };
  }

  async function logIn(email: string): Promise<Person> {
    const answer = await call('POST', '/api/v1/auth/login', { body: { email, password } });
    if (answer.status !== 200) throw new Error(`login of ${email} answered ${answer.status}: ${answer.text}`);
    return { id: answer.body.id, email, cookie: cookieOf(answer) };
  }

  return {
    app,
    database,
    ownerUrl: postgres.ownerUrl,
    clock,
    events: app.get(BramaEventBus),
    origin,
    call,
    addMember,
    logIn,
    person: async (...roles) => await logIn((await addMember(roles)).email),
    async stop() {
      await app.close();
      await database.close();
      await postgres.drop();
    },
  };
}

/** What a browser would send back. */
export function cookieOf(answer: Answer): string {
  const [set] = [answer.headers['set-cookie'] ?? []].flat();
  return (set ?? '').split(';', 1)[0] ?? '';
}

/** One request as it is written: `fetch` would not let a test choose these headers. */
async function send(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | undefined,
): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      // A live stream has no end: that it began is the answer.
      const isStream = response.headers['content-type']?.startsWith('text/event-stream') === true;
      if (isStream) sent.destroy();
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', isStream ? () => undefined : reject);
      response.on(isStream ? 'close' : 'end', () => {
        const text = Buffer.concat(chunks).toString();
        const isJson = /json/.test(response.headers['content-type'] ?? '');
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          body: isJson && text !== '' ? JSON.parse(text) : undefined,
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
