import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SystemClock } from '../src/platform/clock/clock.js';
import { silentLog } from '../src/platform/log/log.js';
import type { Device, DeviceEvent, DeviceHost, Driver } from './drivers/driver.js';
import { virtual, type VirtualDevice } from './drivers/virtual.js';
import { GateDevices } from './gate-devices.js';
import { SerialLines } from './serial/serial-bus.js';

/** A reader and no more, with a setting of its own: it takes card numbers, and drops what is none. */
class Reader implements Device {
  readonly closed = false;
  readonly estop = false;
  open = true;

  constructor(
    private readonly digits: number,
    private readonly host: DeviceHost,
  ) {}

  do(): void {}

  async close(): Promise<void> {
    this.open = false;
  }

  receive(text: string): void {
    if (text.length === this.digits) this.host.tell({ kind: 'card', tech: 'em4100', uid: text });
    else this.host.drop('length');
  }
}
const settings = z.strictObject({ digits: z.int() });
const reader: Driver<typeof settings, Reader> = {
  id: 'reader',
  failSafe: undefined,
  settings,
  open: ({ digits }, host) => new Reader(digits, host),
};

let told: DeviceEvent[];
let dropped: string[];
let devices: GateDevices;
beforeEach(() => {
  told = [];
  dropped = [];
  const host = {
    tell: (event: DeviceEvent) => told.push(event),
    drop: (driver: string, reason: string) => dropped.push(`${driver}: ${reason}`),
  };
  const clock = new SystemClock();
  const played = { driver: virtual, settings: {} };
  devices = new GateDevices([{ driver: reader, settings: { digits: 10 } }, played, played], {
    ...host,
    clock,
    log: silentLog,
    lines: new SerialLines(clock),
  });
});
const cardReader = () => devices.all[0] as Reader;
const relay = (index: 1 | 2) => devices.all[index] as VirtualDevice;

describe('the devices of a gate', () => {
  it('are opened with their settings; cards come from any, and what made no sense is counted by driver', () => {
    cardReader().receive('14008ec793');
    cardReader().receive('14008e');
    relay(1).tap({ tech: 'virtual', uid: '04de5f1eacc040' });
    expect(told).toEqual([
      { kind: 'card', tech: 'em4100', uid: '14008ec793' },
      { kind: 'card', tech: 'virtual', uid: '04de5f1eacc040' },
    ]);
    expect(dropped).toEqual(['reader: length']);
  });

  it('switch together, and are closed until the last contact has opened', () => {
    devices.do({ kind: 'relay-on', forMs: 1_000 });
    expect(devices.closed).toBe(true);
    relay(2).setStuck(true);
    devices.do({ kind: 'relay-off' });
    expect([relay(1).closed, devices.closed]).toEqual([false, true]);
    relay(2).setStuck(false);
    expect(devices.closed).toBe(false);
    expect(told).toEqual([
      { kind: 'contact', closed: true },
      { kind: 'contact', closed: false },
    ]);
  });

  it('are stopped while any e-stop is pressed', () => {
    relay(1).setEstop(true);
    relay(2).setEstop(true);
    relay(1).setEstop(false);
    expect(devices.estop).toBe(true);
    relay(2).setEstop(false);
    expect(devices.estop).toBe(false);
    expect(told).toEqual([
      { kind: 'estop', pressed: true },
      { kind: 'estop', pressed: false },
    ]);
  });

  it('are all let go of, and off', async () => {
    devices.do({ kind: 'relay-on', forMs: 1_000 });
    await devices.close();
    expect([cardReader().open, devices.closed]).toEqual([false, false]);
  });
});
