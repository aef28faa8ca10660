import { Inject, Injectable } from '@nestjs/common';
import type { BookingFacts, FormerBooking, Neighbour, OwnBooking } from '../../core/booking/facts.js';
import { gapMsMax } from '../../core/booking/rules/gap-between-own.js';
import type { StoredSetting } from '../../core/booking/settings.js';
import { weekInterval, localDay } from '../../core/calendar/local-time.js';
import { type Interval, merge } from '../../core/interval.js';
import type { Bilingual } from '../../core/words/bilingual.js';
import { Database } from '../../platform/database/database.js';
import { type CertificateFactRows, certificateFactsOf } from '../certification/index.js';
import type { ServiceConfig } from '../../service-config.js';
import { bookingFacts } from './booking.sql.js';
import { eachAlone, type Statements } from './statements.js';

export interface Wish {
  readonly machineId: string;
  readonly memberId: string;
  readonly wanted: Interval;
  /** The booking that is changed, and what it is so far; undefined: nothing yet at a machine that is needed now. */
  readonly changes?: { readonly id: string; readonly former: FormerBooking | undefined } | undefined;
  readonly made?: BookingFacts['made'];
  /** Booked along with a machine that needs this one. */
  readonly along?: boolean;
  /** What else is looked at, for alternatives. */
  readonly around?: Interval;
}

export interface BookingVersions {
  readonly machine: number;
  readonly member: number;
  readonly groupId: string | undefined;
  readonly group: number | undefined;
}

export interface BookingSnapshot {
  readonly facts: BookingFacts;
  readonly stored: readonly StoredSetting[];
  readonly versions: BookingVersions;
  readonly machineName: Bilingual;
  /** Machines that this one cannot work without, and those that these cannot work without. */
  readonly needsIds: readonly string[];
}

interface FactRow {
  readonly machine_id: string;
  readonly machine_version: number;
  readonly machine_name: Bilingual;
  readonly machine_group_id: string | null;
  readonly exclusive_group_id: string | null;
  readonly group_version: number | null;
  readonly needs_ids: readonly string[];
  readonly member_id: string | null;
  readonly member_version: number | null;
  readonly suspended_at: Date | null;
  readonly membership_until: Date | null;
  readonly member_sessions_max: number;
  readonly closures: Interval[] | null;
  readonly outages: Interval[] | null;
  readonly supervised: Interval[] | null;
  readonly certificates: CertificateFactRows;
  readonly own: (Omit<OwnBooking, 'groupId'> & { groupId: string | null })[] | null;
  readonly neighbours: Neighbour[] | null;
  readonly exclusive: (Interval & { machineName: Bilingual })[] | null;
  readonly strikes: number[] | null;
  readonly settings: StoredSetting[] | null;
}

export type Missing = 'unknown-machine' | 'unknown-member';

/** One snapshot of all that a booking is decided from. */
@Injectable()
export class BookingFactsRepository {
  constructor(
    private readonly db: Database,
    @Inject('config') private readonly config: Pick<ServiceConfig, 'timeZone'>,
  ) {}

  async load(wish: Wish, now: number): Promise<BookingSnapshot | Missing> {
    return await this.loadOn(eachAlone(this.db), wish, now);
  }

  async loadOn(on: Statements, wish: Wish, now: number): Promise<BookingSnapshot | Missing> {
    const zone = this.config.timeZone;
    const { from, to } = wish.around ?? wish.wanted;
    const weeks = {
      from: weekInterval(localDay(from, zone), zone).from - gapMsMax,
      to: weekInterval(localDay(to - 1, zone), zone).to,
    };
    const [row] = await on<FactRow>(bookingFacts, [
      ...[now, wish.machineId, wish.memberId].map((one) => (typeof one === 'number' ? new Date(one) : one)),
      ...[from, to, weeks.from, weeks.to].map((at) => new Date(at)),
      wish.changes?.id ?? null,
    ]);
    if (row === undefined) return 'unknown-machine';
    if (row.member_id === null || row.member_version === null) return 'unknown-member';
    return snapshotOf(row, row.member_id, row.member_version, wish, now, zone);
  }
}

function snapshotOf(
  row: FactRow,
  memberId: string,
  memberVersion: number,
  wish: Wish,
  now: number,
  zone: string,
): BookingSnapshot {
  return {
    stored: row.settings ?? [],
    machineName: row.machine_name,
    needsIds: row.needs_ids,
    versions: {
      machine: row.machine_version,
      member: memberVersion,
      groupId: row.exclusive_group_id ?? undefined,
      group: row.group_version ?? undefined,
    },
    facts: {
      now,
      zone,
      wanted: wish.wanted,
      former: wish.changes?.former,
      made: wish.made ?? 'ahead',
      along: wish.along ?? false,
      member: {
        id: memberId,
        suspended: row.suspended_at !== null,
        membershipUntil: row.membership_until?.getTime(),
      },
      machine: { id: row.machine_id, groupId: row.machine_group_id ?? undefined },
      memberSessionsMax: row.member_sessions_max,
      closures: row.closures ?? [],
      outages: row.outages ?? [],
      supervised: merge(row.supervised ?? []),
      certificates: certificateFactsOf(row.certificates),
      own: (row.own ?? []).map((one) => ({ ...one, groupId: one.groupId ?? undefined })),
      neighbours: row.neighbours ?? [],
      exclusive: row.exclusive ?? [],
      strikes: row.strikes ?? [],
    },
  };
}
