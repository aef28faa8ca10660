import { Inject, Injectable } from '@nestjs/common';
import { nearestFreeSlots, type Place } from '../../core/booking/free-slots.js';
import { type Interval, interval } from '../../core/interval.js';
import { tied } from '../../core/words/format.js';
import { type RenderedRefusal, renderRefusal } from '../../core/words/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Slices } from '../../platform/clock/slices.js';
import { Database } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import type { ServiceConfig } from '../../service-config.js';
import { askAt, busyTimes, type Ground, type NamedRefusal } from './ground.js';
import { GroundRepository } from './ground.repository.js';
import { Denied, type Placing, willOf, wishOf } from './placer.js';
import { eachAlone } from './statements.js';

const dayMs = 24 * 60 * 60_000;
/** So far from the wish is looked, first near, then far. */
const reachesMs = [4 * dayMs, 30 * dayMs];
const alternativesMax = 3;
/** The earliest offer starts at the next of these. */
const offerStepMs = 5 * 60_000;
const gridMs = 15 * 60_000;

export interface Alternative {
  readonly from: string;
  readonly to: string;
  readonly machineId?: string;
}

/** What is answered to who cannot have what was wished for: why not, and when instead. */
@Injectable()
export class Alternatives {
  constructor(
    private readonly db: Database,
    private readonly grounds: GroundRepository,
    private readonly clock: Clock,
    @Inject('config') private readonly config: Pick<ServiceConfig, 'timeZone'>,
  ) {}

  /** @param placings the wish, once for each machine that would do */
  async instead({ verdict }: Denied, placings: readonly Placing[]): Promise<Failure> {
    if (verdict.refusals.length > 0) return new Failure('refused', {}, { refusals: this.said(verdict.refusals) });
    const alternatives = await this.near(placings);
    const { neededName } = verdict;
    return neededName === undefined
      ? new Failure('slot-taken', {}, { alternatives })
      : new Failure('needed-machine-taken', { machinePl: neededName.pl, machineEn: neededName.en }, { alternatives });
  }

  said(refusals: readonly NamedRefusal[]): RenderedRefusal[] {
    return refusals.map(({ machineName, ...refusal }) => {
      const { text, ...rest } = renderRefusal(refusal, this.config.timeZone);
      if (machineName === undefined) return { ...rest, text };
      return { ...rest, text: { pl: tied(`${machineName.pl}: ${text.pl}`), en: `${machineName.en}: ${text.en}` } };
    });
  }

  /** The three nearest free times of the same length that the rules allow, on any of these machines. */
  async near(placings: readonly Placing[]): Promise<Alternative[]> {
    for (const reachMs of reachesMs) {
      const found = await this.within(placings, reachMs);
      if (found.length === alternativesMax || reachMs === reachesMs.at(-1)) return found;
    }
    return [];
  }

  private async within(placings: readonly Placing[], reachMs: number): Promise<Alternative[]> {
    const now = Math.floor(this.clock.wallMs());
    const [wish] = placings;
    if (wish === undefined) return [];
    const around = interval(Math.max(soonest(now), wish.during.from - reachMs), wish.during.to + reachMs);
    if (around === undefined) return [];
    const places = [];
    for (const placing of placings) {
      const ground = await this.grounds.load(eachAlone(this.db), { ...wishOf(placing), around }, now);
      places.push({ on: { placing, ground }, busy: busyTimes(ground, around) });
    }
    return await this.search(wish.during, places, around, placings.length > 1);
  }

  /** The same from facts that are known already, not further away than `reachMs`. */
  async on(ground: Ground, placing: Placing, reachMs: number, now: number): Promise<Alternative[]> {
    const { from, to } = placing.during;
    const around = interval(Math.max(soonest(now), from - reachMs), to + reachMs);
    if (around === undefined) return [];
    const places = [{ on: { placing, ground }, busy: busyTimes(ground, around) }];
    return await this.search(placing.during, places, around, false);
  }

  private async search(
    wanted: Interval,
    places: readonly Place<Choice>[],
    within: Interval,
    named: boolean,
  ): Promise<Alternative[]> {
    const search = nearestFreeSlots(wanted, places, {
      within,
      count: alternativesMax,
      stepMs: gridMs,
      ask: ({ placing, ground }, slot) => askAt(ground, slot, willOf({ ...placing, during: slot })),
    });
    const slots = await new Slices(this.clock).run(search);
    return slots.map(({ from, to, on }) => ({
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      ...(named ? { machineId: on.placing.machineId } : {}),
    }));
  }
}

interface Choice {
  readonly placing: Placing;
  readonly ground: Ground;
}
const soonest = (now: number): number => Math.ceil(now / offerStepMs) * offerStepMs;
