import { type ChildProcess, fork } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrations } from '../migrations/index.js';
import { SystemClock } from './platform/clock/clock.js';
import { isLoopback } from './platform/config/loopback.js';
import { migrate } from './platform/database/migrate.js';
import { listenFault } from './platform/embedded/free-port.js';
import { AlreadyRunning, takeDataDir, type TakenDataDir } from './platform/embedded/owner-lock.js';
import { EmbeddedPostgres } from './platform/embedded/postgres.js';
import { readServiceConfig, type ServiceConfig } from './service-config.js';
import { demoPassword } from './service-secrets.js';

/**
 * Brings everything up with one command: PostgreSQL and a demo workshop with virtual gates when nothing is configured,
 * otherwise the service alone on the servers that DATABASE_URL and MQTT_URL name. The only parent: what it started ends with it.
 */

const logBytesMax = 10 * 1024 * 1024;
const readyMs = 60_000;
const stopMs = 10_000;
/** What a killed launcher started ends within this time. */
const predecessorMs = stopMs;
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
    readonly logFile: string,
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
    try {
      if (existsSync(this.logFile) && statSync(this.logFile).size > logBytesMax)
        renameSync(this.logFile, `${this.logFile}.1`);
      appendFileSync(this.logFile, chunk, { mode: 0o600 });
    } catch {
      // The disk is full, say: what runs is worth more than its log.
    }
    // The link for the first admin is for the person at the terminal.
    if (chunk.includes('first-admin#')) process.stdout.write(chunk);
  }
}

const program = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Looks again and again; false when the time is over. Breaks off when everything is to end. */
async function within(ms: number, leaving: AbortSignal, holds: () => Promise<boolean>): Promise<boolean> {
  const end = clock.monoMs() + ms;
  for (;;) {
    leaving.throwIfAborted();
    if (await holds()) return true;
    if (clock.monoMs() > end) return false;
    await clock.sleep(100, leaving);
  }
}

