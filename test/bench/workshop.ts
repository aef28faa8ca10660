import { type ChildProcess, fork, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrations } from '../../migrations/index.js';
import { SystemClock } from '../../src/platform/clock/clock.js';
import { readSecret } from '../../src/platform/config/secrets.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { EmbeddedPostgres } from '../../src/platform/embedded/postgres.js';
import { IdSource } from '../../src/platform/ids/ids.js';
import { silentLog } from '../../src/platform/log/log.js';
import { DynamicSecurity } from '../../src/platform/mqtt/dynamic-security.js';
import { type Mosquitto, startMosquitto } from '../support/broker.js';
import { until } from '../support/wait.js';
import type { Login } from './messages.js';
import { floorUser, poolSize } from './numbers.js';

export const clock = new SystemClock();

export interface RunningService {
  readonly child: ChildProcess;
  readonly httpPort: number;
  /** Ends it before the place ends. */
  readonly stop: () => Promise<void>;
}

/** A throw-away place with everything that is brought up for one run; `end` takes down and removes what was made. */
export class Place {
  readonly dir = mkdtempSync(join(tmpdir(), 'brama-bench-'));
  readonly secretsDir = join(this.dir, 'secrets');
  private readonly ends: (() => Promise<void> | void)[] = [];
  private ended: Promise<void> | undefined;

  atEnd(work: () => Promise<void> | void): void {
    this.ends.push(work);
  }

  async end(): Promise<void> {
    this.ended ??= (async () => {
      for (const work of this.ends.toReversed()) await work();
      rmSync(this.dir, { recursive: true, force: true });
    })();
    await this.ended;
  }

  /** PostgreSQL 18 with fsync on; its `brama` database has no rows but those of the migrations. */
  async postgres(): Promise<EmbeddedPostgres> {
    const server = await EmbeddedPostgres.start({ dataDir: this.dir, secretsDir: this.secretsDir, clock });
    this.atEnd(async () => {
      await server.stop();
      // Where it runs under another uid its data lie elsewhere.
      const elsewhere = join(this.dir, 'postgres-place');
      if (existsSync(elsewhere)) rmSync(readFileSync(elsewhere, 'utf8').trim(), { recursive: true, force: true });
    });
    await migrate(server.ownerUrl, migrations);
    return server;
  }

  /** As the superuser, who alone may copy a database that others use. */
  superuserUrl(server: EmbeddedPostgres): string {
    const url = new URL(server.ownerUrl);
    url.username = 'postgres';
    url.password = readSecret(this.secretsDir, 'postgres-password').toString('base64url');
    return url.href;
  }

  async broker(): Promise<Mosquitto> {
    const broker = await startMosquitto();
    this.atEnd(async () => await broker.stop());
    return broker;
  }

  /** The floor and its gates are one client of the broker, with a tree of their own. */
  async floorLogin(broker: Mosquitto): Promise<Login> {
    const login = { username: floorUser, password: randomBytes(24).toString('base64url') };
    const security = new DynamicSecurity({ url: broker.url, ...broker.admin }, clock, new IdSource(clock), silentLog);
    const connected = new Promise<void>((resolve) => security.onConnected(resolve));
    security.start();
    await connected;
    const acls = (['publishClientSend', 'publishClientReceive', 'subscribePattern'] as const).map((acltype) => ({
      acltype,
      topic: 'bench/#',
      allow: true,
    }));
    await security.ensureRole({ name: floorUser, acls });
    await security.ensureClient({ ...login, role: floorUser, mark: 'bench' });
    await security.stop();
    return login;
  }

  /** A process of the bench itself. */
  process(file: 'load' | 'floor'): ChildProcess {
    return this.kept(fork(fileURLToPath(new URL(`./${file}.js`, import.meta.url)), { stdio: 'inherit' }));
  }

  /** The service as it runs in production. `BENCH_CPU_PROFILE=DIR` leaves a profile there. */
  async service(databaseUrl: string, broker: Mosquitto): Promise<RunningService> {
    const port = await freePort();
    const log = openSync(join(this.dir, `service-${port}.log`), 'w');
    const profile = process.env.BENCH_CPU_PROFILE;
    const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
    const main = fileURLToPath(new URL('../../src/main.js', import.meta.url));
    const child = spawn(process.execPath, ['--enable-source-maps', ...flags, main], {
      stdio: ['ignore', log, log],
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: databaseUrl,
        MQTT_URL: broker.url,
        MQTT_ADMIN_USERNAME: broker.admin.username,
        MQTT_ADMIN_PASSWORD: broker.admin.password,
        BRAMA_HTTP_PORT: String(port),
        BRAMA_DATA_DIR: join(this.dir, `service-${port}`),
        BRAMA_SECRETS_DIR: this.secretsDir,
        BRAMA_POOL_SIZE: String(poolSize),
      },
    });
    this.kept(child);
    await until(
      async () => {
        if (child.exitCode !== null)
          throw new Error(readFileSync(join(this.dir, `service-${port}.log`), 'utf8').slice(-3_000));
        return (await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined))?.ok;
      },
      { deadlineMs: 30_000, what: 'the service to be ready' },
    );
    return { child, httpPort: port, stop: async () => await ended(child) };
  }

  private kept(child: ChildProcess): ChildProcess {
    this.atEnd(async () => await ended(child));
    return child;
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  const cancel = clock.after(10_000, () => void child.kill('SIGKILL'));
  await gone;
  cancel();
}
