import { Injectable } from '@nestjs/common';
import type { Booking, BookingChange } from '../../contracts/http/index.js';
import { Failure } from '../../platform/http/failure.js';
import { isStaff } from '../auth/index.js';
import { Notices } from '../notices/index.js';
import { notFitting } from '../not-fitting.js';
import { cut, ended, isAhead } from './booking-record.js';
import { type Deed, BookingTrail, timeOf as noticeTime } from './booking-trail.js';
import { BookingRepository } from './booking.repository.js';
import { shown, timeOf } from './booking.service.js';
import { BundleChanges, type Change, mustBeAhead, type Plan } from './bundle-changes.js';
import { type Also, rewritten } from './calendar-writer.js';
import { Placer } from './placer.js';

/** So long a cancellation can be taken back. */
export const undoMs = 15_000;

const asBooked = { state: 'confirmed', heldFor: null, expiresAt: null } as const;

/** All that becomes of a booking once it is made. */
@Injectable()
export class BookingChangesService {
  constructor(
    private readonly bookings: BookingRepository,
    private readonly placer: Placer,
    private readonly changes: BundleChanges,
    private readonly trail: BookingTrail,
    private readonly notices: Notices,
  ) {}

  /** Moved, made longer or shorter, to another machine, another note. */
  async change(change: Change, request: BookingChange): Promise<Booking> {
    const { by } = change;
    if (request.override !== undefined && !isStaff(by)) throw new Failure('not-allowed');
    const deed: Deed = {
      action: 'booking-changed',
      tells: 'booking-moved-by-staff',
      always: request.override !== undefined,
    };
    return await this.run(change, deed, async (on, former, now) => {
      const { main } = former;
      mustBeAhead(main, now);
      const at = (ms: number): string => new Date(ms).toISOString();
      const during = timeOf(request.from ?? at(main.from), request.to ?? at(main.to));
      const machineId = request.machineId ?? main.machineId;
      if (during.to <= now) throw notFitting('to', 'in-the-past');
      const begun = main.state === 'in_use' || (main.from <= now && machineId === main.machineId);
      if (begun && during.from !== main.from) throw notFitting('from', 'already-begun');
      if (main.state === 'in_use' && machineId !== main.machineId) throw notFitting('machineId', 'already-begun');
      const { memberId } = main;
      const overrideReason = request.override?.reason;
      // An override covers what there is by now, so all is asked again.
      const asksAnew = overrideReason !== undefined;
      const { note } = request;
      const placing = { machineId, memberId, during, former, asksAnew, overrideReason, note, by: by.memberId };
      return await this.placer.plan(on, placing, now);
    });
  }

  async cancel(change: Change): Promise<void> {
    const deed = { action: 'booking-cancelled', tells: 'booking-cancelled-by-staff' } as const;
    await this.run(change, deed, async (_, { main, along }, now) => {
      mustBeAhead(main, now);
      const end = { at: now, by: change.by.memberId, as: 'cancelled' } as const;
      return rewritten([main, ...along], (booking) => ended(booking, end));
    });
  }

  /** Takes a cancellation back, when the time is still free and the rules still allow it. */
  async restore(change: Change): Promise<Booking> {
    const { by } = change;
    return await this.run(change, { action: 'booking-restored' }, async (on, { main, along }, now) => {
      if (main.state !== 'cancelled' || main.endedBy !== by.memberId) throw new Failure('conflict');
      if (now > (main.endedAt ?? 0) + undoMs || main.to <= now) throw new Failure('undo-too-late');
      const { heldFor, expiresAt, machineId, memberId } = main;
      if (heldFor !== null && (expiresAt ?? 0) <= now) throw new Failure('undo-too-late');
      const came = heldFor === null && (await this.bookings.cameTo(on, [main, ...along]));
      const state = heldFor !== null ? 'held' : came ? 'in_use' : 'confirmed';
      const becomes = { state, heldFor, expiresAt, endedAt: null, endedBy: null, endReason: null } as const;
      const placing = { machineId, memberId, during: main, former: { main, along }, asksAnew: true };
      return await this.placer.plan(on, { ...placing, by: by.memberId, becomes }, now);
    });
  }

  /** Over now; what is left of its time is free. */
  async finish(change: Change): Promise<Booking> {
    return await this.run(change, { action: 'booking-finished' }, async (_, { main, along }, now) => {
      if (main.isOn) throw new Failure('machine-still-on');
      // Where there is a gate, whoever did not tap did not come: that is a cancellation.
      const begun = main.state === 'in_use' || (main.state === 'confirmed' && !main.hasGate);
      if (!begun || main.from >= now || main.to <= now) throw new Failure('conflict');
      const end = { at: now, by: change.by.memberId, as: 'finished-early' } as const;
      return rewritten([main, ...along], (booking) => cut(booking, end));
    });
  }

  async approve(change: Change): Promise<Booking> {
    const deed = { action: 'booking-approved', tells: 'booking-approved', always: true } as const;
    return await this.run(change, deed, async (on, former, now) => {
      const { main } = former;
      if (main.heldFor !== 'approval' || main.state !== 'held' || !isAhead(main, now)) throw new Failure('conflict');
      const { machineId, memberId } = main;
      const placing = { machineId, memberId, during: main, former, asksAnew: true, becomes: asBooked };
      return await this.placer.plan(on, { ...placing, by: change.by.memberId }, now);
    });
  }

  async decline(change: Change, reason: string): Promise<Booking> {
    const also: Also = async (tx, written) => {
      const main = written.find(({ bundleId }) => bundleId === null)!;
      const params = { ...noticeTime(main), reason };
      const subject = { kind: 'booking', id: main.id } as const;
      await this.notices.tell(tx, { memberId: main.memberId, kind: 'booking-declined', params, subject });
      await this.trail.record(tx, change.by, main.memberId, main, { action: 'booking-declined', detail: { reason } });
    };
    return await this.run(change, also, async (_, { main, along }, now) => {
      if (main.heldFor !== 'approval' || main.state !== 'held') throw new Failure('conflict');
      const end = { at: now, by: change.by.memberId, as: 'not-approved' } as const;
      return rewritten([main, ...along], (booking) => ended(booking, end));
    });
  }

  private async run(change: Change, leaves: Deed | Also, plan: Plan): Promise<Booking> {
    const { by } = change;
    const written = await this.changes.run(change, async (on, former, now) => {
      const also = typeof leaves === 'function' ? leaves : this.trail.of(by, former.main.memberId, leaves);
      return { ...(await plan(on, former, now)), also };
    });
    return shown(written, by);
  }
}
