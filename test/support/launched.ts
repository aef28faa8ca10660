import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { clearDataDir } from './data-dir.js';
import { repositoryRoot } from './root.js';
import { until } from './wait.js';

const root = fileURLToPath(repositoryRoot);
const startMs = 60_000;

/** A place for one installation: a data directory that is not there yet, and two free ports. */
export interface Place {
  readonly dataDir: string;
  readonly httpPort: number;
  readonly mqttPort: number;
}

export interface NewPlace extends Place {
  /** With all that runs there. */
  remove(): Promise<void>;
}

export async function newPlace(): Promise<NewPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'brama-start-'));
  const dataDir = join(folder, 'data');
  return {
    dataDir,
    httpPort: await freePort(),
    mqttPort: await freePort(),
    remove: async () => {
      await clearDataDir(dataDir);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Brama as a person starts it, in a process group of its own, as in a terminal. */
export class Launched {
  output = '';
  private readonly child: ChildProcess;
  private closed = false;

  constructor(
    readonly place: Place,
    script: '.scripts/start.mjs' | 'dist/src/launch.js' = 'dist/src/launch.js',
  ) {
    this.child = spawn(process.execPath, [script], {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        BRAMA_DATA_DIR: place.dataDir,
        BRAMA_HTTP_PORT: String(place.httpPort),
        BRAMA_MQTT_PORT: String(place.mqttPort),
      },
    });
    for (const output of [this.child.stdout, this.child.stderr])
      output?.on('data', (chunk: Buffer) => (this.output += chunk.toString('utf8')));
    this.child.once('close', () => (this.closed = true));
  }

  get url(): string {
    return `http://localhost:${this.place.httpPort}`;
  }

  /** What it was started as has ended, and all it said is here. */
  get ended(): boolean {
    return this.closed;
  }

  get exitCode(): number | null {
    return this.child.exitCode;
  }

  async says(words: string): Promise<void> {
    await until(
      () => {
        if (this.output.includes(words)) return true;
        if (this.ended) throw new Error(`it ended before it said "${words}":\n${this.output}`);
        return false;
      },
      { deadlineMs: startMs, what: `"${words}"; it said:\n${this.output}` },
    );
  }

  async welcomes(): Promise<void> {
    await this.says('Ctrl-C');
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** What a terminal does for Ctrl-C (SIGINT) and when it is closed (SIGHUP). */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-(this.child.pid ?? NaN), signal);
  }

  /** Closes the pipes to which it speaks. */
  lookAway(): void {
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
  }

  async end(): Promise<void> {
    await until(() => this.ended, { deadlineMs: 30_000, what: `the launcher to end; it said:\n${this.output}` });
  }
}
