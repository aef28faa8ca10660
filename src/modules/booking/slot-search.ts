import { Injectable } from '@nestjs/common';
import { nearestFreeSlots } from '../../core/booking/free-slots.js';
import type { Interval } from '../../core/interval.js';
import { Clock } from '../../platform/clock/clock.js';
import { Slices } from '../../platform/clock/slices.js';
import { Database } from '../../platform/database/database.js';
import { askAt, busyTimes } from './ground.js';
import { GroundRepository } from './ground.repository.js';
import { eachAlone } from './statements.js';

/** People begin at round times. */
const stepMs = 15 * 60_000;

export interface SlotWish {
  /** Any of these. */
  readonly machineIds: readonly string[];
  readonly memberId: string;
  readonly within: Interval;
  readonly lengthMs: number;
  /** Times of a machine that are not to be looked at, though they are free. */
  readonly except: (machineId: string) => readonly Interval[];
}

export interface FoundSlot extends Interval {
  readonly machineId: string;
}

/** Where a wish for some time, within a longer one, could be booked by the rules. */
@Injectable()
export class SlotSearch {
  constructor(
    private readonly db: Database,
    private readonly grounds: GroundRepository,
    private readonly clock: Clock,
  ) {}

  /** The soonest, apart from each other. */
  async soonest(
    { machineIds, memberId, within, lengthMs, except }: SlotWish,
    now: number,
    count: number,
  ): Promise<FoundSlot[]> {
    const wanted = { from: within.from, to: within.from + lengthMs };
    const places = [];
    for (const machineId of machineIds) {
      const ground = await this.grounds.load(eachAlone(this.db), { machineId, memberId, wanted, around: within }, now);
      places.push({ on: { machineId, ground }, busy: [...busyTimes(ground, within), ...except(machineId)] });
    }
    const search = nearestFreeSlots(wanted, places, {
      within,
      count,
      stepMs,
      ask: ({ ground }, slot) => askAt(ground, slot, { overrides: false, kept: [] }),
    });
    const found = await new Slices(this.clock).run(search);
    return found.map(({ from, to, on }) => ({ from, to, machineId: on.machineId }));
  }
}
