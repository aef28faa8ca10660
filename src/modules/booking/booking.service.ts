import { Inject, Injectable } from '@nestjs/common';
import type { Booking, BookingQuery, BookingRequest, Page } from '../../contracts/http/index.js';
import { decideBooking } from '../../core/booking/decide-booking.js';
import { plannable } from '../../core/plannable.js';
import { renderRefusal } from '../../core/words/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction, violatedConstraint } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import type { ServiceConfig } from '../../service-config.js';
import { AuditService } from '../audit/index.js';
import { type CallerIdentity, seesOthers, isStaff } from '../auth/index.js';
import { BramaEventBus } from '../events.js';
import { bumpMachines, lockCalendar } from '../machines/index.js';
import { notFitting } from '../not-fitting.js';
import { AvailabilityService } from './availability.service.js';
import { BookingFactsRepository, type Wish } from './booking-facts.repository.js';
import { BookingRepository } from './booking.repository.js';

/** Lost races are decided again from fresh facts, this often. */
const attemptsMax = 40;

@Injectable()
export class BookingService {
  constructor(
    private readonly db: Database,
    private readonly bookings: BookingRepository,
    private readonly availability: AvailabilityService,
    private readonly facts: BookingFactsRepository,
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
    if (request.machineId === undefined) throw notFitting('machineId', 'unknown-machine');
    const wish: Wish = { machineId: request.machineId, memberId, wanted };
    const booking = await this.orAlternatives(wish, async () => await this.book(by, wish));
    await this.events.emit('machine-changed', { machineId: booking.machineId });
    return booking;
  }

  /** Someone else's booking does not exist, but for staff. */
  async cancel(by: CallerIdentity, id: string): Promise<void> {
    const cancelled = await this.db.transaction(async (tx) => {
      const booking = await this.bookings.find(tx, id);
      if (booking === undefined || (booking.memberId !== by.memberId && !isStaff(by))) throw new Failure('not-found');
      await lockCalendar(tx, booking.machineId);
      const done = await this.bookings.cancel(tx, id, by.memberId, this.clock.wallMs());
      if (done === undefined) throw new Failure('conflict');
      await bumpMachines(tx, [done.machineId]);
      if (done.memberId !== by.memberId) await this.record(tx, by, 'booking-cancelled', done);
      return done;
    });
    await this.events.emit('machine-changed', { machineId: cancelled.machineId });
  }

  /** One snapshot, one decision, one write that the database guards; who loses a race decides again from fresh facts. */
  private async book(by: CallerIdentity, wish: Wish): Promise<Booking> {
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      const booking = await this.attempt(by, wish);
      if (booking !== undefined) return booking;
    }
    throw new Failure('conflict');
  }

  private async attempt(by: CallerIdentity, wish: Wish): Promise<Booking | undefined> {
    const { machineId, memberId, wanted } = wish;
    const now = this.clock.wallMs();
    const snapshot = await this.facts.load(wish, now);
    if (snapshot === 'unknown-member') throw notFitting('memberId', snapshot);
    if (snapshot === 'unknown-machine') throw notFitting('machineId', snapshot);
    const decision = decideBooking(snapshot.stored, snapshot.facts);
    if (!decision.allow && decision.refusals.length > 0) {
      const refusals = decision.refusals.map((refusal) => renderRefusal(refusal, this.config.timeZone));
      throw new Failure('refused', {}, { refusals });
    }
    if (!decision.allow) throw new SlotTaken();
    const made = {
      id: this.ids.next(),
      machineId,
      memberId,
      wanted,
      state: decision.state,
      expiresAt: decision.expiresAt,
      heldFor: decision.state === 'held' ? ('approval' as const) : undefined,
      overrides: [],
      overrideReason: undefined,
      note: undefined,
      createdBy: by.memberId,
      createdAt: now,
      seriesId: undefined,
    };
    if (memberId === by.memberId) return await this.bookings.insert(this.db, made, snapshot.versions);
    return await this.db.transaction(async (tx) => {
      const booking = await this.bookings.insert(tx, made, snapshot.versions);
      if (booking !== undefined) await this.record(tx, by, 'booking-made', booking);
      return booking;
    });
  }

  private async orAlternatives(wish: Wish, write: () => Promise<Booking>): Promise<Booking> {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof SlotTaken) && violatedConstraint(error) !== 'booking_no_overlap') throw error;
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
  booking.memberId === own
    ? booking
    : { ...booking, memberId: null, memberName: null, note: null, overrideReason: null };

/** Known before the write: somebody has that time. */
class SlotTaken extends Error {}
