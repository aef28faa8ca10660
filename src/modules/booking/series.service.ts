import { Inject, Injectable } from '@nestjs/common';
import type { SeriesAnswer, SeriesRequest } from '../../contracts/http/index.js';
import { type Occurrence, occurrences, type Weekly, weekly } from '../../core/calendar/recurrence.js';
import { fieldText } from '../../core/words/fields.js';
import { Clock } from '../../platform/clock/clock.js';
import { Slices } from '../../platform/clock/slices.js';
import { Database } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import type { ServiceConfig } from '../../service-config.js';
import { type CallerIdentity, isStaff } from '../auth/index.js';
import { notFitting } from '../not-fitting.js';
import { Alternatives } from './alternatives.js';
import { type BookingRecord, ended, isAhead, type KnownBooking } from './booking-record.js';
import { BookingTrail } from './booking-trail.js';
import { BookingRepository } from './booking.repository.js';
import { mayBookFor } from './booking.service.js';
import { type Also, CalendarWriter, rewritten } from './calendar-writer.js';
import { decideAt, type Ground, type Verdict, withBooked } from './ground.js';
import { GroundRepository } from './ground.repository.js';
import { guardsOf } from './guards.js';
import { Placer, type Placing, willOf, wishOf } from './placer.js';
import { eachAlone, type Statements } from './statements.js';

const dayMs = 24 * 60 * 60_000;
/** Other times are looked up for so many occurrences that are taken; the rest are told without. */
const helpedMax = 30;

interface Planned {
  readonly occurrence: Occurrence;
  readonly placing: Placing;
  readonly verdict: Verdict;
  /** The booking that is to be made for it. */
  readonly record: BookingRecord | undefined;
}
interface SeriesPlan {
  readonly planned: readonly Planned[];
  readonly records: readonly BookingRecord[];
  /** As it will be with all of it made. */
  readonly ground: Ground;
}

/** Weekly patterns: each occurrence is decided by itself, as if those before it were made, and all are written at once. */
@Injectable()
export class SeriesService {
  constructor(
    private readonly db: Database,
    private readonly grounds: GroundRepository,
    private readonly placer: Placer,
    private readonly writer: CalendarWriter,
    private readonly bookings: BookingRepository,
    private readonly alternatives: Alternatives,
    private readonly trail: BookingTrail,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    @Inject('config') private readonly config: Pick<ServiceConfig, 'timeZone'>,
  ) {}

  async create(by: CallerIdentity, request: SeriesRequest): Promise<SeriesAnswer> {
    const memberId = mayBookFor(by, request.memberId);
    if (request.override !== undefined && !isStaff(by)) throw new Failure('not-allowed');
    const dates = occurrences(patternOf(request), this.config.timeZone, request.twice);
    if (dates.length === 0) throw notFitting('weekdays', 'no-such-day');
    const seriesId = this.ids.next();
    const planned = dates.map((occurrence) => ({
      occurrence,
      placing: {
        machineId: request.machineId,
        memberId,
        during: occurrence.during,
        by: by.memberId,
        note: request.note ?? null,
        overrideReason: request.override?.reason,
        seriesId,
      },
    }));
    if (request.dryRun) {
      const plan = await this.plan(eachAlone(this.db), planned, this.now());
      return await this.answer(plan, null);
    }
    let plan: SeriesPlan | undefined;
    const also = this.alsoMade(by, memberId, request);
    const written = await this.writer.write(async (on, now) => {
      plan = await this.plan(on, planned, now);
      const stands = request.conflicts === 'skip' || plan.planned.every(({ verdict }) => verdict.allow);
      const { main, along } = plan.ground;
      return { records: stands ? plan.records : [], guards: guardsOf([main, ...along], []), also };
    });
    return await this.answer(plan!, written.length === 0 ? null : seriesId);
  }

