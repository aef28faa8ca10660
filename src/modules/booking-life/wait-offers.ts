import { Injectable } from '@nestjs/common';
import { afterPassing, claimBy } from '../../core/booking/waiting.js';
import { type Interval, interval } from '../../core/interval.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { allIn, BookingDesk, BookingRepository, type FoundSlot, noticeTime, SlotSearch } from '../booking/index.js';
import { Notices } from '../notices/index.js';
import { type Settling, type Waiting, WaitRepository } from './wait.repository.js';

const minuteMs = 60_000;
/** Offers begin at round times, and not in a moment that is gone when it is read. */
const startStepMs = 5 * minuteMs;
/** What was looked for in vain is looked for again after this, though nothing moved: time alone may allow it. */
const lookAgainMs = minuteMs;
/** So long a turn looks; the next one goes on behind those that were looked for in vain. */
const turnMs = 4_000;

type Taken = readonly (Interval & { readonly machineId: string })[];

/** Time that became free is offered to who has waited longest of those that it fits. */
@Injectable()
export class WaitOffers {
  /** Entry → what it was looked for in vain from, so that nobody is looked for again before something moves. */
  private inVain = new Map<string, { readonly versions: string; readonly at: number }>();

  constructor(
    private readonly db: Database,
    private readonly waits: WaitRepository,
    private readonly search: SlotSearch,
    private readonly desk: BookingDesk,
    private readonly bookings: BookingRepository,
    private readonly notices: Notices,
    private readonly clock: Clock,
  ) {}

  async sweep(now: number): Promise<void> {
    for (const entry of await this.waits.settling(now)) await this.settle(entry);
    await this.endOver(now);
    const undoable = await this.waits.undoable(now);
    const waiting = await this.waits.waiting();
    const open = new Set(waiting.map(({ id }) => id));
    this.inVain = new Map([...this.inVain].filter(([id]) => open.has(id)));
    const endsAt = this.clock.monoMs() + turnMs;
    for (const entry of waiting) {
      if (!this.isWorthALook(entry, now)) continue;
      await this.lookFor(entry, undoable, now);
      if (this.clock.monoMs() > endsAt) return;
    }
  }

  private isWorthALook({ id, versions }: Waiting, now: number): boolean {
    const last = this.inVain.get(id);
    return last === undefined || last.versions !== versions || now - last.at >= lookAgainMs;
  }

  private async lookFor(entry: Waiting, undoable: Taken, now: number): Promise<void> {
    const within = interval(Math.max(entry.from, Math.ceil(now / startStepMs) * startStepMs), entry.to);
    if (within === undefined) return;
    const taken: Taken = entry.passedOn === null ? undoable : [...undoable, entry.passedOn];
    const [slot] = await this.search.soonest(
      {
        machineIds: entry.machineIds,
        memberId: entry.memberId,
        within,
        lengthMs: entry.minutes * minuteMs,
        except: (machineId) => taken.filter((one) => one.machineId === machineId),
      },
      now,
      1,
    );
    if (slot !== undefined) return await this.offer(entry, slot, now);
    const mayComeBack = undoable.some(({ machineId }) => entry.machineIds.includes(machineId));
    if (!mayComeBack) this.inVain.set(entry.id, { versions: entry.versions, at: now });
  }

  private async offer({ id, memberId }: Waiting, { machineId, from, to }: FoundSlot, now: number): Promise<void> {
    const by = claimBy(now, from);
    try {
      await this.desk.hold({ machineId, memberId, during: { from, to }, claimBy: by }, async (tx, written) => {
        const booking = written.find(({ bundleId }) => bundleId === null)!;
        if (!(await this.waits.offer(tx, id, booking.id, now))) throw new Gone();
        const params = { ...noticeTime(booking), claimBy: by };
        await this.notices.tell(tx, { memberId, kind: 'wait-offer', params, subject: { kind: 'wait-entry', id } });
      });
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
    }
  }

  /** Whoever let an offer pass keeps the place, once; whose offer staff took away has let nothing pass. */
  private async settle({ id, memberId, bookingId, passed, endReason }: Settling): Promise<void> {
    const passes = endReason === 'not-claimed';
    const to = endReason === null || endReason === 'over' ? 'served' : passes ? afterPassing(passed) : 'waiting';
    await this.db.transaction(async (tx) => {
      if (!(await this.waits.settle(tx, id, { from: ['offered'], to, passes })) || !passes) return;
      const booking = await this.bookings.find(allIn(tx), bookingId);
      if (booking === undefined) return;
      const kind = to === 'left' ? 'wait-offer-passed-twice' : 'wait-offer-passed';
      const subject = { kind: 'wait-entry', id } as const;
      await this.notices.tell(tx, { memberId, kind, params: noticeTime(booking), subject });
    });
  }

  private async endOver(now: number): Promise<void> {
    await this.db.transaction(async (tx) => {
      for (const { memberId, name, from, to } of await this.waits.endOver(tx, now)) {
        const params = { machinePl: name.pl, machineEn: name.en, from, to };
        await this.notices.tell(tx, { memberId, kind: 'wait-over', params });
      }
    });
  }
}

/** Who was asked does not wait any more: the hold is not made. */
class Gone extends Error {}
