import type { Clock } from '../../src/platform/clock/clock.js';
import { ConfigError } from '../../src/platform/config/config.js';
import { Framer, type Framing } from './framer.js';
import { type LineSettings, ReopeningPort } from './reopening-port.js';

/** Something said to a device, and what it says to that. */
export interface Exchange {
  readonly send: Uint8Array;
  /** Of an exchange that is answered: which frame does. */
  answers?(frame: Uint8Array): boolean;
  /** What is asked next, where that depends on the answer. */
  next?(frame: Uint8Array): readonly Exchange[];
}

/** One device on a line. */
export interface Seated extends Framing {
  /** Silence after which half a frame is none. */
  readonly quietMs: number;
  up(): void;
  down(reason: string): void;
  /** A frame that nobody had asked for. */
  heard(frame: Uint8Array): void;
  noise(): void;
}

export interface Seat {
  /**
   * Says it when the line is free, `urgent` before all others, and answers with the frame that came back (an empty one where
   * none should); undefined when none came in time, or the line is gone.
   */
  ask(exchange: Exchange, urgent: boolean): Promise<Uint8Array | undefined>;
  leave(): Promise<void>;
}

export const answerWithinMs = 200;
/** Silence between two frames: 3.5 characters are 4 ms at 9600 baud. */
const gapMs = 5;
/** After an answer that did not come, so that a late one is not taken for the next. */
const lateMs = 50;

interface Job {
  readonly seat: BusSeat;
  readonly exchange: Exchange;
  readonly done: (frame: Uint8Array | undefined) => void;
}

/** One line and all the devices on it, of which one speaks at a time. */
class SerialBus {
  readonly seats = new Set<BusSeat>();
  readonly port: ReopeningPort;
  private readonly queue: Job[] = [];
  private pending: (Job & { finish(frame: Uint8Array | undefined): void }) | undefined;
  private running = false;

  constructor(
    path: string,
    readonly settings: LineSettings,
    readonly clock: Clock,
  ) {
    const news = {
      up: () => this.seats.forEach((seat) => seat.seated.up()),
      down: (reason: string) => this.down(reason),
      bytes: (bytes: Uint8Array) => this.hear(bytes),
    };
    this.port = new ReopeningPort(path, settings, news, clock);
  }

  async ask(seat: BusSeat, exchange: Exchange, urgent: boolean): Promise<Uint8Array | undefined> {
    return new Promise((done) => {
      this.queue[urgent ? 'unshift' : 'push']({ seat, exchange, done });
      if (!this.running) void this.run();
    });
  }

  /** Whether the frame is what its device is waiting for, or at least came while it was. */
  answered(seat: BusSeat, frame: Uint8Array): boolean {
    if (this.pending?.seat !== seat) return false;
    if (this.pending.exchange.answers?.(frame) === true) this.pending.finish(frame);
    return true;
  }

  private async run(): Promise<void> {
    this.running = true;
    for (let job = this.queue.shift(); job !== undefined; job = this.queue.shift()) {
      const frame = await this.exchange(job);
      job.done(frame);
      if (this.port.isUp) await this.clock.sleep(frame === undefined ? lateMs : gapMs);
    }
    this.running = false;
  }

  private async exchange(job: Job): Promise<Uint8Array | undefined> {
    return new Promise((resolve) => {
      let written = false;
      const cancel = this.clock.after(answerWithinMs, () => {
        job.seat.quiet();
        finish(undefined);
        if (!written) this.port.reopen('takes no bytes');
      });
      const finish = (frame: Uint8Array | undefined): void => {
        if (this.pending?.finish !== finish) return;
        cancel();
        this.pending = undefined;
        resolve(frame);
      };
      this.pending = { ...job, finish };
      const write = async (): Promise<void> => {
        const taken = await this.port.write(job.exchange.send);
        written = true;
        if (!taken) finish(undefined);
        else if (job.exchange.answers === undefined) finish(new Uint8Array());
      };
      void write();
    });
  }

  /** While one is asked, all that comes is from it: what it says must not be read by another. */
  private hear(bytes: Uint8Array): void {
    for (const seat of this.pending === undefined ? this.seats : [this.pending.seat]) seat.take(bytes);
  }

  private down(reason: string): void {
    this.pending?.finish(undefined);
    for (const job of this.queue.splice(0)) job.done(undefined);
    for (const seat of this.seats) {
      seat.quiet();
      seat.seated.down(reason);
    }
  }
}

class BusSeat implements Seat {
  private readonly framer: Framer;
  private cancelQuiet: () => void = () => {};

  constructor(
    readonly seated: Seated,
    private readonly bus: SerialBus,
    private readonly onLeave: () => Promise<void>,
  ) {
    this.framer = new Framer(seated, (frame) => {
      if (!bus.answered(this, frame)) seated.heard(frame);
    });
  }

  async ask(exchange: Exchange, urgent: boolean): Promise<Uint8Array | undefined> {
    return this.bus.ask(this, exchange, urgent);
  }

  async leave(): Promise<void> {
    this.cancelQuiet();
    this.bus.seats.delete(this);
    await this.onLeave();
  }

  take(bytes: Uint8Array): void {
    this.cancelQuiet();
    if (this.framer.push(bytes) > 0) this.seated.noise();
    this.cancelQuiet = this.bus.clock.after(this.seated.quietMs, () => this.quiet());
  }

  quiet(): void {
    this.cancelQuiet();
    if (this.framer.quiet() > 0) this.seated.noise();
  }
}

/** The lines of one bridge. Devices with the same port share it, each with its own ears. */
export class SerialLines {
  private readonly buses = new Map<string, SerialBus>();

  constructor(private readonly clock: Clock) {}

  join(path: string, settings: LineSettings, seated: Seated): Seat {
    const bus = this.buses.get(path) ?? new SerialBus(path, settings, this.clock);
    this.buses.set(path, bus);
    if (JSON.stringify(bus.settings) !== JSON.stringify(settings))
      throw new ConfigError(`Two devices on ${path} want it at different speeds: each speed takes a port of its own.`);
    const seat = new BusSeat(seated, bus, async () => {
      if (bus.seats.size > 0) return;
      this.buses.delete(path);
      await bus.port.close();
    });
    bus.seats.add(seat);
    if (bus.port.isUp) queueMicrotask(() => seated.up());
    return seat;
  }
}
