import { Injectable } from '@nestjs/common';
import type { FormerBooking } from '../../core/booking/facts.js';
import type { Interval } from '../../core/interval.js';
import { IdSource } from '../../platform/ids/ids.js';
import { type BookingRecord, changed, ended, isAhead, isTheirs, notOffered } from './booking-record.js';
import type { Bundle } from './booking.repository.js';
import type { CalendarWrite } from './calendar-writer.js';
import { decideAt, type Ground, type Verdict, type Will } from './ground.js';
import { GroundRepository, type GroundWish } from './ground.repository.js';
import { guardsOf } from './guards.js';
import type { Statements } from './statements.js';

/** Where, when and whose a booking is to be. */
export interface Placing {
  readonly machineId: string;
  readonly memberId: string;
  readonly during: Interval;
  /** What it is so far; undefined: a new one. */
  readonly former?: Bundle;
  /** All rules are asked but those about its start, as if it had not taken any time so far. */
  readonly asksAnew?: boolean;
  /** Staff set aside what may be set aside, and this is why. */
  readonly overrideReason?: string | undefined;
  /** Undefined: as it was. */
  readonly note?: string | null | undefined;
  readonly seriesId?: string;
  /** Who does it; null: nobody, it comes about by itself. */
  readonly by: string | null;
  /** Instead of the state that the rules lead to. */
  readonly becomes?: Becoming;
}
type Becoming = Partial<Pick<BookingRecord, 'state' | 'heldFor' | 'expiresAt' | 'endedAt' | 'endedBy' | 'endReason'>>;
type Allowed = Extract<Verdict, { allow: true }>;

/** The rules, or somebody else's booking, are against it. */
export class Denied extends Error {
  constructor(
    readonly placing: Placing,
    readonly verdict: Extract<Verdict, { allow: false }>,
  ) {
    super('denied');
  }
}

export function wishOf({ machineId, memberId, during, former, asksAnew = false }: Placing): GroundWish {
  const soFar = (one: BookingRecord): FormerBooking => (asksAnew ? { ...one, to: one.from } : one);
  const changes = former && { id: former.main.id, former: soFar(former.main), along: former.along.map(soFar) };
  return { machineId, memberId, wanted: during, changes };
}
export const willOf = (placing: Placing): Will => ({
  overrides: placing.overrideReason !== undefined,
  kept: placing.former !== undefined && keeps(placing) ? [placing.former.main, ...placing.former.along] : [],
  atOnce: placing.former?.main.state === 'in_use' && placing.former.main.memberId === placing.memberId,
});

/** Plans bookings: decides from facts, and says which rows are to be written then. */
@Injectable()
export class Placer {
  constructor(
    private readonly grounds: GroundRepository,
    private readonly ids: IdSource,
  ) {}

  async plan(on: Statements, placing: Placing, now: number): Promise<CalendarWrite> {
    const ground = await this.grounds.load(on, wishOf(placing), now);
    const verdict = decideAt(ground, placing.during, willOf(placing));
    if (!verdict.allow) throw new Denied(placing, verdict);
    const touched = placing.former === undefined ? [] : [placing.former.main, ...placing.former.along];
    return {
      records: this.records(ground, placing, verdict, now),
      guards: guardsOf([ground.main, ...ground.along], touched),
    };
  }