async function launch(env: NodeJS.ProcessEnv, leaving: AbortController): Promise<() => Promise<void>> {
  const embedded = (env['DATABASE_URL'] ?? '') === '';
  const config = readServiceConfig(embedded ? { ...env, DATABASE_URL: 'postgres://embedded' } : env);
  const dataDir = resolve(config.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const taken = take(dataDir);
  const stops: (() => Promise<void> | void)[] = [() => taken.giveBack()];
  const stop = async (): Promise<void> => {
    for (const one of stops.toReversed()) await one();
  };
  const keepRunning = (child: Child): void => {
    child.start();
    stops.push(async () => await child.stop());
  };
  try {
    await requirePorts(config, taken.wasLeft, leaving.signal);
    const database = embedded
      ? await startDatabase(config, dataDir, stops, leaving)
      : { url: config.database.url, ownerUrl: config.database.ownerUrl };
    leaving.signal.throwIfAborted();
    if (database.ownerUrl !== undefined) await runMigrations(database.ownerUrl);
    const demo = embedded && isPrivate(config);
    const serviceEnv = {
      ...env,
      DATABASE_URL: database.url,
      BRAMA_DEMO: demo ? '1' : '0',
    };
    say('Usługa … / Service …');
    const service = new Child('service', program('./main.js'), [], serviceEnv, join(dataDir, 'service.log'));
    keepRunning(service);
    await serviceReady(config, service, leaving.signal);
    if (demo) {
      say('Wirtualne bramki … / Virtual gates …');
      const args = ['--config', config.demoBridge.file];
      const bridgeEnv = { PATH: env['PATH'] };
      const bridge = new Child(
        'bridge',
        program('../firmware-bridge/main.js'),
        args,
        bridgeEnv,
        join(dataDir, 'bridge.log'),
      );
      keepRunning(bridge);
      await bridgeReady(config.demoBridge.socket, bridge, leaving.signal);
    }
    welcome(config, demo);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Demo accounts share one password, and anybody's card can be tapped: only where nobody else can come in. */
function isPrivate({ http, mqtt }: ServiceConfig): boolean {
  const hosts = [http.host, new URL(http.publicUrl).hostname, mqtt.embedded.host];
  return mqtt.url === undefined && http.trustedProxy === undefined && hosts.every(isLoopback);
}

function take(dataDir: string): TakenDataDir {
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

async function requirePorts({ http, mqtt }: ServiceConfig, wasLeft: boolean, leaving: AbortSignal): Promise<void> {
  const wanted: readonly [string, string, number][] = [
    ['BRAMA_HTTP_PORT', http.host, http.port],
    ...(mqtt.url === undefined
      ? [['BRAMA_MQTT_PORT', mqtt.embedded.host, mqtt.embedded.port] as [string, string, number]]
      : []),
  ];
  for (const [variable, host, port] of wanted) {
    let fault: string | undefined;
    const free = async (): Promise<boolean> => {
      fault = await listenFault(host, port);
      return fault !== 'EADDRINUSE';
    };
    await within(wasLeft ? predecessorMs : 0, leaving, free);
    if (fault === undefined) continue;
    if (fault !== 'EADDRINUSE') {
      const name = variable.replace('PORT', 'HOST');
      throw new Stop(
        `Nie można nasłuchiwać na ${host}, port ${port} (${fault}). Ustaw inny ${name} albo ${variable}.\n` +
          `One cannot listen on ${host}, port ${port} (${fault}). Set another ${name} or ${variable}.`,
      );
    }
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
  leaving: AbortController,
): Promise<{ url: string; ownerUrl: string }> {
  say('Baza danych … / Database …');
  const postgres = await EmbeddedPostgres.start({ dataDir, secretsDir: config.secretsDir, clock });
  stops.push(async () => await postgres.stop());
  // Asked for, this comes when everything is leaving already. Otherwise all ends, and whoever watches starts it again.
  postgres.onEnd(() => leaving.abort(new Stop('Baza danych zatrzymała się. / The database has stopped.')));
  return { url: postgres.appUrl, ownerUrl: postgres.ownerUrl };
}

async function runMigrations(ownerUrl: string): Promise<void> {
  const done = await migrate(ownerUrl, migrations);
  if (done.length > 0) say(`Migracje / Migrations: ${done.join(', ')}`);
}

async function serviceReady(config: ServiceConfig, service: Child, leaving: AbortSignal): Promise<void> {
  const host = config.http.host === '0.0.0.0' || config.http.host === '::' ? '127.0.0.1' : config.http.host;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${config.http.port}/health/ready`;
  const isReady = async (): Promise<boolean> => {
    if (!service.alive) {
      throw new Stop(
        `Usługa nie wystartowała, zobacz ${service.logFile}\nThe service did not start, see ${service.logFile}`,
      );
    }
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    return answer?.ok === true;
  };
  if (await within(readyMs, leaving, isReady)) return;
  throw new Stop(
    `Usługa nie jest gotowa po ${readyMs / 1000} s, zobacz ${service.logFile}\nThe service is not ready after ${readyMs / 1000} s, see ${service.logFile}`,
  );
}

/** Whoever reads "npm run tap" may do it at once. A bridge of a killed launcher may still be in the way at first. */
async function bridgeReady(socket: string, bridge: Child, leaving: AbortSignal): Promise<void> {
  if (await within(readyMs, leaving, async () => bridge.alive && (await answers(socket)))) return;
  throw new Stop(
    `Wirtualne bramki nie wystartowały, zobacz ${bridge.logFile}\nThe virtual gates did not start, see ${bridge.logFile}`,
  );
}

async function answers(socket: string): Promise<boolean> {
  return await new Promise((done) => {
    const line = connect(socket, () => line.write('{"id":1,"do":"gates"}\n'));
    line.once('error', () => done(false));
    line.once('close', () => done(false));
    line.once('data', () => {
      line.destroy();
      done(true);
    });
  });
}

function welcome(config: ServiceConfig, demo: boolean): void {
  say(`\nBrama: ${config.http.publicUrl}`);
  if (!demo) return;
  const password = demoPassword(config);
  const accounts = ['anna', 'piotr', 'instructor', 'staff', 'admin'].map((name) => `${name}@brama.example`);
  const { host, port } = config.mqtt.embedded;
  say(`  Konta / Accounts:  ${accounts.join(' ')}
  Hasło / Password:  ${password}
  Karta / Tap:       npm run tap -- --gate laser --card anna
  Podgląd / Watch:   mosquitto_sub -h ${host} -p ${port} -i _service-watch -u _service -P "$(cat ${join(config.secretsDir, 'mqtt-service-password')})" -t 'brama/v1/gate/+/up/state' -v
  Koniec / Stop:     Ctrl-C\n`);
}

/** The person asked for the end: nothing to be told. */
const asked = new Stop('');

async function main(): Promise<void> {
  const leaving = new AbortController();
  const leave = (): void => {
    if (leaving.signal.aborted) return;
    say('\nZatrzymuję … / Stopping …');
    leaving.abort(asked);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, leave);
  // Nobody looks any more: the terminal is closed. What runs is ended in order all the same.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  const end = new Promise((done) => leaving.signal.addEventListener('abort', done));
  const stop = await launch(process.env, leaving);
  await end;
  await stop();
  leaving.signal.throwIfAborted();
}

try {
  await main();
} catch (error) {
  if (error === asked) process.exit(0);
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
