import { z } from 'zod';
import type { Device, DeviceCommand, DeviceEvent, DeviceHost, Driver, FailSafeClass } from '../drivers/driver.js';
import { CardPresence } from './card-presence.js';
import type { Framing } from './framer.js';
import { type LineSettings, jittered } from './reopening-port.js';
import { answerWithinMs, type Exchange, type Seat, type Seated } from './serial-bus.js';

/** A relay over a line: all of it is bytes, and none of it decides. */
export interface SerialRelay<Settings> {
  /** The timer in the board that switches off when nobody renews: what it counts in, and how far. */
  readonly timer?: { readonly stepMs: number; readonly stepsMax: number };
  /** On for so many steps of the timer; a renewal is the same again. */
  on(settings: Settings, steps: number): readonly Exchange[];
  off(settings: Settings): readonly Exchange[];
  /** Asks what the contact does; `decode` reads the answer. A board without it is believed. */
  read?(settings: Settings): Exchange;
}

/** A captured frame and what it says. */
export interface Example<Settings> {
  readonly hex: string;
  readonly says: DeviceEvent | undefined;
  readonly settings?: Settings;
}

/** A captured command: what was to be done, and each frame that goes out for it. */
export interface CommandExample<Settings> {
  readonly does: 'hello' | 'poll' | 'read' | 'off' | { readonly onForMs: number };
  readonly hex: readonly string[];
  readonly settings?: Settings;
}

/**
 * One kind of device on a serial line, as data and pure functions: how bytes are cut and what a frame says, what is said to
 * the device, and bytes captured from it. `serialDriver` makes the rest: the port, the handshake, the repeats.
 */
export interface SerialSpec<Settings extends z.ZodObject> extends Framing {
  readonly id: string;
  /** As the board is known to behave. What counts for power is the gate's drill. */
  readonly failSafe: FailSafeClass | undefined;
  /** Beside `port`, which every one has. */
  readonly settings: Settings;
  line(settings: z.infer<Settings>): LineSettings;
  readonly quietMs: number;
  /** What a frame says to a gate, if anything. */
  decode(frame: Uint8Array, settings: z.infer<Settings>): DeviceEvent | undefined;
  /** Said first, and each must be answered. */
  hello?(settings: z.infer<Settings>): readonly Exchange[];
  /** Asked again and again: is there a card, how much power. */
  readonly poll?: { readonly everyMs: number; ask(settings: z.infer<Settings>): readonly Exchange[] };
  readonly relay?: SerialRelay<z.infer<Settings>>;
  readonly examples: readonly Example<z.input<Settings>>[];
  readonly commands: readonly CommandExample<z.input<Settings>>[];
}

export interface SerialDriver extends Driver {
  readonly spec: SerialSpec<z.ZodObject>;
}

export function serialDriver<Settings extends z.ZodObject>(spec: SerialSpec<Settings>): SerialDriver {
  const { id, failSafe } = spec;
  const settings = spec.settings.safeExtend({
    port: z.string().regex(/^\/./, 'takes a path, best one below /dev/serial/by-path/'),
  });
  return {
    id,
    failSafe,
    settings,
    spec,
    open: ({ port, ...own }, host) => new SerialDevice(spec, own, port as string, host),
  };
}

/** Steps of the relay's timer, rounded up, as many as it has. */
export const stepsOf = ({ timer }: Pick<SerialRelay<never>, 'timer'>, forMs: number): number =>
  timer === undefined ? 0 : Math.min(timer.stepsMax, Math.max(1, Math.ceil(forMs / timer.stepMs)));

type Wanted = { readonly on: false } | { readonly on: true; readonly untilMono: number };

const tries = 3;
const readEveryMs = 1_000;
const tellAgainMs = 200;
const greetAgainMs = 1_000;
const greetAgainMaxMs = 10_000;
const lastOffWithinMs = 1_000;

class SerialDevice implements Device, Seated {
  closed = false;
  readonly estop = false;
  readonly frameBytesMax: number;
  readonly quietMs: number;
  private readonly seat: Seat;
  private readonly presence: CardPresence;
  /** Aborted when the line goes down. */
  private life = new AbortController();
  private ready = false;
  private wanted: Wanted = { on: false };
  private applied: Wanted | undefined;
  private toldOn = false;
  /** When the board's own timer has run out for certain. */
  private offByMono = 0;
  private cancelOffBy: () => void = () => {};
  private wake: () => void = () => {};

