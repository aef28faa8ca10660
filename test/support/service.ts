import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { until } from './wait.js';

const main = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

export interface ServiceOptions {
  readonly databaseUrl: string;
  /** Undefined: the broker is embedded. */
  readonly mqtt?: { readonly url: string; readonly admin: { readonly username: string; readonly password: string } };
  /** Replicas share their secrets. */
  readonly secretsDir?: string;
  readonly httpPort?: number;
  readonly mqttPort?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** The service as a process of its own, built from these sources. */
export class Service {
  output = '';
  private constructor(
    private child: ChildProcess,
    readonly httpPort: number,
    readonly mqttPort: number,
    readonly secretsDir: string,
    readonly dataDir: string,
    private readonly options: ServiceOptions,
  ) {
    this.listen();
  }

  static async start(options: ServiceOptions): Promise<Service> {
    const dataDir = await mkdtemp(join(tmpdir(), 'brama-service-'));
    const secretsDir = options.secretsDir ?? join(dataDir, 'secrets');
    const httpPort = options.httpPort ?? (await freePort());
    const mqttPort = options.mqttPort ?? (await freePort());
    const made = (extra: Readonly<Record<string, string>> = {}): ChildProcess =>
      launch(options, { dataDir, secretsDir, httpPort, mqttPort }, extra);
    const service = new Service(made(), httpPort, mqttPort, secretsDir, dataDir, options);
    await service.ready();
    return service;
  }

  get url(): string {
    return `http://localhost:${this.httpPort}`;
  }

  get mqttUrl(): string {
    return this.options.mqtt?.url ?? `mqtt://127.0.0.1:${this.mqttPort}`;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The token of the link for the first admin. */
  async adminToken(): Promise<string> {
    return await until(() => /first-admin#(\S+)/.exec(this.output)?.[1], {
      deadlineMs: 10_000,
      what: `the first admin's link in: ${this.output.slice(-2000)}`,
    });
  }

  async ready(): Promise<void> {
    await until(
      async () => {
        if (!this.running) throw new Error(`the service stopped while starting:\n${this.output.slice(-3000)}`);
        const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
        return answer?.ok;
      },
      { deadlineMs: 20_000, what: 'the service to be ready' },
    );
  }

  /** Held by SIGSTOP, as Linux tells it. */
  get held(): boolean {
    return /^State:\s+T/m.test(readFileSync(`/proc/${this.pid}/status`, 'utf8'));
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async gone(): Promise<void> {
    await until(() => !this.running, { deadlineMs: 15_000, what: 'the service to end' });
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.gone();
  }

  /** Started again, on the same ports with the same secrets. */
  async restart(env: Readonly<Record<string, string>> = {}): Promise<void> {
    if (this.running) await this.kill();
    this.child = launch(this.options, this, env);
    this.listen();
    await this.ready();
  }

  async stop(): Promise<void> {
    if (this.running) {
      this.signal('SIGCONT');
      this.signal('SIGTERM');
      await this.gone();
    }
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private listen(): void {
    const take = (chunk: Buffer): void => {
      this.output = (this.output + chunk.toString('utf8')).slice(-200_000);
    };
    this.child.stdout?.on('data', take);
    this.child.stderr?.on('data', take);
  }
}

function launch(
  options: ServiceOptions,
  at: { readonly secretsDir: string; readonly httpPort: number; readonly mqttPort: number; readonly dataDir: string },
  env: Readonly<Record<string, string>>,
): ChildProcess {
  return spawn(process.execPath, ['--enable-source-maps', main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: options.databaseUrl,
      BRAMA_HTTP_PORT: String(at.httpPort),
      BRAMA_MQTT_PORT: String(at.mqttPort),
      BRAMA_DATA_DIR: at.dataDir,
      BRAMA_SECRETS_DIR: at.secretsDir,
      ...(options.mqtt === undefined
        ? {}
        : {
            MQTT_URL: options.mqtt.url,
            MQTT_ADMIN_USERNAME: options.mqtt.admin.username,
            MQTT_ADMIN_PASSWORD: options.mqtt.admin.password,
          }),
      ...options.env,
      ...env,
    },
  });
}
