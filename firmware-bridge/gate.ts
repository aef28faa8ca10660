import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../src/platform/clock/clock.js';
import type { Log } from '../src/platform/log/log.js';
import type { Device, Driver } from './drivers/driver.js';
import { DropCount } from './drop-count.js';
import { GateLife, type GateSettings } from './gate-life.js';
import { Journal } from './journal.js';

/** What stays of a gate when its power goes: its device, its journal, and where its cable is. */
export class Gate {
  readonly device: Device;
  readonly journal: Journal;
  readonly drops: DropCount;
  private life: GateLife | undefined;
  private plugged = true;
  private readonly log: Log;

  constructor(
    private readonly settings: GateSettings,
    driver: Driver,
    dataDir: string,
    private readonly clock: Clock,
    log: Log,
  ) {
    this.log = log.child({ gate: settings.slug });
    this.drops = new DropCount(clock, this.log);
    this.journal = new Journal(join(dataDir, `${settings.slug}.journal`));
    if (this.journal.damaged > 0) this.log.warn({ lines: this.journal.damaged }, 'journal repaired');
    this.device = driver.open((event) => this.life?.onDevice(event));
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
    const { clock, log, device, journal, drops } = this;
    this.life = new GateLife(randomInt(1, 2 ** 32), this.settings, { clock, log, device, journal, drops });
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
    await this.life?.stop();
    this.life = undefined;
    this.journal.close();
  }
}
