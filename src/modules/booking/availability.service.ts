import { Injectable } from '@nestjs/common';
import type { Availability, AvailabilityQuery } from '../../contracts/http/index.js';
import { intersect, type Interval, merge, subtract } from '../../core/interval.js';
import { plannable } from '../../core/plannable.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { closuresDuring, MachinesService } from '../machines/index.js';
import { notFitting } from '../not-fitting.js';
import { BookingRepository } from './booking.repository.js';

const dayMs = 24 * 60 * 60_000;
const weekMs = 7 * dayMs;
const spanMaxMs = 366 * dayMs;

interface Slot {
  readonly from: string;
  readonly to: string;
}

/** When a machine is free: between bookings and closures. Says nothing about who. */
@Injectable()
export class AvailabilityService {
  constructor(
    private readonly db: Database,
    private readonly bookings: BookingRepository,
    private readonly machines: MachinesService,
    private readonly clock: Clock,
  ) {}

  /** A week from now, unless a time is named. */
  async during(machineId: string, query: AvailabilityQuery): Promise<Availability> {
    await this.machines.get(machineId);
    const now = this.clock.wallMs();
    const from = query.from ?? iso(now);
    const whole = plannable(from, query.to ?? iso(Date.parse(from) + weekMs));
    if ('fault' in whole) throw notFitting(whole.field, whole.fault);
    if (whole.to - whole.from > spanMaxMs) throw notFitting('to', 'out-of-range');
    const busy = await this.busy(machineId, whole, now);
    const within = busy.map((taken) => intersect(whole, taken));
    return {
      machineId,
      ...toSlot(whole),
      free: subtract(whole, busy).map(toSlot),
      busy: within.filter((taken) => taken !== undefined).map(toSlot),
    };
  }

  private async busy(machineId: string, within: Interval, now: number): Promise<Interval[]> {
    const booked = await this.bookings.busy(machineId, within, now);
    const closed = await closuresDuring(this.db, within);
    return merge([...booked, ...closed]);
  }
}

const iso = (ms: number): string => new Date(ms).toISOString();
const toSlot = ({ from, to }: Interval): Slot => ({ from: iso(from), to: iso(to) });