  /** What of it has not begun at `from` (else: now). Whoever has it by hand-over keeps it. */
  async cancelRest(by: CallerIdentity, seriesId: string, from: string | undefined): Promise<number> {
    const also = this.trail.ofSeries(by, 'series-cancelled-by-staff', 'booking-series-cancelled', { seriesId });
    const written = await this.writer.write(async (on, now) => {
      const all = await this.bookings.series(on, seriesId);
      const mine = all.filter(({ memberId }) => memberId === by.memberId || isStaff(by));
      if (mine.length === 0) throw new Failure('not-found');
      const since = Math.max(now, from === undefined ? now : Date.parse(from));
      const rest = mine.filter((booking) => booking.from >= since && isAhead(booking, now));
      const end = { at: now, by: by.memberId, as: 'cancelled' } as const;
      return { ...rewritten(rest, (booking) => ended(booking, end)), also };
    });
    return mains(written).length;
  }

  private alsoMade(by: CallerIdentity, memberId: string, { override }: SeriesRequest): Also | undefined {
    if (memberId === by.memberId && override === undefined) return undefined;
    const reason = override === undefined ? {} : { reason: override.reason };
    return this.trail.ofSeries(by, 'series-made-by-staff', 'booking-series-made', reason);
  }

  private async plan(
    on: Statements,
    wishes: readonly Pick<Planned, 'occurrence' | 'placing'>[],
    now: number,
  ): Promise<SeriesPlan> {
    const [first, last] = [wishes[0]!.placing, wishes.at(-1)!.placing];
    const around = { from: first.during.from - dayMs, to: last.during.to + dayMs };
    let ground = await this.grounds.load(on, { ...wishOf(first), around }, now);
    const records: BookingRecord[] = [];
    const planned: Planned[] = [];
    const slices = new Slices(this.clock);
    for (const { occurrence, placing } of wishes) {
      const verdict = decideAt(ground, placing.during, willOf(placing));
      const made = verdict.allow ? this.placer.records(ground, placing, verdict, now) : [];
      records.push(...made);
      planned.push({ occurrence, placing, verdict, record: made[0] });
      if (verdict.allow) ground = withBooked(ground, placing.during);
      await slices.pause();
    }
    return { planned, records, ground };
  }

  private async answer({ planned, ground }: SeriesPlan, seriesId: string | null): Promise<SeriesAnswer> {
    let helped = 0;
    const now = this.now();
    const told: SeriesAnswer['occurrences'] = [];
    for (const { occurrence, placing, verdict, record } of planned) {
      const helps = !verdict.allow && verdict.refusals.length === 0 && (helped += 1) <= helpedMax;
      told.push({
        day: occurrence.day,
        from: new Date(occurrence.during.from).toISOString(),
        to: new Date(occurrence.during.to).toISOString(),
        clock: occurrence.note,
        outcome: outcomeOf(verdict, seriesId !== null),
        bookingId: seriesId === null ? null : (record?.id ?? null),
        refusals: verdict.allow ? [] : this.alternatives.said(verdict.refusals),
        alternatives: helps ? await this.alternatives.on(ground, placing, dayMs, now) : [],
      });
    }
    const made = seriesId === null ? 0 : planned.filter(({ verdict }) => verdict.allow).length;
    return { seriesId, made, occurrences: told };
  }

  private now(): number {
    return Math.floor(this.clock.wallMs());
  }
}

export const mains = (written: readonly KnownBooking[]): KnownBooking[] =>
  written.filter(({ bundleId }) => bundleId === null);

function outcomeOf(verdict: Verdict, made: boolean): SeriesAnswer['occurrences'][number]['outcome'] {
  if (verdict.allow) return made ? 'made' : 'possible';
  return verdict.refusals.length > 0 ? 'refused' : 'taken';
}

/** The pattern, or the fields at fault. */
function patternOf({ firstDay, until, from, to, weekdays, every }: SeriesRequest): Weekly {
  const parsed = weekly.safeParse({ firstDay, until, from, to, weekdays, every }, { reportInput: true });
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => {
    const text = fieldText(issue);
    return { field: issue.path.map(String).join('.'), message: text.en, text };
  });
  throw new Failure('invalid-input', {}, { fields });
}
