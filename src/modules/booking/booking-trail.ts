import { Injectable } from '@nestjs/common';
import type { NoticeKind, NoticeParams, NamedTime } from '../../core/words/notices.js';
import type { Transaction } from '../../platform/database/database.js';
import { AuditService } from '../audit/index.js';
import type { CallerIdentity } from '../auth/index.js';
import { Notices } from '../notices/index.js';
import type { KnownBooking } from './booking-record.js';
import type { Also } from './calendar-writer.js';

/** Kinds of notices that say no more than which machine and when. */
type OfTime = { [Kind in NoticeKind]: NamedTime extends NoticeParams[Kind] ? Kind : never }[NoticeKind];

export interface Deed {
  /** Past tense, as in the audit chain. */
  readonly action: string;
  /** What the member is told, when it was somebody else who did it. */
  readonly tells?: OfTime;
  /** In the audit chain also where it is about one's own. */
  readonly always?: boolean;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** What is left of a change of a booking beside it: decisions about others in the audit chain, and word to whom they are about. */
@Injectable()
export class BookingTrail {
  constructor(
    private readonly audit: AuditService,
    private readonly notices: Notices,
  ) {}

  /** Undefined: nobody else is concerned, and nothing was set aside. */
  of(by: CallerIdentity, memberId: string, deed: Deed): Also | undefined {
    if (memberId === by.memberId && deed.always !== true) return undefined;
    return async (tx, written) => {
      const main = written.find(({ bundleId }) => bundleId === null);
      if (main === undefined) return;
      if (deed.tells !== undefined && memberId !== by.memberId) await this.tell(tx, memberId, deed.tells, main);
      const overrides = [...new Set(written.flatMap((booking) => booking.overrides))];
      await this.record(tx, by, memberId, { ...main, overrides }, deed);
    };
  }

  /** For each member one word and one record of all that was made or cancelled at once. */
  ofSeries(
    by: CallerIdentity,
    tells: 'series-made-by-staff' | 'series-cancelled-by-staff',
    action: string,
    detail: Deed['detail'] & object,
  ): Also {
    return async (tx, written) => {
      const bookings = written.filter(({ bundleId }) => bundleId === null);
      const concerned = [...new Set(bookings.map(({ memberId }) => memberId))]
        .filter((memberId) => memberId !== by.memberId || detail['reason'] !== undefined)
        .map((memberId) => ({ memberId, theirs: bookings.filter((booking) => booking.memberId === memberId) }));
      for (const { memberId, theirs } of concerned) {
        if (memberId === by.memberId) continue;
        const { machineName } = theirs[0]!;
        const params = { machinePl: machineName.pl, machineEn: machineName.en, count: theirs.length };
        await this.notices.tell(tx, { memberId, kind: tells, params });
      }
      // The audit chain last: from then on others wait.
      for (const { memberId, theirs } of concerned) {
        const subject = { kind: 'member', id: memberId };
        const bookingIds = theirs.map(({ id }) => id);
        const whole = { ...detail, machineId: theirs[0]!.machineId, count: theirs.length, bookingIds };
        await this.audit.record(tx, { actor: by.memberId, action, subject, detail: whole });
      }
    };
  }

  async tell(tx: Transaction, memberId: string, kind: OfTime, booking: KnownBooking): Promise<void> {
    await this.notices.tell(tx, {
      memberId,
      kind,
      params: timeOf(booking),
      subject: { kind: 'booking', id: booking.id },
    });
  }

  /** Last in its transaction. */
  async record(
    tx: Transaction,
    by: CallerIdentity,
    memberId: string,
    { id, machineId, from, to, overrides, overrideReason }: KnownBooking,
    { action, detail }: Pick<Deed, 'action' | 'detail'>,
  ): Promise<void> {
    const times = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    const setAside = overrideReason === null ? {} : { overrides, reason: overrideReason };
    await this.audit.record(tx, {
      actor: by.memberId,
      action,
      subject: { kind: 'member', id: memberId },
      detail: { bookingId: id, machineId, ...times, ...setAside, ...detail },
    });
  }
}

export const timeOf = ({ machineName, from, to }: KnownBooking): NamedTime => ({
  machinePl: machineName.pl,
  machineEn: machineName.en,
  from,
  to,
});
