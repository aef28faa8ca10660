import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../src/platform/clock/clock.js';
import type { Log } from '../src/platform/log/log.js';
import { DropCount } from './drop-count.js';
import { type DeviceEntry, GateDevices } from './gate-devices.js';
import { GateLife, type GateSettings } from './gate-life.js';
import { Journal } from './journal.js';
import type { SerialLines } from './serial/serial-bus.js';

/** What stays of a gate when its power goes: its devices, its journal, and where its cable is. */
export class Gate {
  readonly devices: GateDevices;
  readonly journal: Journal;
  readonly drops: DropCount;
  private life: GateLife | undefined;
  private plugged = true;
  private readonly log: Log;

  constructor(
    private readonly settings: GateSettings,
    devices: readonly DeviceEntry[],
    dataDir: string,
    lines: SerialLines,
    private readonly clock: Clock,
    log: Log,
  ) {
    this.log = log.child({ gate: settings.slug });
    this.drops = new DropCount(clock, this.log);
    this.journal = new Journal(join(dataDir, `${settings.slug}.journal`));
    if (this.journal.damaged > 0) this.log.warn({ lines: this.journal.damaged }, 'journal repaired');
    this.devices = new GateDevices(devices, {
      tell: (event) => this.life?.onDevice(event),
      drop: (driver, reason) => this.drops.add(driver, reason),
      clock,
      log: this.log,
      lines,
    });
    for (const { driver } of devices) this.log.info({ driver: driver.id, failSafe: driver.failSafe }, 'device open');
  }

  get slug(): string {
    return this.settings.slug;
  }

  /** The life since the last power-up; undefined without power. */
  get powered(): GateLife | undefined {
    return this.life;
  }

  get cable(): 'in' | 'out' {
    return this.plugged ? 'in' : 'out';
  }

  powerOn(): void {
    if (this.life !== undefined) return;
    const { clock, log, devices, journal, drops } = this;
    const parts = { clock, log, device: devices, journal, drops };
    this.life = new GateLife(randomInt(1, 2 ** 32), this.settings, parts);
    if (this.plugged) this.life.plugIn();
  }

  cutPower(): void {
    const life = this.life;
    this.life = undefined;
    life?.cutPower();
  }

  plugIn(): void {
    if (this.plugged) return;
    this.plugged = true;
    this.life?.plugIn();
  }

  plugOut(): void {
    if (!this.plugged) return;
    this.plugged = false;
    this.life?.plugOut();
  }

  async stop(): Promise<void> {
    const close = async (): Promise<void> => this.devices.close();
    if (this.life === undefined) await close();
    else await this.life.stop(close);
    this.life = undefined;
    this.journal.close();
  }
}
