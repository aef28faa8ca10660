import type { z } from 'zod';
import type { DownUi } from '../../src/contracts/mqtt/index.js';
import type { CardTech, FailSafeClass } from '../../src/core/kinds.js';
import type { Clock } from '../../src/platform/clock/clock.js';
import type { Log } from '../../src/platform/log/log.js';
import type { SerialLines } from '../serial/serial-bus.js';

export type { FailSafeClass };

/** What a device tells its gate. */
export type DeviceEvent =
  | { readonly kind: 'card'; readonly tech: CardTech; readonly uid: string; readonly sun?: string }
  /** The contact changed, whoever changed it. `lapsed`: it opened as nobody renewed, or as the relay was out of reach. */
  | { readonly kind: 'contact'; readonly closed: boolean; readonly lapsed?: true }
  /** A relay without a timer of its own is out of reach, and closed as far as anyone knows. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'estop'; readonly pressed: boolean }
  /** What a meter reads: W now, and Wh in all where it counts them. */
  | { readonly kind: 'power'; readonly w: number; readonly wh?: number };

/** What a gate tells its device. `forMs` arms the timer of a device that has one; a renewal is the same command again. */
export type DeviceCommand =
  | { readonly kind: 'relay-on'; readonly forMs: number }
  | { readonly kind: 'relay-off' }
  | ({ readonly kind: 'show' } & Pick<DownUi, 'light' | 'sound' | 'text'>);

/** Where an open device tells of itself, and what it lives on. */
export interface DeviceHost {
  tell(event: DeviceEvent): void;
  /** Counts bytes that made no sense, by a reason in a word or two. What is dropped switches nothing. */
  drop(reason: string): void;
  readonly clock: Clock;
  readonly log: Log;
  /** Where a device on a serial line finds its port. */
  readonly lines: SerialLines;
}

/**
 * An open device: a reader, a relay, or both. What it reports is what its contacts say, never what it was told; what it
 * does not have is never closed, and never pressed.
 */
export interface Device {
  readonly closed: boolean;
  readonly estop: boolean;
  /** Never throws: another device of the gate may still have to be switched off. */
  do(command: DeviceCommand): void;
  /** Switches off and lets go of its port. */
  close(): Promise<void>;
}

/**
 * One kind of device, in one file and with one line in `index.ts`. It states what it is as data; all it does is to turn
 * commands into the device's own and the device's own into events. Leases, the journal and MQTT are the gate's.
 */
export interface Driver<Settings extends z.ZodObject = z.ZodObject, Kind extends Device = Device> {
  readonly id: string;
  /** Of its relay, if it has one. Written to the log at start; what counts for power is the gate's drill. */
  readonly failSafe: FailSafeClass | undefined;
  /** What the bridge's file has to say of such a device: its port, its address. */
  readonly settings: Settings;
  /** Answers at once: a device that is not plugged in yet is one that has not told anything yet. */
  open(settings: z.infer<Settings>, host: DeviceHost): Kind;
}
