import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { end } from '../support/broker.js';
import { until } from '../support/wait.js';
import { deadlineMs } from './played-service.js';
import { makeConfig } from './workshop.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = join(root, 'dist/firmware-bridge/main.js');

/** The bridge as it runs, from what was built. */
export class BridgeProcess {
  private constructor(
    readonly child: ChildProcess,
    private readonly said: { text: string },
    readonly dataDir: string,
  ) {}

  /** Starts it and waits until it is ready. `killAt`: where the process ends as if its power were cut. */
  static async start(url: string, dataDir: string, { killAt, ipc = false }: { killAt?: string; ipc?: boolean } = {}) {
    const bridge = BridgeProcess.spawn(makeConfig(url, dataDir), dataDir, { killAt, ipc });
    await bridge.says('bridge ready');
    return bridge;
  }

  static spawn(
    config: unknown,
    dataDir: string,
    { killAt, ipc = false }: { killAt?: string | undefined; ipc?: boolean } = {},
  ): BridgeProcess {
    const file = join(dataDir, 'bridge.json');
    writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
    const script = killAt === undefined ? main : fileURLToPath(new URL('killed-bridge.mjs', import.meta.url));
    const child = spawn(process.execPath, [script, '--config', file], {
      stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
      env: { ...process.env, ...(killAt === undefined ? {} : { KILL_AT: killAt }) },
    });
    const said = { text: '' };
    child.stdout?.on('data', (text: Buffer) => (said.text += text.toString()));
    child.stderr?.on('data', (text: Buffer) => (said.text += text.toString()));
    return new BridgeProcess(child, said, dataDir);
  }

  get output(): string {
    return this.said.text;
  }

  async says(words: string): Promise<void> {
    await until(
      () => {
        if (this.child.exitCode !== null) throw new Error(`the bridge ended before it said "${words}": ${this.output}`);
        return this.output.includes(words);
      },
      { deadlineMs, what: () => `the bridge to say "${words}"; it said: ${this.output}` },
    );
  }

  /** Resolves when it has ended and all it said is here, with its exit code or the signal that ended it. */
  async ended(): Promise<number | string | null> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    await Promise.all([finished(child.stdout!), finished(child.stderr!)]);
    return child.exitCode ?? child.signalCode;
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    await end(this.child, signal);
  }
}
