import { z } from 'zod';
import type { CardTech } from '../../src/core/kinds.js';
import type { Device, DeviceCommand, DeviceHost, Driver } from './driver.js';

/** A reader, a relay and an e-stop that exist in memory, with hands to play them. */
export class VirtualDevice implements Device {
  closed = false;
  estop = false;
  stuck = false;
  private told = false;

  constructor(private readonly host: DeviceHost) {}

  do(command: DeviceCommand): void {
    if (command.kind === 'show') return;
    this.told = command.kind === 'relay-on';
    this.move();
  }

  tap(card: { readonly tech: CardTech; readonly uid: string }): void {
    this.host.tell({ kind: 'card', tech: card.tech, uid: card.uid });
  }

  /** The button stays where it is, with or without power. */
  setEstop(pressed: boolean): void {
    if (this.estop === pressed) return;
    this.estop = pressed;
    this.host.tell({ kind: 'estop', pressed });
  }

  /** A stuck relay is one whose contact does not open any more, as when it is welded. */
  setStuck(stuck: boolean): void {
    this.stuck = stuck;
    this.move();
  }

  async close(): Promise<void> {
    this.do({ kind: 'relay-off' });
  }

  private move(): void {
    const closed = this.told || (this.stuck && this.closed);
    if (closed === this.closed) return;
    this.closed = closed;
    this.host.tell({ kind: 'contact', closed });
  }
}

const settings = z.strictObject({});

/** Its relay ends with the process that holds the lease, so nothing of it can outlive a lease. */
export const virtual: Driver<typeof settings, VirtualDevice> = {
  id: 'virtual',
  failSafe: 'A',
  settings,
  open: (_settings, host) => new VirtualDevice(host),
};
