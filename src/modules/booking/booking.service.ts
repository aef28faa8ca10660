import { Inject, Injectable } from '@nestjs/common';
import type { Booking, BookingQuery, BookingRequest, Page } from '../../contracts/http/index.js';
import { decideBooking } from '../../core/booking/decide-booking.js';
import type { SetRule } from '../../core/booking/rule.js';
import { workshopRules } from '../../core/booking/rules/index.js';
import type { Interval } from '../../core/interval.js';
import { plannable } from '../../core/plannable.js';
import { renderRefusal } from '../../core/words/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction, violatedConstraint } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import type { ServiceConfig } from '../../service-config.js';
import { AuditService } from '../audit/index.js';
import { type CallerIdentity, seesOthers, isStaff } from '../auth/index.js';
import { certificateFacts } from '../certification/index.js';
import { BramaEventBus } from '../events.js';
import { bumpMachines, closuresDuring, lockCalendar, requiredCompetencies } from '../machines/index.js';
import { lockStanding } from '../members/index.js';
import { notFitting } from '../not-fitting.js';
import { WorkshopRepository } from '../workshop/index.js';
import { AvailabilityService } from './availability.service.js';
import { BookingRepository } from './booking.repository.js';

interface Wish {
  readonly machineId: string;
  readonly memberId: string;
  readonly wanted: Interval;
}

@Injectable()
export class BookingService {
  constructor(
    private readonly db: Database,
    private readonly bookings: BookingRepository,
    private readonly availability: AvailabilityService,
    private readonly workshop: WorkshopRepository,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly audit: AuditService,
    private readonly events: BramaEventBus,
    @Inject('config') private readonly config: Pick<ServiceConfig, 'timeZone'>,
  ) {}

  /** Whose a booking is, is for those who run the place; members see which are their own. */
  async list(by: CallerIdentity, query: BookingQuery): Promise<Page<Booking>> {
    const seesAll = seesOthers(by);
    if (!seesAll && query.member !== undefined && query.member !== by.memberId) throw new Failure('not-allowed');
    if (query.from !== undefined && query.to !== undefined) {
      const span = plannable(query.from, query.to);
      if ('fault' in span) throw notFitting(span.field, span.fault);
    }
    const { items, next } = await this.bookings.list(query, this.clock.wallMs());
    return { items: seesAll ? items : items.map((booking) => withoutOthers(booking, by.memberId)), next };
  }

  async create(by: CallerIdentity, request: BookingRequest): Promise<Booking> {
    const wanted = plannable(request.from, request.to);
    if ('fault' in wanted) throw notFitting(wanted.field, wanted.fault);
    const memberId = request.memberId ?? by.memberId;
    if (memberId !== by.memberId && !isStaff(by)) throw new Failure('not-allowed');
    const wish: Wish = { machineId: request.machineId, memberId, wanted };
    const { bookingHorizonDays } = await this.workshop.get();
    const rules = workshopRules({ 'beyond-horizon': { days: bookingHorizonDays } });
    const booking = await this.orAlternatives(wish, async () =>
      this.db.transaction(async (tx) => await this.write(tx, by, wish, rules)),
    );
    await this.events.emit('machine-changed', { machineId: booking.machineId });
    return booking;
  }

  /** Someone else's booking does not exist, but for staff. */
  async cancel(by: CallerIdentity, id: string): Promise<void> {
    const cancelled = await this.db.transaction(async (tx) => {
      const booking = await this.bookings.find(tx, id);
      if (booking === undefined || (booking.memberId !== by.memberId && !isStaff(by))) throw new Failure('not-found');
      await lockCalendar(tx, booking.machineId);
      const done = await this.bookings.cancel(tx, id, this.clock.wallMs());
      if (done === undefined) throw new Failure('conflict');
      await bumpMachines(tx, [done.machineId]);
      if (done.memberId !== by.memberId) await this.record(tx, by, 'booking-cancelled', done);
      return done;
    });
    await this.events.emit('machine-changed', { machineId: cancelled.machineId });
  }

  /**
   * One snapshot, one decision, one write that the database guards. The member's lock keeps the rights as they were read;
   * the calendar is locked only after thinking, and for no longer than the write.
   */
  private async write(tx: Transaction, by: CallerIdentity, wish: Wish, rules: readonly SetRule[]): Promise<Booking> {
    const { machineId, memberId, wanted } = wish;
    const member = await lockStanding(tx, memberId);
    if (member === undefined) throw notFitting('memberId', 'unknown-member');
    const decision = decideBooking(rules, {
      now: this.clock.wallMs(),
      wanted,
      member,
      closures: await closuresDuring(tx, wanted),
      certificates: await certificateFacts(tx, memberId, await requiredCompetencies(tx, machineId)),
    });
    if (!decision.allow) {
      const refusals = decision.refusals.map((refusal) => renderRefusal(refusal, this.config.timeZone));
      throw new Failure('refused', {}, { refusals });
    }
    if (!(await lockCalendar(tx, machineId))) throw notFitting('machineId', 'unknown-machine');
    // Read anew: it may have waited for the lock.
    const now = this.clock.wallMs();
    await this.bookings.releaseOverdueHolds(tx, machineId, now);
    const id = this.ids.next();
    const made = { id, machineId, memberId, wanted, createdBy: by.memberId, createdAt: now };
    const booking = await this.bookings.insert(tx, made);
    await bumpMachines(tx, [machineId]);
    if (memberId !== by.memberId) await this.record(tx, by, 'booking-made', booking);
    return booking;
  }

  private async orAlternatives(wish: Wish, write: () => Promise<Booking>): Promise<Booking> {
    try {
      return await write();
    } catch (error) {
      if (violatedConstraint(error) !== 'booking_no_overlap') throw error;
      const slots = await this.availability.nearest(wish.machineId, wish.wanted);
      throw new Failure('slot-taken', {}, { alternatives: slots });
    }
  }

  /** A decision about somebody else's time. */
  private async record(tx: Transaction, by: CallerIdentity, action: string, booking: Booking): Promise<void> {
    const { id, machineId, from, to } = booking;
    await this.audit.record(tx, {
      actor: by.memberId,
      action,
      subject: { kind: 'member', id: booking.memberId ?? '' },
      detail: { bookingId: id, machineId, from, to },
    });
  }
}

const withoutOthers = (booking: Booking, own: string): Booking =>
  booking.memberId === own ? booking : { ...booking, memberId: null };
