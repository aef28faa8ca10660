import { stat } from 'node:fs/promises';
import { SerialPort } from 'serialport';
import type { Clock } from '../../src/platform/clock/clock.js';

/** How the bytes travel; 8N1 unless said otherwise. */
export interface LineSettings {
  readonly baudRate: number;
  readonly dataBits?: 7 | 8;
  readonly parity?: 'none' | 'even' | 'odd';
  readonly stopBits?: 1 | 2;
}

export interface PortNews {
  up(): void;
  down(reason: string): void;
  bytes(bytes: Uint8Array): void;
}

const firstWaitMs = 500;
const longestWaitMs = 10_000;
const watchEveryMs = 1_000;
/** A port that goes sooner than this is as good as none. */
const steadyMs = 2_000;

/**
 * A serial port by its path, opened again for as long as it takes. It is always read, since an unplugged cable is only noticed
 * by who reads. Not even always then: where the cable goes in the middle of a read, `serialport` reads nothing for ever. So each
 * second the path must still lead to what was opened.
 */
export class ReopeningPort {
  private port: SerialPort | undefined;
  private failures = 0;
  private upMono = 0;
  private stopped = false;
  private cancel: () => void = () => {};

  constructor(
    private readonly path: string,
    private readonly settings: LineSettings,
    private readonly news: PortNews,
    private readonly clock: Clock,
  ) {
    void this.open();
  }

  get isUp(): boolean {
    return this.port !== undefined;
  }

  /** True when the system has taken all of it. */
  async write(bytes: Uint8Array): Promise<boolean> {
    const { port } = this;
    if (port === undefined) return false;
    return new Promise((resolve) => {
      const done = (taken: boolean): void => {
        port.off('close', onClose);
        resolve(taken);
      };
      const onClose = (): void => done(false);
      port.once('close', onClose);
      port.write(Buffer.from(bytes), (error) => done(error === null || error === undefined));
    });
  }

  /** Lets go of a port that does not do what it should, and opens it again. */
  reopen(reason: string): void {
    if (this.port !== undefined) this.lost(this.port, reason);
  }

  async close(): Promise<void> {
    this.stopped = true;
    this.cancel();
    const { port } = this;
    this.port = undefined;
    if (port !== undefined) await closed(port);
  }

  private async open(): Promise<void> {
    const device = await this.device();
    if (this.stopped) return;
    const port = new SerialPort({ path: this.path, ...this.settings, autoOpen: false });
    // After a failed write it closes twice, and an error may come with or without a close.
    port.on('close', () => this.lost(port, 'unplugged'));
    port.on('error', (error) => this.lost(port, error.message));
    port.on('data', (bytes: Buffer) => {
      if (port === this.port) this.news.bytes(bytes);
    });
    port.open((error) => {
      if (error !== null) return this.openLater();
      if (this.stopped) return void closed(port);
      this.port = port;
      this.upMono = this.clock.monoMs();
      this.watch(port, device);
      this.news.up();
    });
  }

  /** Of boards that look alike only the path tells which is which, and a path may come to lead to another one. */
  private watch(port: SerialPort, device: string | undefined): void {
    const look = async (): Promise<void> => {
      const found = await this.device();
      if (port !== this.port) return;
      if (found === device) this.watch(port, device);
      else this.lost(port, 'the path leads elsewhere');
    };
    this.cancel = this.clock.after(watchEveryMs, () => void look());
  }

  private async device(): Promise<string | undefined> {
    try {
      const { rdev, ino } = await stat(this.path);
      return `${rdev}:${ino}`;
    } catch {
      return undefined;
    }
  }

  private lost(port: SerialPort, reason: string): void {
    if (port !== this.port) return;
    this.port = undefined;
    this.cancel();
    void closed(port);
    if (this.clock.monoMs() - this.upMono > steadyMs) this.failures = 0;
    this.news.down(reason);
    this.openLater();
  }

  private openLater(): void {
    if (this.stopped) return;
    const wait = jittered(Math.min(longestWaitMs, firstWaitMs * 2 ** this.failures));
    this.failures = Math.min(this.failures + 1, 10);
    this.cancel = this.clock.after(wait, () => void this.open());
  }
}

/** Up to half less, so that what went down together does not come back in step. */
export const jittered = (ms: number): number => ms * (0.5 + Math.random() / 2);

async function closed(port: SerialPort): Promise<void> {
  if (!port.isOpen) return;
  await new Promise<void>((resolve) => {
    port.close(() => resolve());
  });
}
