import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerialPort } from 'serialport';
import { until } from '../support/wait.js';
import { deadlineMs } from './played-service.js';

/** What sits on the far end of a cable: it hears bytes, and answers through `say`. */
export interface Twin {
  hear(bytes: Uint8Array, say: (bytes: Uint8Array) => void): void;
}

/** A pair of pseudo-terminals by socat: the bridge opens `path` as it would a USB adapter, the twin has the other end. */
export class Cable {
  private readonly dir = mkdtempSync(join(tmpdir(), 'brama-cable-'));
  readonly path = join(this.dir, 'near');
  private socat: ChildProcess | undefined;
  private far: SerialPort | undefined;

  private constructor(public twin: Twin) {}

  static async to(twin: Twin): Promise<Cable> {
    const cable = new Cable(twin);
    await cable.plug();
    return cable;
  }

  async plug(): Promise<void> {
    const farPath = join(this.dir, 'far');
    const end = (path: string): string => `pty,raw,echo=0,link=${path}`;
    const socat = spawn('socat', [end(this.path), end(farPath)], { stdio: 'ignore' });
    socat.on('error', () => undefined);
    this.socat = socat;
    await until(() => existsSync(farPath) && existsSync(this.path), {
      deadlineMs,
      what: 'socat to make two terminals (apt-get install socat)',
    });
    const far = new SerialPort({ path: farPath, baudRate: 115_200, lock: false });
    await once(far, 'open');
    far.on('error', () => undefined);
    far.on('data', (bytes: Buffer) => this.twin.hear(bytes, (said) => this.say(said)));
    this.far = far;
  }

  /** From the twin to the bridge. */
  say(bytes: Uint8Array): void {
    if (this.far?.isOpen === true) this.far.write(Buffer.from(bytes));
  }

  /** Pulls it out: both ends are gone, as is the path. */
  async pull(): Promise<void> {
    const { far, socat } = this;
    this.far = undefined;
    this.socat = undefined;
    if (socat === undefined || socat.exitCode !== null || socat.signalCode !== null) return;
    socat.kill('SIGTERM');
    await once(socat, 'exit');
    if (far?.isOpen !== true) return;
    await new Promise<void>((resolve) => {
      far.close(() => resolve());
    });
  }

  async end(): Promise<void> {
    await this.pull();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