  constructor(
    private readonly spec: SerialSpec<z.ZodObject>,
    private readonly settings: Readonly<Record<string, unknown>>,
    private readonly port: string,
    private readonly host: DeviceHost,
  ) {
    this.frameBytesMax = spec.frameBytesMax;
    this.quietMs = spec.quietMs;
    this.presence = new CardPresence(host.clock);
    this.seat = host.lines.join(port, spec.line(settings), this);
  }

  do(command: DeviceCommand): void {
    if (this.spec.relay === undefined || command.kind === 'show') return;
    if (command.kind === 'relay-off') this.wanted = { on: false };
    // Told while it could not be reached, a relay stays off: only a command that comes later may close it.
    else if (this.ready) this.wanted = { on: true, untilMono: this.host.clock.monoMs() + command.forMs };
    else this.host.drop('away');
    this.wake();
  }

  async close(): Promise<void> {
    const { clock } = this.host;
    this.do({ kind: 'relay-off' });
    const giveUpMono = clock.monoMs() + lastOffWithinMs;
    while (this.ready && this.spec.relay !== undefined && (this.closed || this.applied !== this.wanted)) {
      if (clock.monoMs() >= giveUpMono) break;
      await clock.sleep(10);
    }
    this.ready = false;
    this.life.abort();
    this.wake();
    this.cancelOffBy();
    await this.seat.leave();
  }

  cut(held: Uint8Array, quiet: boolean) {
    return this.spec.cut(held, quiet);
  }

  noise(): void {
    this.host.drop('noise');
  }

  heard(frame: Uint8Array): void {
    const { relay, poll } = this.spec;
    if (relay === undefined && poll === undefined) this.hear(frame);
    else if (this.spec.decode(frame, this.settings) !== undefined) this.host.drop('unasked');
  }

  up(): void {
    this.life = new AbortController();
    void this.live(this.life.signal);
  }

  down(reason: string): void {
    this.life.abort();
    this.wake();
    this.lost(reason);
  }

  private async live(life: AbortSignal): Promise<void> {
    let wait = greetAgainMs;
    for (;;) {
      const greeted = await this.greet();
      if (life.aborted) return;
      if (greeted) {
        wait = greetAgainMs;
        await this.serve(life);
        if (life.aborted) return;
        this.lost('does not answer');
      }
      await this.host.clock.sleep(jittered(wait), life);
      if (life.aborted) return;
      wait = Math.min(greetAgainMaxMs, wait * 2);
    }
  }

  /** Off comes first, whatever the board did before; then it is read back. */
  private async greet(): Promise<boolean> {
    const { relay } = this.spec;
    if (!(await this.converse(this.spec.hello?.(this.settings) ?? []))) return false;
    if (relay !== undefined) {
      const off = this.wanted.on ? { on: false as const } : this.wanted;
      this.wanted = off;
      if (!(await this.tell(off))) return false;
      const closed = await this.contact();
      if (closed === undefined) return false;
      this.applied = off;
      this.setContact(closed, true);
    }
    this.ready = true;
    this.host.log.info({ driver: this.spec.id, port: this.port }, 'device ready');
    return true;
  }

  /** Ends when the device does not answer any more. */
  private async serve(life: AbortSignal): Promise<void> {
    const { relay, poll } = this.spec;
    if (relay === undefined && poll === undefined) {
      await new Promise<void>((resolve) => {
        life.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    while (!life.aborted) {
      const seen = this.wanted;
      if (relay !== undefined && !(await this.turnRelay())) return;
      if (poll !== undefined && !(await this.converse(poll.ask(this.settings)))) return;
      if (this.wanted === seen)
        await this.pause(relay === undefined || this.applied === seen ? (poll?.everyMs ?? readEveryMs) : tellAgainMs);
    }
  }

  private async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = this.host.clock.after(ms, resolve);
      this.wake = () => {
        cancel();
        resolve();
      };
    });
    this.wake = () => {};
  }

