import { Inject, Injectable } from '@nestjs/common';
import { type AccessDecision, decideAccess } from '../../core/access/decide-access.js';
import type { AccessFacts } from '../../core/access/facts.js';
import { spotWish, underBookingRules } from '../../core/access/on-the-spot.js';
import { tapAgeMaxMs } from '../../core/numbers.js';
import type { Refusal } from '../../core/refusal.js';
import type { Language } from '../../core/words/bilingual.js';
import { faultPoint } from '../../platform/fault-point.js';
import { Clock } from '../../platform/clock/clock.js';
import { sqlState } from '../../platform/database/database.js';
import { IdSource } from '../../platform/ids/ids.js';
import type { Log } from '../../platform/log/log.js';
import { BookingFactsRepository } from '../booking/index.js';
import { AccessRepository, type TapRecord, type TapSnapshot, type Versions } from './access.repository.js';
import type { GateAddress } from './gate-address.js';

export interface Tap {
  readonly gateSlug: string;
  readonly boot: number;
  readonly n: number;
  readonly upMs: number;
  readonly cardDigest: Uint8Array;
  /** How old the tap is at this moment; rises. */
  readonly ageMs: () => number;
}

export interface TapAnswer {
  readonly verdict: 'allow' | 'deny' | 'info';
  readonly code: string;
  readonly params: Refusal['params'];
  readonly refusals: readonly Refusal[];
}

export interface TapOutcome {
  readonly address: GateAddress;
  readonly machineId: string;
  readonly language: Language;
  readonly answer: TapAnswer;
  /** The first lease of a session that was opened, or the off of one that ends. */
  readonly command:
    | { readonly on: true; readonly seq: number; readonly sessionId: string; readonly until: number | undefined }
    | { readonly on: false; readonly seq: number; readonly sessionId: string }
    | undefined;
  /** Recorded before: answered again, nothing switched. */
  readonly repeated: boolean;
}

/** Lost races are decided again from fresh facts, this often. */
const attemptsMax = 6;
const lostRace: ReadonlySet<string> = new Set(['23505', '23P01', '40P01', '40001']);

/** A tap from snapshot to guarded write. Nothing here talks to a gate. */
@Injectable()
export class AccessService {
  constructor(
    private readonly repository: AccessRepository,
    private readonly bookings: BookingFactsRepository,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    @Inject('log') private readonly log: Log,
  ) {}

  /** Undefined: no such gate. Throws when the database does not answer, or a race was lost again and again. */
  async tap(tap: Tap): Promise<TapOutcome | undefined> {
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      const now = this.clock.wallMs();
      const snapshot = await this.repository.loadTap(tap.gateSlug, tap.cardDigest, tap.boot, tap.n, now);
      if (snapshot === undefined) return undefined;
      if (snapshot.seen !== undefined) return repeatedOutcome(snapshot, snapshot.seen);
      const outcome = await this.decideAndWrite(tap, snapshot, now);
      if (outcome !== undefined) return outcome;
      this.log.debug({ gate: tap.gateSlug, attempt }, 'tap decided again');
    }
    throw new Error('a tap lost every race');
  }

  /** The gate's decision for any member and time, with nothing changed. Undefined: no such machine. */
  async preview(machineId: string, memberId: string, at: number): Promise<AccessDecision | undefined> {
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      const snapshot = await this.repository.loadPreview(machineId, memberId, at);
      if (snapshot === undefined) return undefined;
      const decision = await this.decide(snapshot.facts, snapshot.versions);
      if (decision !== undefined) return decision;
    }
    throw new Error('a preview found other facts each time');
  }

  /** Undefined: the facts moved between two snapshots. */
  private async decide(facts: AccessFacts, versions: Versions): Promise<AccessDecision | undefined> {
    const decision = decideAccess(facts);
    const wish = spotWish(decision, facts);
    if (wish === undefined || facts.member === undefined) return decision;
    const { wanted, longer } = wish;
    const snapshot = await this.bookings.load(
      {
        machineId: versions.machineId,
        memberId: facts.member.id,
        wanted,
        made: 'at-the-gate',
        changes: longer && { id: longer.id, former: longer },
      },
      facts.now,
    );
    if (typeof snapshot === 'string' || !sameVersions(snapshot.versions, versions)) return undefined;
    return underBookingRules(wish, snapshot.stored, snapshot.facts, snapshot.needsIds.length === 0);
  }

  private async decideAndWrite(tap: Tap, snapshot: TapSnapshot, now: number): Promise<TapOutcome | undefined> {
    faultPoint('facts-read');
    const facts = withTap(tap, snapshot, now);
    const decision = await this.decide(facts, snapshot.versions);
    if (decision === undefined) return undefined;
    const record = this.recordOf(tap, snapshot, now, decision);
    const answer = answerOf(decision);
    try {
      return await this.write(tap, snapshot, decision, record, answer);
    } catch (error) {
      if (lostRace.has(sqlState(error) ?? '')) return undefined;
      throw error;
    }
  }

  private async write(
    tap: Tap,
    snapshot: TapSnapshot,
    decision: AccessDecision,
    record: TapRecord,
    answer: TapAnswer,
  ): Promise<TapOutcome | undefined> {
    const outcome = (command: TapOutcome['command']): TapOutcome => ({ ...outcomeOf(snapshot, answer), command });
    if (!decision.allow || decision.does === 'offer' || decision.does === 'nothing') {
      return (await this.repository.recordTap(record)) ? outcome(undefined) : undefined;
    }
    // It grew old while it was decided: decided again, as a stale one.
    if (tap.ageMs() > tapAgeMaxMs) return undefined;
    if (decision.does === 'extend') {
      return (await this.repository.extendBooking(record, snapshot.versions, decision.until))
        ? outcome(undefined)
        : undefined;
    }
    if (decision.does === 'stop') {
      const seq = await this.repository.stopSession(record, decision.sessionId, 'switched-off');
      return seq === undefined ? undefined : outcome({ on: false, seq, sessionId: decision.sessionId });
    }
    const seq = await this.repository.startSession(record, snapshot.versions, decision.until, decision.books);
    if (seq === undefined || record.sessionId === undefined) return undefined;
    return outcome({ on: true, seq, sessionId: record.sessionId, until: decision.until });
  }

  private recordOf(tap: Tap, snapshot: TapSnapshot, now: number, decision: AccessDecision): TapRecord {
    const { verdict, code, refusals } = answerOf(decision);
    const starts = decision.allow && decision.does === 'start';
    const own =
      decision.allow && (decision.does === 'stop' || decision.does === 'extend') ? decision.sessionId : undefined;
    return {
      id: this.ids.next(),
      gateId: snapshot.address.gateId,
      boot: tap.boot,
      n: tap.n,
      now,
      upMs: tap.upMs,
      ageMs: tap.ageMs(),
      cardId: snapshot.cardId,
      memberId: snapshot.facts.member?.id,
      verdict,
      code,
      refusals,
      sessionId: starts ? this.ids.next() : own,
      bookingId: bookingIdOf(decision, () => this.ids.next()),
    };
  }
}

