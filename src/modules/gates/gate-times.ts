import { Injectable } from '@nestjs/common';
import { ageOf, type Delays, noteDelay } from '../../core/usage/tap-age.js';
import { Clock } from '../../platform/clock/clock.js';
import type { GateAddress } from '../access/index.js';
import { GateContactRepository } from './gate-contact.repository.js';

export interface KnownGate {
  readonly address: GateAddress;
  readonly machineId: string;
}

interface Kept extends KnownGate {
  readonly boot: number;
  readonly delays: Delays | undefined;
  /** An earlier power-up: recorded, never acted on. */
  readonly superseded: boolean;
}

/** Which boot each gate is in and how late its messages come, as this replica has heard it. Bounded by the number of gates. */
@Injectable()
export class GateTimes {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly contact: GateContactRepository,
    private readonly clock: Clock,
  ) {}

  /** Takes note of a live message. Undefined: no such gate. */
  async note(
    slug: string,
    boot: number,
    upMs: number,
    receivedMono: number,
  ): Promise<(KnownGate & { superseded: boolean }) | undefined> {
    let kept = this.kept.get(slug);
    if (kept?.boot !== boot) {
      kept = await this.look(slug, boot);
      if (kept === undefined) return undefined;
    }
    if (kept.superseded) return kept;
    const noted: Kept = { ...kept, delays: noteDelay(kept.delays, boot, upMs, receivedMono) };
    this.kept.set(slug, noted);
    return noted;
  }

  /** The age of a message of this gate's current boot; endless when it is not known. */
  ageMs(slug: string, message: { boot: number; upMs: number; ageMs: number; receivedAt: number }): number {
    const delays = this.kept.get(slug)?.delays;
    if (delays === undefined || delays.boot !== message.boot) return Number.MAX_SAFE_INTEGER;
    return ageOf(delays, message, this.clock.monoMs());
  }

  /** The smallest delay, on the wall clock, to be kept over a restart of the service. */
  offsetWallMs(slug: string): number {
    return (this.kept.get(slug)?.delays?.offsetMs ?? 0) + this.wallAheadMs();
  }

  private async look(slug: string, boot: number): Promise<Kept | undefined> {
    let heard = await this.contact.hearBoot(slug, boot, this.clock.wallMs());
    // Two replicas hear a new boot at once: the one that comes second read what was before the first.
    if (heard !== undefined && heard.currentBoot !== boot)
      heard = await this.contact.hearBoot(slug, boot, this.clock.wallMs());
    if (heard === undefined) return undefined;
    const mono = this.clock.monoMs();
    return {
      address: heard.address,
      machineId: heard.machineId,
      boot,
      superseded: heard.currentBoot !== boot,
      delays:
        heard.offsetMs === undefined ? undefined : { boot, offsetMs: heard.offsetMs - this.wallAheadMs(), at: mono },
    };
  }

  private wallAheadMs(): number {
    return this.clock.wallMs() - this.clock.monoMs();
  }
}
