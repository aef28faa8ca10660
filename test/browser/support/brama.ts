import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../src/platform/embedded/free-port.js';
import { until } from '../../support/wait.js';

const launcher = fileURLToPath(new URL('../../../dist/src/launch.js', import.meta.url));
const stopMs = 20_000;

/** Everything as `npm start` brings it up: PostgreSQL, the service with its broker, and the bridge with virtual gates. */
export class Brama {
  static readonly password = 'a password for the browser tests';

  private constructor(
    readonly url: string,
    private readonly launched: ChildProcess,
    private readonly folder: string,
  ) {}

  static async start(): Promise<Brama> {
    const folder = await mkdtemp(join(tmpdir(), 'brama-browser-'));
    const httpPort = await freePort();
    const { DATABASE_URL: _, DATABASE_OWNER_URL: __, MQTT_URL: ___, ...env } = process.env;
    const launched = spawn(process.execPath, [launcher], {
      env: {
        ...env,
        BRAMA_DATA_DIR: folder,
        BRAMA_HTTP_PORT: String(httpPort),
        BRAMA_MQTT_PORT: String(await freePort()),
        BRAMA_DEMO_PASSWORD: Brama.password,
      },
    });
    let said = '';
    for (const output of [launched.stdout, launched.stderr])
      output.on('data', (chunk: Buffer) => {
        said += String(chunk);
      });
    const brama = new Brama(`http://127.0.0.1:${httpPort}`, launched, folder);
    try {
      await until(
        async () => {
          if (launched.exitCode !== null) throw new Error(`Brama did not start:\n${said}`);
          return (await fetch(`${brama.url}/health/ready`).catch(() => undefined))?.ok;
        },
        { deadlineMs: 90_000, what: 'Brama to be ready' },
      );
    } catch (error) {
      await brama.stop();
      throw error;
    }
    return brama;
  }

  async stop(): Promise<void> {
    if (this.launched.exitCode === null && this.launched.signalCode === null) {
      const exit = once(this.launched, 'exit');
      const late = setTimeout(() => this.launched.kill('SIGKILL'), stopMs);
      this.launched.kill('SIGTERM');
      await exit;
      clearTimeout(late);
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}
