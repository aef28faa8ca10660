import type { Clock } from '../src/platform/clock/clock.js';
import type { Device } from './drivers/driver.js';

/** Why a contact should open, and whose power it ends. */
export interface Opening {
  readonly session: string | null;
  readonly cause: string;
}

export interface ContactNews {
  opened(opening: Opening): void;
  stuck(session: string | null): void;
}

/** A contact that has not opened by then is stuck. */
const graceMs = 1_000;

/** The contact of a relay between what it was told and what it says. Only what it says counts. */
export class RelayContact {
  stuck = false;
  private opening: Opening | undefined;
  private cancelGrace: (() => void) | undefined;

  constructor(
    private readonly device: Device,
    private readonly clock: Clock,
    private readonly news: ContactNews,
  ) {}

  get closed(): boolean {
    return this.device.closed;
  }

  close(forMs: number): void {
    this.endGrace();
    this.device.do({ kind: 'relay-on', forMs });
  }

  /** Tells it to open, for the reason given or, told again, for the one given before. */
  open(opening?: Opening): void {
    this.opening = opening ?? this.opening;
    this.device.do({ kind: 'relay-off' });
    // It had opened before it was told, or had never closed: nothing else will tell of it.
    if (!this.closed && this.opening !== undefined) this.opened();
    if (this.closed) this.cancelGrace ??= this.clock.after(graceMs, () => this.judge());
  }

  /** The device says that it is open. */
  opened(): void {
    const { session, cause } = this.opening ?? { session: null, cause: 'off' };
    const told = { session, cause: this.stuck ? 'stuck' : cause };
    this.endGrace();
    this.news.opened(told);
  }

  /** The power is gone: whatever becomes of it is not this gate's to tell. */
  forget(): void {
    this.cancelGrace?.();
  }

  private judge(): void {
    if (!this.closed || this.stuck) return;
    this.stuck = true;
    this.news.stuck(this.opening?.session ?? null);
  }

  private endGrace(): void {
    this.opening = undefined;
    this.stuck = false;
    this.cancelGrace?.();
    this.cancelGrace = undefined;
  }
}
