import { type BookingDecision, decideBooking } from '../../core/booking/decide-booking.js';
import type { Answer } from '../../core/booking/free-slots.js';
import { closingTimes } from '../../core/booking/opening-hours.js';
import { refusedStretch } from '../../core/booking/refused-stretch.js';
import type { Interval } from '../../core/interval.js';
import type { Refusal } from '../../core/refusal.js';
import type { Bilingual } from '../../core/words/bilingual.js';
import type { BookingSnapshot } from './booking-facts.repository.js';
import type { BookingRecord } from './booking-record.js';

/** What any booking of one machine by one member is decided from: its facts, and those of the machines it needs. */
export interface Ground {
  readonly main: BookingSnapshot;
  readonly along: readonly BookingSnapshot[];
}

/** A refusal, and of which needed machine when not of the one that was asked for. */
export interface NamedRefusal extends Refusal {
  readonly machineName?: Bilingual;
}

export type Verdict =
  | {
      readonly allow: true;
      readonly state: 'confirmed' | 'held';
      readonly expiresAt: number | undefined;
      /** Codes of refusals that are set aside, of each machine. */
      readonly setAside: ReadonlyMap<string, readonly string[]>;
    }
  | {
      readonly allow: false;
      readonly taken: boolean;
      /** The needed machine that somebody has then. */
      readonly neededName: Bilingual | undefined;
      readonly refusals: readonly NamedRefusal[];
    };

export interface Will {
  /** Staff set aside what may be set aside. */
  readonly overrides: boolean;
  /** What was set aside before for this time, and so still is. */
  readonly kept: readonly Pick<BookingRecord, 'machineId' | 'overrides'>[];
  /** It is in use and goes on: there is no waiting for approval. */
  readonly atOnce?: boolean;
}

/** Whether the machine, and all that it needs, may be booked for that time. */
export function decideAt({ main, along }: Ground, wanted: Interval, will: Will): Verdict {
  const decision = decideOne(main, wanted, will);
  const others = along.map((snapshot) => ({ snapshot, decision: decideOne(snapshot, wanted, will) }));
  const denied = others.flatMap(({ snapshot, decision: one }) =>
    one.allow ? [] : [{ name: snapshot.machineName, taken: one.taken, refusals: one.refusals }],
  );
  if (decision.allow && denied.length === 0) {
    const setAside = [{ snapshot: main, decision }, ...others].map(
      ({ snapshot, decision: one }) =>
        [snapshot.facts.machine.id, one.allow ? one.setAside.map(({ code }) => code) : []] as const,
    );
    return { ...decision, setAside: new Map(setAside) };
  }
  const own: readonly Refusal[] = decision.allow ? [] : decision.refusals;
  const known = new Set(own.map(({ code }) => code));
  const named = denied.flatMap(({ name, refusals }) =>
    refusals.filter(({ code }) => !known.has(code)).map((refusal) => ({ ...refusal, machineName: name })),
  );
  return {
    allow: false,
    taken: (!decision.allow && decision.taken) || denied.some(({ taken }) => taken),
    neededName: denied.find(({ taken }) => taken)?.name,
    refusals: [...own, ...named],
  };
}

function decideOne({ stored, facts }: BookingSnapshot, wanted: Interval, will: Will): BookingDecision {
  const asked = { ...facts, wanted };
  const { overrides, atOnce } = will;
  const kept = will.kept.find(({ machineId }) => machineId === facts.machine.id)?.overrides ?? [];
  const decision = decideBooking(stored, asked, { overrides, ...(atOnce && { atOnce }) });
  if (decision.allow || decision.taken || kept.length === 0) return decision;
  const settled = decision.refusals.every(({ code, override }) => override === 'staff' && kept.includes(code));
  return settled ? decideBooking(stored, asked, { overrides: true }) : decision;
}

/** As it would be with a booking made for that time: what a series decides its next occurrence from. */
export const withBooked = ({ main, along }: Ground, during: Interval): Ground => {
  const machines = [main, ...along];
  const own = machines.map(({ facts, machineName }) => ({
    ...during,
    machineId: facts.machine.id,
    groupId: facts.machine.groupId,
    machineName,
    along: facts.along,
  }));
  const after = (snapshot: BookingSnapshot): BookingSnapshot => {
    const { facts } = snapshot;
    const neighbours = [...facts.neighbours, { ...during, memberId: facts.member.id }];
    return {
      ...snapshot,
      facts: {
        ...facts,
        own: [...facts.own, ...own].toSorted(bySoonest),
        neighbours: neighbours.toSorted(bySoonest),
      },
    };
  };
  return { main: after(main), along: along.map(after) };
};

const bySoonest = (a: Interval, b: Interval): number => a.from - b.from;

/** When one of the machines cannot be had by anybody. */
export const busyTimes = ({ main, along }: Ground, within: Interval): Interval[] =>
  [main, ...along].flatMap(({ facts, stored }) => [
    ...facts.neighbours,
    ...facts.outages,
    ...facts.closures,
    ...closingTimes(stored, within, facts.zone),
  ]);

/** What a search for times asks. */
export function askAt(ground: Ground, wanted: Interval, will: Will): Answer {
  const verdict = decideAt(ground, wanted, will);
  if (verdict.allow) return { allow: true };
  const { stored, facts } = ground.main;
  return { allow: false, alike: refusedStretch(stored, { ...facts, wanted }, verdict.refusals) };
}