  /** Says what is wanted, if that is new, and asks what the contact does. False: the board does not answer. */
  private async turnRelay(): Promise<boolean> {
    const { wanted } = this;
    // A renewal never closes a relay: one that has opened by itself stays open.
    if (wanted.on && this.closed && wanted !== this.applied && !(await this.look(wanted))) return false;
    if (this.wanted !== wanted) return true;
    if (wanted !== this.applied) {
      if (!(await this.tell(wanted))) return false;
      this.applied = wanted;
    }
    return this.look(wanted);
  }

  private async tell(wanted: Wanted): Promise<boolean> {
    const { relay } = this.spec;
    if (relay === undefined) return false;
    if (!wanted.on) {
      if (!(await this.converse(relay.off(this.settings), true))) return false;
      this.toldOn = false;
      return true;
    }
    const forMs = wanted.untilMono - this.host.clock.monoMs();
    if (forMs <= 0) {
      this.wanted = { on: false };
      return true;
    }
    const steps = stepsOf(relay, forMs);
    const onMs = steps * (relay.timer?.stepMs ?? 0);
    // Also when no answer comes: it may have been heard, at the last try.
    this.toldOn = true;
    this.offByMono = this.host.clock.monoMs() + tries * answerWithinMs + onMs;
    if (!(await this.converse(relay.on(this.settings, steps)))) return false;
    this.offByMono = this.host.clock.monoMs() + onMs;
    return true;
  }

  private async look(wanted: Wanted): Promise<boolean> {
    const closed = await this.contact();
    if (closed === undefined) return false;
    if (this.wanted !== wanted) return true;
    if (wanted.on && !closed) {
      // It was closed and is not any more, or has not closed at all: told again only in the second case.
      if (this.closed) this.wanted = { on: false };
      else this.applied = undefined;
    }
    // The board may do other than it was last told, and is told again.
    if (!wanted.on && closed) this.applied = undefined;
    const lapsed = this.spec.relay?.timer !== undefined && this.host.clock.monoMs() >= this.offByMono - readEveryMs;
    this.setContact(closed, wanted.on && lapsed);
    return true;
  }

  /** What the contact does: as the board says, or as it was told where it cannot say. Undefined: no answer. */
  private async contact(): Promise<boolean | undefined> {
    const exchange = this.spec.relay?.read?.(this.settings);
    if (exchange === undefined) return this.toldOn;
    const frame = await this.ask(exchange);
    const said = frame === undefined ? undefined : this.spec.decode(frame, this.settings);
    return said?.kind === 'contact' ? said.closed : undefined;
  }

  private setContact(closed: boolean, lapsed: boolean): void {
    this.cancelOffBy();
    if (this.closed === closed) return;
    this.closed = closed;
    this.host.tell({ kind: 'contact', closed, ...(lapsed && !closed ? { lapsed: true } : {}) });
  }

  private async converse(exchanges: readonly Exchange[], urgent = false): Promise<boolean> {
    for (const exchange of exchanges) {
      const frame = await this.ask(exchange, urgent);
      if (frame === undefined) return false;
      if (exchange.answers === undefined) continue;
      this.hear(frame);
      if (!(await this.converse(exchange.next?.(frame) ?? [], urgent))) return false;
    }
    return true;
  }

  private async ask(exchange: Exchange, urgent = false): Promise<Uint8Array | undefined> {
    const { signal } = this.life;
    for (let i = 0; i < tries && !signal.aborted; i++) {
      const frame = await this.seat.ask(exchange, urgent);
      if (frame !== undefined) return signal.aborted ? undefined : frame;
    }
    return undefined;
  }

  private hear(frame: Uint8Array): void {
    const said = this.spec.decode(frame, this.settings);
    if (said === undefined || said.kind === 'contact') return;
    if (said.kind === 'card' && !this.presence.hasCome(`${said.tech}:${said.uid}`)) return;
    this.host.tell(said);
  }

  private lost(reason: string): void {
    if (!this.ready) return;
    this.ready = false;
    this.wanted = { on: false };
    this.applied = undefined;
    this.host.log.warn({ driver: this.spec.id, port: this.port, reason }, 'device lost');
    // What may be on counts as on until it is certain that it is not.
    if (this.toldOn) this.setContact(true, false);
    if (!this.closed) return;
    if (this.spec.relay?.timer === undefined) return this.host.tell({ kind: 'lost' });
    const left = Math.max(0, this.offByMono - this.host.clock.monoMs());
    this.cancelOffBy = this.host.clock.after(left, () => this.setContact(false, true));
  }
}
