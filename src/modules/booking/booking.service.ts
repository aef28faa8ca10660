import { Injectable } from '@nestjs/common';
import type {
  Booking,
  BookingPreview,
  BookingPreviewQuery,
  BookingQuery,
  BookingRequest,
  Page,
} from '../../contracts/http/index.js';
import type { Interval } from '../../core/interval.js';
import { plannable } from '../../core/plannable.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { type CallerIdentity, isStaff, seesOthers } from '../auth/index.js';
import { notFitting } from '../not-fitting.js';
import { WorkshopRepository } from '../workshop/index.js';
import { Alternatives } from './alternatives.js';
import type { KnownBooking } from './booking-record.js';
import { BookingTrail } from './booking-trail.js';
import { bookingView } from './booking-view.js';
import { BookingRepository } from './booking.repository.js';
import { CalendarWriter, type CalendarWrite } from './calendar-writer.js';
import { decideAt } from './ground.js';
import { GroundRepository } from './ground.repository.js';
import { Denied, Placer, type Placing, willOf, wishOf } from './placer.js';
import { SearchLimits } from './search-limits.js';
import { eachAlone, type Statements } from './statements.js';

const dayMs = 24 * 60 * 60_000;
const longestMs = 366 * dayMs;
/** So far back members read what others had. */
const pastMs = 31 * dayMs;

/** Reading bookings, and making one. */
@Injectable()
export class BookingService {
  constructor(
    private readonly db: Database,
    private readonly bookings: BookingRepository,
    private readonly grounds: GroundRepository,
    private readonly placer: Placer,
    private readonly writer: CalendarWriter,
    private readonly alternatives: Alternatives,
    private readonly trail: BookingTrail,
    private readonly workshop: WorkshopRepository,
    private readonly clock: Clock,
    private readonly limits: SearchLimits,
  ) {}

  /** Members see when; whose it is, as far as the workshop shows names. */
  async list(by: CallerIdentity, query: BookingQuery): Promise<Page<Booking>> {
    if (!seesOthers(by) && query.member !== undefined && query.member !== by.memberId) throw new Failure('not-allowed');
    if (query.from !== undefined && query.to !== undefined) timeOf(query.from, query.to);
    const { bookingNames: names } = await this.workshop.get();
    const now = this.clock.wallMs();
    if (query.offered === 'true') {
      const offered = await this.bookings.offeredTo(by.memberId, now);
      return { items: offered.map((booking) => bookingView(booking, { by, names })), next: null };
    }
    const { items, next } = seesOthers(by)
      ? await this.bookings.list(query, now)
      : await this.bookings.list(recent(query, now), now, by.memberId);
    return { items: items.map((booking) => bookingView(booking, { by, names })), next };
  }

  /** Someone else's booking does not exist, but for those who run the place. */
  async get(by: CallerIdentity, id: string): Promise<Booking> {
    const booking = await this.bookings.find(eachAlone(this.db), id);
    const concerned = booking !== undefined && [booking.memberId, booking.offeredTo].includes(by.memberId);
    if (booking === undefined || (!concerned && !seesOthers(by))) throw new Failure('not-found');
    return shown(booking, by);
  }

  async create(by: CallerIdentity, request: BookingRequest): Promise<Booking> {
    const { override, note } = request;
    const memberId = mayBookFor(by, request.memberId);
    if (override !== undefined && !isStaff(by)) throw new Failure('not-allowed');
    const during = timeOf(request.from, request.to);
    const machineIds = await this.bookings.machinesMeant(request.machineId, request.machineGroupId, 'machineGroupId');
    const placings = machineIds.map((machineId) => ({
      machineId,
      memberId,
      during,
      by: by.memberId,
      note: note ?? null,
      overrideReason: override?.reason,
    }));
    const also = this.trail.of(by, memberId, {
      action: 'booking-made',
      tells: 'booking-made-by-staff',
      always: override !== undefined,
    });
    const written = await this.orInstead(
      placings,
      async () => await this.writer.write(async (on, now) => ({ ...(await this.planAny(on, placings, now)), also })),
    );
    return shown(
      written.find(({ bundleId }) => bundleId === null)!,
      by,
    );
  }

