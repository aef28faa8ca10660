import { Injectable } from '@nestjs/common';
import { type Page, type WaitEntry, type WaitQuery, type WaitRequest } from '../../contracts/http/index.js';
import { interval } from '../../core/interval.js';
import { plannable } from '../../core/plannable.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import { type CallerIdentity, isStaff } from '../auth/index.js';
import { Alternatives, BookingDesk, BookingRepository, Denied, SlotSearch } from '../booking/index.js';
import { notFitting } from '../not-fitting.js';
import { type NewWait, WaitRepository } from './wait.repository.js';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const openMax = 20;
const withinMaxMs = 31 * dayMs;

@Injectable()
export class WaitListService {
  constructor(
    private readonly db: Database,
    private readonly waits: WaitRepository,
    private readonly search: SlotSearch,
    private readonly desk: BookingDesk,
    private readonly bookings: BookingRepository,
    private readonly alternatives: Alternatives,
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  /** One's own; staff see everybody's. */
  async list(by: CallerIdentity, query: WaitQuery): Promise<Page<WaitEntry>> {
    if (isStaff(by)) return await this.waits.list(query, this.now());
    if (query.member !== undefined && query.member !== by.memberId) throw new Failure('not-allowed');
    return await this.waits.list({ ...query, member: by.memberId }, this.now());
  }

  async join(by: CallerIdentity, request: WaitRequest): Promise<WaitEntry> {
    const now = this.now();
    const wait: NewWait = {
      id: this.ids.next(),
      memberId: by.memberId,
      machineId: request.machineId,
      machineGroupId: request.machineGroupId,
      within: withinOf(request, now),
      minutes: request.minutes,
      at: now,
    };
    await this.refuseWhatIsFree(wait, now);
    await this.db.transaction(async (tx) => {
      const { count, same } = await this.waits.openOf(tx, wait);
      if (same) throw new Failure('already-waiting');
      if (count >= openMax) throw new Failure('waits-too-many');
      await this.waits.add(tx, wait);
    });
    return await this.known(wait.id);
  }

  /** The slot that is held becomes a booking like any other, if the rules still allow it. */
  async claim(by: CallerIdentity, id: string): Promise<WaitEntry> {
    const { offer } = await this.known(id, by);
    if (offer === null) throw new Failure('offer-over');
    try {
      const booking = await this.desk.claim(offer.bookingId, async (tx) => {
        if (!(await this.waits.settle(tx, id, { from: ['offered'], to: 'served' }))) throw new Failure('offer-over');
      });
      if (booking === undefined) throw new Failure('offer-over');
    } catch (error) {
      if (!(error instanceof Denied)) throw error;
      throw new Failure('refused', {}, { refusals: this.alternatives.said(error.verdict.refusals) });
    }
    return await this.known(id);
  }

  /** Leaves the list, and lets go of what is held. */
  async leave(by: CallerIdentity, id: string): Promise<void> {
    const entry = await this.known(id, by);
    const leave = async (tx: Parameters<WaitRepository['settle']>[0]): Promise<void> => {
      if (!(await this.waits.settle(tx, id, { from: ['waiting', 'offered'], to: 'left' })))
        throw new Failure('conflict');
    };
    const ending = {
      as: 'not-claimed',
      by: by.memberId,
      when: ({ state }: { readonly state: string }) => state === 'held',
    } as const;
    const ended = entry.offer && (await this.desk.end(entry.offer.bookingId, ending, leave));
    if (!ended) await this.db.transaction(leave);
  }

  /** What can be booked is booked, not waited for. */
  private async refuseWhatIsFree(
    { machineId, machineGroupId, memberId, within, minutes }: NewWait,
    now: number,
  ): Promise<void> {
    const machineIds = await this.bookings.machinesMeant(machineId, machineGroupId, 'machineGroupId');
    const ahead = interval(Math.max(within.from, now), within.to)!;
    const lengthMs = minutes * minuteMs;
    const free = await this.search.soonest({ machineIds, memberId, within: ahead, lengthMs, except: () => [] }, now, 3);
    if (free.length === 0) return;
    const alternatives = free.map((slot) => ({
      from: new Date(slot.from).toISOString(),
      to: new Date(slot.to).toISOString(),
      ...(machineGroupId === undefined ? {} : { machineId: slot.machineId }),
    }));
    throw new Failure('time-is-free', {}, { alternatives });
  }

  /** Somebody else's entry does not exist, but for staff. */
  private async known(id: string, by?: CallerIdentity): Promise<WaitEntry> {
    const entry = await this.waits.find(id, this.now());
    if (entry === undefined || (by !== undefined && entry.memberId !== by.memberId && !isStaff(by)))
      throw new Failure('not-found');
    return entry;
  }

  private now(): number {
    return Math.floor(this.clock.wallMs());
  }
}

function withinOf({ from, to, minutes }: WaitRequest, now: number): { readonly from: number; readonly to: number } {
  const within = plannable(from, to);
  if ('fault' in within) throw notFitting(within.field, within.fault);
  if (within.to - within.from > withinMaxMs) throw notFitting('to', 'out-of-range');
  if (Math.max(within.from, now) + minutes * minuteMs > within.to)
    throw notFitting('minutes', within.to <= now ? 'in-the-past' : 'does-not-fit');
  return within;
}