const sameVersions = (
  found: { readonly machine: number; readonly member: number; readonly group: number | undefined },
  versions: Versions,
): boolean => found.machine === versions.machine && found.member === versions.member && found.group === versions.group;

function bookingIdOf(decision: AccessDecision, newId: () => string): string | undefined {
  if (!decision.allow) return undefined;
  if (decision.does === 'start') return decision.books ? newId() : decision.bookingId;
  return decision.does === 'extend' ? decision.bookingId : undefined;
}

function withTap(tap: Tap, snapshot: TapSnapshot, now: number): AccessFacts {
  const { boot, previous } = snapshot;
  return {
    ...snapshot.facts,
    tap: {
      ageMs: tap.ageMs(),
      superseded: tap.boot !== boot,
      card: snapshot.cardId === undefined ? undefined : { blocked: snapshot.cardBlocked },
      unknownCardsLastMinute: snapshot.unknownCardsLastMinute,
      previous: previous === undefined ? undefined : { code: previous.code, agoMs: now - previous.at },
    },
  };
}

function answerOf(decision: AccessDecision): TapAnswer {
  if (!decision.allow) {
    const [first] = decision.refusals;
    return { verdict: 'deny', code: first.code, params: first.params, refusals: decision.refusals };
  }
  const plain = (verdict: 'allow' | 'info', code: string, params: Refusal['params'] = {}): TapAnswer => ({
    verdict,
    code,
    params,
    refusals: [],
  });
  switch (decision.does) {
    case 'start':
      return plain('allow', 'ok', decision.until === undefined ? {} : { until: decision.until });
    case 'stop':
      return plain('info', 'switched-off');
    case 'extend':
      return plain('info', 'extended', { until: decision.until });
    case 'offer':
      return plain('info', 'book-and-start', { until: decision.until });
    case 'nothing':
      return plain('info', decision.code);
  }
}

const outcomeOf = (snapshot: TapSnapshot, answer: TapAnswer): Omit<TapOutcome, 'command'> => ({
  address: snapshot.address,
  machineId: snapshot.versions.machineId,
  language: snapshot.language ?? 'pl',
  answer,
  repeated: false,
});

function repeatedOutcome(snapshot: TapSnapshot, seen: NonNullable<TapSnapshot['seen']>): TapOutcome {
  const until = snapshot.facts.session?.until ?? snapshot.facts.booking?.to;
  const params = seen.refusals[0]?.params ?? (until === undefined ? {} : { until });
  const answer: TapAnswer = { verdict: seen.verdict, code: seen.code, params, refusals: seen.refusals };
  return { ...outcomeOf(snapshot, answer), command: undefined, repeated: true };
}