  /** "May I have this machine then, and if not, why and when?" Nothing changes. */
  async preview(by: CallerIdentity, query: BookingPreviewQuery): Promise<BookingPreview> {
    this.limits.take(by);
    const on = eachAlone(this.db);
    const former = query.booking === undefined ? undefined : await this.bookings.bundle(on, query.booking);
    if (query.booking !== undefined && (former === undefined || !maySee(by, former.main.memberId)))
      throw notFitting('booking', 'unknown-booking');
    const memberId = query.member ?? former?.main.memberId ?? by.memberId;
    if (!maySee(by, memberId)) throw new Failure('not-allowed');
    const during = timeOf(query.from, query.to);
    const machineIds = await this.bookings.machinesMeant(query.machine, query.group, 'group');
    const placings = machineIds.map((machineId): Placing => ({
      machineId,
      memberId,
      during,
      by: null,
      ...(former && { former }),
    }));
    const now = Math.floor(this.clock.wallMs());
    const asked = [];
    for (const placing of placings) {
      const ground = await this.grounds.load(on, wishOf(placing), now, { machine: 'machine', member: 'member' });
      asked.push({ placing, ground, verdict: decideAt(ground, during, willOf(placing)) });
    }
    const answer =
      asked.find(({ verdict }) => verdict.allow) ?? asked.find(({ verdict }) => onlyTaken(verdict)) ?? asked[0]!;
    const { verdict, placing, ground } = answer;
    return {
      allow: verdict.allow,
      machineId: placing.machineId,
      memberId,
      from: new Date(during.from).toISOString(),
      to: new Date(during.to).toISOString(),
      needsApproval: verdict.allow && verdict.state === 'held',
      taken: !verdict.allow && verdict.taken,
      refusals: verdict.allow ? [] : this.alternatives.said(verdict.refusals),
      alternatives: verdict.allow ? [] : await this.alternatives.near(placings),
      along: ground.along.map(({ facts }) => facts.machine.id),
    };
  }

  /** The first machine that may be had. */
  private async planAny(on: Statements, placings: readonly Placing[], now: number): Promise<CalendarWrite> {
    const denials: Denied[] = [];
    for (const placing of placings) {
      try {
        return await this.placer.plan(on, placing, now);
      } catch (error) {
        if (!(error instanceof Denied)) throw error;
        denials.push(error);
      }
    }
    throw denials.find(({ verdict }) => onlyTaken(verdict)) ?? denials[0]!;
  }

  private async orInstead<T>(placings: readonly Placing[], work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof Denied ? await this.alternatives.instead(error, placings) : error;
    }
  }
}

/** Two instants as people may book between, or the field that is at fault. */
export function timeOf(from: string, to: string): Interval {
  const time = plannable(from, to);
  if ('fault' in time) throw notFitting(time.field, time.fault);
  if (time.to - time.from > longestMs) throw notFitting('to', 'out-of-range');
  return time;
}

/** For others: staff. */
export function mayBookFor(by: CallerIdentity, memberId = by.memberId): string {
  if (memberId !== by.memberId && !isStaff(by)) throw new Failure('not-allowed');
  return memberId;
}

function recent(query: BookingQuery, now: number): BookingQuery {
  if (query.member !== undefined) return query;
  const since = now - pastMs;
  const from = query.from === undefined ? since : Math.max(since, Date.parse(query.from));
  return { ...query, from: new Date(from).toISOString() };
}

const maySee = (by: CallerIdentity, memberId: string): boolean => memberId === by.memberId || seesOthers(by);
const onlyTaken = (verdict: ReturnType<typeof decideAt>): boolean => !verdict.allow && verdict.refusals.length === 0;
/** To its member, or to those who see all. */
export const shown = (booking: KnownBooking, by: CallerIdentity): Booking =>
  bookingView(booking, { by, names: 'staff' });
