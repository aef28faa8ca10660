import { type ChildProcess, fork } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrations } from '../migrations/index.js';
import { SystemClock } from './platform/clock/clock.js';
import { readSecret } from './platform/config/secrets.js';
import { migrate } from './platform/database/migrate.js';
import { isFree } from './platform/embedded/free-port.js';
import { AlreadyRunning, takeDataDir } from './platform/embedded/owner-lock.js';
import { EmbeddedPostgres } from './platform/embedded/postgres.js';
import { readServiceConfig, type ServiceConfig } from './service-config.js';

/**
 * Brings everything up with one command: PostgreSQL and a demo workshop with virtual gates when nothing is configured,
 * otherwise the service alone on the servers that DATABASE_URL and MQTT_URL name. The only parent: what it started ends with it.
 */

const logBytesMax = 10 * 1024 * 1024;
const readyMs = 60_000;
const stopMs = 10_000;
/** A child that lived this long was well: the next restart is quick again. */
const steadyMs = 30_000;
const clock = new SystemClock();

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** A sentence for the person at the terminal, in both languages; the process ends. */
class Stop extends Error {}

/** A program that is started again when it dies, until it is told to stop. Its log goes to a file. */
class Child {
  private process: ChildProcess | undefined;
  private stopping = false;
  private startedAt = 0;
  private quickDeaths = 0;

  constructor(
    private readonly name: string,
    private readonly file: string,
    private readonly args: readonly string[],
    private readonly env: Readonly<Record<string, string | undefined>>,
    private readonly logFile: string,
  ) {}

  start(): void {
    this.startedAt = clock.monoMs();
    const child = fork(this.file, this.args, {
      env: this.env,
      execArgv: ['--enable-source-maps'],
      silent: true,
      detached: true,
    });
    this.process = child;
    child.stdout?.on('data', (chunk: Buffer) => this.keep(chunk));
    child.stderr?.on('data', (chunk: Buffer) => this.keep(chunk));
    child.once('exit', (code, signal) => {
      if (this.stopping) return;
      say(`${this.name}: ${signal ?? `code ${code}`}; uruchamiam ponownie / starting again (${this.logFile})`);
      this.quickDeaths = clock.monoMs() - this.startedAt > steadyMs ? 0 : this.quickDeaths + 1;
      clock.after(Math.min(10_000, 200 * 2 ** this.quickDeaths), () => {
        if (!this.stopping) this.start();
      });
    });
  }

  get alive(): boolean {
    return this.process !== undefined && this.process.exitCode === null && this.process.signalCode === null;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const child = this.process;
    if (child === undefined || !this.alive) return;
    const exit = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGTERM');
    const cancel = clock.after(stopMs, () => void child.kill('SIGKILL'));
    await exit;
    cancel();
  }

  private keep(chunk: Buffer): void {
    if (existsSync(this.logFile) && statSync(this.logFile).size > logBytesMax)
      renameSync(this.logFile, `${this.logFile}.1`);
    appendFileSync(this.logFile, chunk, { mode: 0o600 });
    // The link for the first admin is for the person at the terminal.
    if (chunk.includes('first-admin#')) process.stdout.write(chunk);
  }
}

const program = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

