import type { Device, DeviceCommand, DeviceEvent, DeviceHost, Driver } from './drivers/driver.js';

/** A device as the bridge's file names it. */
export interface DeviceEntry {
  readonly driver: Driver;
  readonly settings: Readonly<Record<string, unknown>>;
}

interface GateHost extends Pick<DeviceHost, 'tell' | 'clock' | 'log' | 'lines'> {
  drop(driver: string, reason: string): void;
}

/**
 * The devices of one gate as one: the reader on this port, the relay on that one. A command is for all of them. The contact
 * is closed while any is, the e-stop pressed while any is, and only a change of the whole is told.
 */
export class GateDevices implements Device {
  readonly all: readonly Device[];
  private told = { closed: false, estop: false };

  constructor(
    entries: readonly DeviceEntry[],
    private readonly host: GateHost,
  ) {
    const opened: Device[] = [];
    this.all = opened;
    for (const { driver, settings } of entries) {
      opened.push(
        driver.open(settings, {
          ...host,
          tell: (event) => this.hear(event),
          drop: (reason) => host.drop(driver.id, reason),
        }),
      );
    }
  }

  get closed(): boolean {
    return this.all.some((device) => device.closed);
  }

  get estop(): boolean {
    return this.all.some((device) => device.estop);
  }

  do(command: DeviceCommand): void {
    for (const device of this.all) device.do(command);
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((device) => device.close()));
  }

  private hear(event: DeviceEvent): void {
    if (event.kind !== 'contact' && event.kind !== 'estop') return this.host.tell(event);
    const { closed, estop, told } = this;
    this.told = { closed, estop };
    if (closed !== told.closed)
      this.host.tell(event.kind === 'contact' ? { ...event, closed } : { kind: 'contact', closed });
    if (estop !== told.estop) this.host.tell({ kind: 'estop', pressed: estop });
  }
}
