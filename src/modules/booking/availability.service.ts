import { Inject, Injectable } from '@nestjs/common';
import type {
  Availability,
  AvailabilityQuery,
  FreeTimes,
  FreeTimesQuery,
  ShutTime,
  Week,
  WeekQuery,
} from '../../contracts/http/index.js';
import { closingTimes } from '../../core/booking/opening-hours.js';
import { freeTimes } from '../../core/booking/free-slots.js';
import { intersect, type Interval, interval, merge, subtract } from '../../core/interval.js';
import { plannable } from '../../core/plannable.js';
import { Clock } from '../../platform/clock/clock.js';
import { Slices } from '../../platform/clock/slices.js';
import { Database } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import type { ServiceConfig } from '../../service-config.js';
import { type CallerIdentity, seesOthers } from '../auth/index.js';
import { notFitting } from '../not-fitting.js';
import { WorkshopRepository } from '../workshop/index.js';
import { mayKnowWho, type Viewer } from './booking-view.js';
import {
  type CalendarBooking,
  type CalendarMachine,
  CalendarRepository,
  type CalendarShut,
  type CalendarWish,
} from './calendar.repository.js';
import { askAt, busyTimes } from './ground.js';
import { GroundRepository } from './ground.repository.js';
import { SearchLimits } from './search-limits.js';
import { eachAlone } from './statements.js';

const dayMs = 24 * 60 * 60_000;
const weekMs = 7 * dayMs;
const spanMaxMs = 366 * dayMs;
const weekMaxMs = 31 * dayMs;
const minuteMs = 60_000;
/** People begin at round times. */
const stepMs = 15 * minuteMs;

interface MachineCalendar {
  readonly machine: CalendarMachine;
  readonly bookings: readonly CalendarBooking[];
  readonly shut: readonly ShutTime[];
}

/** When machines are free, and when they may be booked. */
@Injectable()
export class AvailabilityService {
  constructor(
    private readonly db: Database,
    private readonly calendar: CalendarRepository,
    private readonly grounds: GroundRepository,
    private readonly workshop: WorkshopRepository,
    private readonly clock: Clock,
    private readonly limits: SearchLimits,
    @Inject('config') private readonly config: Pick<ServiceConfig, 'timeZone'>,
  ) {}

  /** A week from now, unless a time is named. Says nothing about who. */
  async during(by: CallerIdentity, machineId: string, query: AvailabilityQuery): Promise<Availability> {
    const within = this.span(query, spanMaxMs);
    const [found] = await this.calendars({ within, machineId }, by.memberId);
    if (found === undefined) throw new Failure('not-found');
    const shut = found.shut.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }));
    const busy = merge([...found.bookings, ...shut]);
    return {
      machineId,
      ...slot(within),
      free: subtract(within, busy).map(slot),
      busy: busy.flatMap((taken) => intersect(within, taken) ?? []).map(slot),
    };
  }

  /** All machines, or those of a group, with what stands on their calendars. */
  async week(by: CallerIdentity, query: WeekQuery): Promise<Week> {
    const within = this.span(query, weekMaxMs);
    const { bookingNames: names } = await this.workshop.get();
    const calendars = await this.calendars({ within, machineGroupId: query.group }, by.memberId);
    return {
      ...slot(within),
      machines: calendars.map(({ machine, bookings, shut }) => ({
        machineId: machine.id,
        bookings: bookings.map((booking) => entry(booking, { by, names })),
        shut: [...shut],
        outOfOrder: machine.outOfOrder,
      })),
    };
  }

  /** Where the caller may book so many minutes, soonest first. */
  async freeTimes(by: CallerIdentity, machineId: string, query: FreeTimesQuery): Promise<FreeTimes> {
    this.limits.take(by);
    const { minutes, limit } = query;
    const [machine] = await this.calendar.machines({ machineId }, by.memberId);
    if (machine === undefined) throw new Failure('not-found');
    const whole = this.span(query, weekMaxMs);
    const now = Math.floor(this.clock.wallMs());
    const within = interval(Math.max(whole.from, Math.ceil(now / stepMs) * stepMs), whole.to);
    if (within === undefined) return { machineId, minutes, items: [] };
    const wish = { machineId, memberId: by.memberId, wanted: within };
    const ground = await this.grounds.load(eachAlone(this.db), wish, now);
    const search = freeTimes(subtract(within, busyTimes(ground, within)), {
      lengthMs: minutes * minuteMs,
      stepMs,
      limit,
      ask: (wanted) => askAt(ground, wanted, { overrides: false, kept: [] }),
    });
    const free = await new Slices(this.clock).run(search);
    return { machineId, minutes, items: free.map(slot) };
  }

  private async calendars(wish: CalendarWish, viewerId: string): Promise<MachineCalendar[]> {
    const { within } = wish;
    const machines = await this.calendar.machines(wish, viewerId);
    const ids = machines.map(({ id }) => id);
    const [bookings, shut] = await Promise.all([
      this.calendar.bookings(ids, within, this.clock.wallMs()),
      this.calendar.shut(ids, within),
    ]);
    const bookingsOf = new Map<string, CalendarBooking[]>(ids.map((id) => [id, []]));
    for (const booking of bookings) bookingsOf.get(booking.machineId)?.push(booking);
    return machines.map((machine) => ({
      machine,
      bookings: bookingsOf.get(machine.id) ?? [],
      shut: this.shutTimes(machine, shut, within),
    }));
  }

  private shutTimes(machine: CalendarMachine, shut: readonly CalendarShut[], within: Interval): ShutTime[] {
    const closing = closingTimes(machine.stored, within, this.config.timeZone);
    return [
      ...shut
        .filter(({ machineId }) => machineId === null || machineId === machine.id)
        .map(({ machineId, reason, ...time }) => ({
          ...slot(time),
          kind: machineId === null ? ('closure' as const) : ('outage' as const),
          reason,
        })),
      ...closing.map((time) => ({ ...slot(time), kind: 'closing-hours' as const, reason: null })),
    ];
  }

  private span({ from, to }: Pick<WeekQuery, 'from' | 'to'>, longestMs: number): Interval {
    const start = from ?? iso(this.clock.wallMs());
    const whole = plannable(start, to ?? iso(Date.parse(start) + weekMs));
    if ('fault' in whole) throw notFitting(whole.field, whole.fault);
    if (whole.to - whole.from > longestMs) throw notFitting('to', 'out-of-range');
    return whole;
  }
}

function entry(booking: CalendarBooking, viewer: Viewer): Week['machines'][number]['bookings'][number] {
  const mine = booking.memberId === viewer.by.memberId;
  const whole = mine || seesOthers(viewer.by);
  return {
    ...slot(booking),
    bookingId: whole ? booking.id : null,
    state: booking.state,
    mine,
    memberName: mayKnowWho(viewer, booking) ? booking.memberName : null,
    version: whole ? booking.version : null,
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
const slot = ({ from, to }: Interval): { from: string; to: string } => ({ from: iso(from), to: iso(to) });