async function launch(env: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
  const embedded = env['DATABASE_URL'] === undefined;
  const config = readServiceConfig({ ...env, DATABASE_URL: env['DATABASE_URL'] ?? 'postgres://embedded' });
  const dataDir = resolve(config.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const giveBack = take(dataDir);
  const stops: (() => Promise<void> | void)[] = [giveBack];
  const stop = async (): Promise<void> => {
    for (const one of stops.toReversed()) await one();
  };
  try {
    await requirePorts(config);
    const database = embedded
      ? await startDatabase(config, dataDir, stops)
      : { url: config.database.url, ownerUrl: config.database.ownerUrl };
    if (database.ownerUrl !== undefined) await runMigrations(database.ownerUrl);
    const demo = embedded && config.mqtt.url === undefined && isLoopback(config.http.host);
    const servicePassword =
      config.mqtt.servicePassword ?? readSecret(config.secretsDir, 'mqtt-service-password').toString('base64url');
    const serviceEnv = {
      ...env,
      DATABASE_URL: database.url,
      BRAMA_MQTT_SERVICE_PASSWORD: servicePassword,
      BRAMA_DEMO: demo ? '1' : '0',
    };
    say('Usługa … / Service …');
    const service = new Child('service', program('./main.js'), [], serviceEnv, join(dataDir, 'service.log'));
    service.start();
    stops.push(async () => await service.stop());
    await ready(config, service, dataDir);
    if (demo) {
      say('Wirtualne bramki … / Virtual gates …');
      const bridge = new Child(
        'bridge',
        program('../firmware-bridge/main.js'),
        ['--config', join(dataDir, 'bridge.json')],
        { PATH: env['PATH'] },
        join(dataDir, 'bridge.log'),
      );
      bridge.start();
      stops.push(async () => await bridge.stop());
    }
    welcome(config, demo);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

function take(dataDir: string): () => void {
  try {
    return takeDataDir(dataDir);
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) throw error;
    throw new Stop(
      `Brama już działa na tych danych (${dataDir}, proces ${error.pid}). Zatrzymaj ją albo ustaw inny BRAMA_DATA_DIR.\n` +
        `Brama is already running on this data (${dataDir}, process ${error.pid}). Stop it, or set another BRAMA_DATA_DIR.`,
    );
  }
}

async function requirePorts({ http, mqtt }: ServiceConfig): Promise<void> {
  const wanted: readonly [string, string, number][] = [
    ['BRAMA_HTTP_PORT', http.host, http.port],
    ...(mqtt.url === undefined
      ? [['BRAMA_MQTT_PORT', mqtt.embedded.host, mqtt.embedded.port] as [string, string, number]]
      : []),
  ];
  for (const [variable, host, port] of wanted) {
    if (await isFree(host, port)) continue;
    throw new Stop(
      `Port ${port} (${host}) jest zajęty przez inny program. Ustaw ${variable} na wolny port, np. ${variable}=${port + 1}.\n` +
        `Port ${port} (${host}) is taken by another program. Set ${variable} to a free one, for example ${variable}=${port + 1}.`,
    );
  }
}

async function startDatabase(
  config: ServiceConfig,
  dataDir: string,
  stops: (() => Promise<void> | void)[],
): Promise<{ url: string; ownerUrl: string }> {
  say('Baza danych … / Database …');
  const postgres = await EmbeddedPostgres.start({ dataDir, secretsDir: config.secretsDir, clock });
  let stopping = false;
  stops.push(async () => {
    stopping = true;
    await postgres.stop();
  });
  // The data directory is still ours: everything ends, and whoever watches starts it again.
  postgres.onEnd(() => {
    if (stopping) return;
    process.stderr.write('Baza danych zatrzymała się. / The database has stopped.\n');
    process.kill(process.pid, 'SIGTERM');
  });
  return { url: postgres.appUrl, ownerUrl: postgres.ownerUrl };
}

async function runMigrations(ownerUrl: string): Promise<void> {
  const done = await migrate(ownerUrl, migrations);
  if (done.length > 0) say(`Migracje / Migrations: ${done.join(', ')}`);
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

async function ready(config: ServiceConfig, service: Child, dataDir: string): Promise<void> {
  const host = config.http.host === '0.0.0.0' || config.http.host === '::' ? '127.0.0.1' : config.http.host;
  const end = clock.monoMs() + readyMs;
  while (clock.monoMs() < end) {
    if (!service.alive) {
      throw new Stop(
        `Usługa nie wystartowała, zobacz ${join(dataDir, 'service.log')}\nThe service did not start, see ${join(dataDir, 'service.log')}`,
      );
    }
    const answer = await fetch(
      `http://${host.includes(':') ? `[${host}]` : host}:${config.http.port}/health/ready`,
    ).catch(() => undefined);
    if (answer?.ok === true) return;
    await clock.sleep(100);
  }
  throw new Stop(
    `Usługa nie jest gotowa po ${readyMs / 1000} s, zobacz ${join(dataDir, 'service.log')}\nThe service is not ready after ${readyMs / 1000} s, see ${join(dataDir, 'service.log')}`,
  );
}

function welcome(config: ServiceConfig, demo: boolean): void {
  say(`\nBrama: ${config.http.publicUrl}`);
  if (!demo) return;
  const password = config.demo?.password ?? process.env['BRAMA_DEMO_PASSWORD'] ?? demoPassword(config.secretsDir);
  const { host, port } = config.mqtt.embedded;
  say(`  Konta / Accounts:  anna@  piotr@  instructor@  staff@  admin@brama.example
  Hasło / Password:  ${password}
  Karta / Tap:       npm run tap -- --gate laser --card anna
  Podgląd / Watch:   mosquitto_sub -h ${host} -p ${port} -i _service-watch -u _service -P "$(cat ${join(config.secretsDir, 'mqtt-service-password')})" -t 'brama/v1/gate/+/up/state' -v
  Koniec / Stop:     Ctrl-C\n`);
}

/** The same as the demo module's: one made at the first start. */
const demoPassword = (secretsDir: string): string =>
  readSecret(secretsDir, 'demo-password').toString('base64url').slice(0, 16);

async function main(): Promise<void> {
  const controller = { stop: async (): Promise<void> => undefined, asked: false };
  const end = (): void => {
    if (controller.asked) return;
    controller.asked = true;
    say('\nZatrzymuję … / Stopping …');
    controller.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${(error as Error).message}\n`);
        process.exit(1);
      },
    );
  };
  const starting = launch(process.env);
  controller.stop = async () => await (await starting)();
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  await starting;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