  /** The booking itself first, then those along with it. */
  records(ground: Ground, placing: Placing, verdict: Allowed, now: number): BookingRecord[] {
    const { former, during, memberId } = placing;
    // An offer to take it over is about the booking as it was.
    const shared = { from: during.from, to: during.to, memberId, ...stateOf(placing, verdict), ...notOffered };
    const setAsideAt = (machineId: string, before: BookingRecord | undefined) =>
      overridesOf(placing, before, verdict.setAside.get(machineId) ?? [], now);
    const own = { ...ownOf(placing, now), ...setAsideAt(placing.machineId, former?.main) };
    const main = former
      ? changed(former.main, {
          ...shared,
          ...own,
          machineId: placing.machineId,
          givesUp: givesUp(placing, former.main),
        })
      : { ...this.fresh(placing, now), ...shared, ...own };
    const kept = new Map((former?.along ?? []).map((booking) => [booking.machineId, booking]));
    const along = { bundleId: main.id, seriesId: main.seriesId };
    const others = ground.along.map(({ facts }) => {
      const before = kept.get(facts.machine.id);
      kept.delete(facts.machine.id);
      const mine = { ...shared, ...setAsideAt(facts.machine.id, before) };
      return before
        ? changed(before, mine)
        : { ...this.fresh(placing, now), ...mine, ...along, machineId: facts.machine.id };
    });
    // A machine that is no longer needed.
    const freed = [...kept.values()]
      .filter((booking) => isAhead(booking, now))
      .map((booking) => ended(booking, { at: now, by: placing.by, as: 'cancelled' }));
    return [main, ...others, ...freed];
  }

  private fresh({ machineId, memberId, during, by, seriesId }: Placing, now: number): BookingRecord {
    return {
      id: this.ids.next(),
      machineId,
      memberId,
      from: during.from,
      to: during.to,
      state: 'confirmed',
      heldFor: null,
      expiresAt: null,
      overrides: [],
      overridesAt: null,
      overrideReason: null,
      note: null,
      bundleId: null,
      seriesId: seriesId ?? null,
      checkInFrom: now,
      ...notOffered,
      warnedAt: null,
      endedAt: null,
      endedBy: null,
      endReason: null,
      plannedTo: null,
      version: 1,
      createdBy: by ?? memberId,
      createdAt: now,
    };
  }
}

/** What staff set aside for a time stays set aside within that time. */
const keeps = ({ former, machineId, memberId, during }: Placing): boolean =>
  former !== undefined &&
  former.main.machineId === machineId &&
  former.main.memberId === memberId &&
  former.main.from <= during.from &&
  during.to <= former.main.to;

const givesUp = ({ machineId, memberId, during, by }: Placing, former: BookingRecord): boolean =>
  isTheirs(former, by) &&
  memberId === by &&
  (machineId !== former.machineId || during.from > former.from || during.to < former.to);

function stateOf({ former, memberId, becomes }: Placing, verdict: Allowed): Becoming {
  if (becomes !== undefined) return becomes;
  if (verdict.state === 'held') return { state: 'held', heldFor: 'approval', expiresAt: verdict.expiresAt ?? null };
  // Whoever has it now comes by an own tap; an offer is claimed.
  if (former?.main.memberId !== memberId || former.main.heldFor === 'claim')
    return { state: 'confirmed', heldFor: null, expiresAt: null };
  const { state, heldFor, expiresAt } = former.main;
  return { state, heldFor, expiresAt };
}

/** An override is about what is known when it is given; kept for a later time than that, it covers nothing new. */
function overridesOf(
  placing: Placing,
  former: BookingRecord | undefined,
  setAside: readonly string[],
  now: number,
): Pick<BookingRecord, 'overrides' | 'overridesAt' | 'overrideReason'> {
  const { overrideReason } = placing;
  const before = keeps(placing) ? former : undefined;
  const overrides = [...new Set([...(before?.overrides ?? []), ...setAside])];
  if (overrideReason !== undefined) return { overrides, overridesAt: now, overrideReason };
  const { overridesAt = null, overrideReason: reason = null } = before ?? {};
  return overrides.length === 0
    ? { overrides, overridesAt: null, overrideReason: null }
    : { overrides, overridesAt, overrideReason: reason };
}

function ownOf({ former, memberId, note, during }: Placing, now: number) {
  // Who could not come before has the whole grace, and another start has a warning of its own.
  const known = former?.main.memberId === memberId && former.main.state !== 'held' ? former.main : undefined;
  return {
    checkInFrom: known === undefined ? now : known.checkInFrom,
    warnedAt: known?.from === during.from ? known.warnedAt : null,
    note: note === undefined ? (former?.main.note ?? null) : note,
  };
}
