import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { SystemClock } from '../../src/platform/clock/clock.js';
import { type BrokerOptions, type BrokerRules, EmbeddedBroker } from '../../src/platform/embedded/broker.js';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { silentLog } from '../../src/platform/log/log.js';
import { repositoryRoot } from './root.js';
import { until } from './wait.js';

const adminUsername = '_admin';
const adminPassword = 'secret-of-the-test-admin';

/** The configuration that docker-compose.yml gives to mosquitto. */
export function composedMosquittoConfiguration(): string {
  const file = new URL('docker-compose.yml', repositoryRoot);
  const compose = parse(readFileSync(file, 'utf8')) as { configs: { mosquitto: { content: string } } };
  return compose.configs.mosquitto.content.replaceAll('$$', '$');
}

/** That configuration on this computer: its own directory, its own port, and no TLS listener unless asked for. */
export function localMosquittoConfiguration(dir: string, port: number, tls?: { readonly port: number }): string {
  const [everything, inside, outside] = composedMosquittoConfiguration().split(/^(?=listener )/m);
  const listeners = [
    inside!.replace('listener 1883', `listener ${port} 127.0.0.1`),
    ...(tls === undefined ? [] : [outside!.replace('listener 8883', `listener ${tls.port} 127.0.0.1`)]),
  ];
  return [everything!, ...listeners, 'user root\n']
    .join('\n')
    .replace('/usr/lib/mosquitto_dynamic_security.so', pluginPath())
    .replaceAll('/mosquitto/data', dir)
    .replaceAll('/run/secrets', dir);
}

function pluginPath(): string {
  const names = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib/arm-linux-gnueabihf', '/usr/lib'];
  const found = names.map((dir) => join(dir, 'mosquitto_dynamic_security.so')).find((path) => existsSync(path));
  if (found === undefined) throw new Error('mosquitto is missing: apt-get install mosquitto mosquitto-clients');
  return found;
}

export interface Mosquitto {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly admin: { readonly username: string; readonly password: string };
  /** Stops it and removes its data. */
  stop(): Promise<void>;
  /** Ends it without a farewell; its data stay. */
  kill(): Promise<void>;
  /** Starts it again on the same port; `empty` with none of the clients it knew. */
  restart(options?: { readonly empty?: boolean }): Promise<void>;
}

/** A real mosquitto as docker-compose.yml configures it, with its dynamic-security plugin and no client but the admin. */
export async function startMosquitto(): Promise<Mosquitto> {
  const dir = mkdtempSync(join(tmpdir(), 'brama-mosquitto-'));
  const port = await freePort();
  writeFileSync(join(dir, 'mosquitto.conf'), localMosquittoConfiguration(dir, port));
  let running = await runMosquitto(dir, port);
  return {
    url: `mqtt://127.0.0.1:${port}`,
    port,
    get pid() {
      return running.pid!;
    },
    admin: { username: adminUsername, password: adminPassword },
    stop: async () => {
      await end(running, 'SIGTERM');
      rmSync(dir, { recursive: true, force: true });
    },
    kill: async () => await end(running, 'SIGKILL'),
    restart: async ({ empty = false } = {}) => {
      await end(running, 'SIGTERM');
      if (empty) {
        for (const file of ['dynamic-security.json', 'mosquitto.db']) rmSync(join(dir, file), { force: true });
      }
      running = await runMosquitto(dir, port);
    },
  };
}

/** Starts mosquitto with `<dir>/mosquitto.conf`, making the admin of the plugin at first, and waits until it listens. */
export async function runMosquitto(dir: string, port: number): Promise<ChildProcess> {
  const security = join(dir, 'dynamic-security.json');
  if (!existsSync(security)) {
    execFileSync('mosquitto_ctrl', ['dynsec', 'init', security, adminUsername, adminPassword], { stdio: 'ignore' });
  }
  const child = spawn('/usr/sbin/mosquitto', ['-c', join(dir, 'mosquitto.conf')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-4_000)));
  child.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-4_000)));
  const failed = new Promise<never>((_, reject) => {
    child.once('error', () => reject(new Error('mosquitto is missing: apt-get install mosquitto mosquitto-clients')));
    child.once('exit', (code) => reject(new Error(`mosquitto ended with ${code}: ${said}`)));
  });
  failed.catch(() => undefined);
  await Promise.race([listening(port), failed]);
  return child;
}

export async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

/** Rules of a test; unless it says otherwise a client's id is its username, or begins with it for a trusted one. */
type TestRules = Omit<BrokerRules, 'mayUseClientId'> & Partial<Pick<BrokerRules, 'mayUseClientId'>>;

/** The embedded broker on a free port of this computer. */
export async function startEmbeddedBroker({
  rules,
  ...options
}: { readonly rules: TestRules } & Partial<Pick<BrokerOptions, 'limits' | 'log' | 'clock'>>): Promise<{
  readonly url: string;
  readonly port: number;
  readonly broker: EmbeddedBroker;
  stop(): Promise<void>;
}> {
  const mayUseClientId = (username: string, clientId: string) =>
    clientId === username || (rules.isTrusted(username) && clientId.startsWith(`${username}-`));
  const broker = new EmbeddedBroker({
    host: '127.0.0.1',
    port: 0,
    clock: new SystemClock(),
    log: silentLog,
    rules: { mayUseClientId, ...rules },
    ...options,
  });
  const { url, port } = await broker.start();
  return { url, port, broker, stop: async () => await broker.stop() };
}

async function listening(port: number): Promise<void> {
  const open = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
  await until(open, { deadlineMs: 10_000, what: `somebody to listen on 127.0.0.1:${port}` });
}
