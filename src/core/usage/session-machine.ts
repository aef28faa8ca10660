import type { ClosingCode } from '../access/closing-ahead.js';
import type { ContinueDecision } from '../access/decide-continue.js';
import type { Refusal } from '../refusal.js';
import { confirmWithinMs, leaseTtlMs, offBoundMs, renewalMs, retryMs, warnMinutes } from '../numbers.js';

/**
 * A machine powered for a member, from tap to off. `starting`: the lease is sent, the gate has not said that it took it.
 * `running`: the gate says on. `ending`: off is decided, the machine stays occupied. `closed`: the gate said off, or its
 * lease has run out for certain.
 */
export interface Session {
  readonly id: string;
  readonly boot: number;
  readonly state: 'starting' | 'running' | 'ending' | 'closed';
  readonly openedAt: number;
  readonly leaseSeq: number;
  readonly leaseSentAt: number;
  readonly confirmedAt: number | undefined;
  /** When the gate last said that it holds the newest lease. */
  readonly renewedAt: number | undefined;
  readonly withdrawn: { readonly since: number; readonly code: string } | undefined;
  /** The last warning given, in minutes before the end. */
  readonly warnedMinutes: number | undefined;
  readonly endingAt: number | undefined;
  readonly endReason: string | undefined;
  readonly closedAt: number | undefined;
}

/** What the gate said last, live, in the current boot. */
export interface Report {
  /** When it was received. */
  readonly at: number;
  readonly boot: number;
  readonly seq: number;
  readonly on: boolean;
  readonly sessionId: string | undefined;
  readonly cause: string;
  /** When the relay changed, on the service's clock, as far as the gate knows. */
  readonly changedAt: number;
}

export type SessionEvent =
  | { readonly kind: 'reported'; readonly report: Report }
  /**
   * Each second, with the same rules as at the tap. `heard`: the gate was heard within three heartbeats; `stillOn`: it says
   * that its relay is on, and is not known to be stuck.
   */
  | {
      readonly kind: 'judged';
      readonly decision: ContinueDecision;
      readonly heard: boolean;
      readonly stillOn: boolean;
    }
  | { readonly kind: 'stopped'; readonly reason: string };

/** Done after the state has been saved; never replayed. */
export type SessionEffect =
  | { readonly does: 'lease'; readonly ttlMs: number }
  | { readonly does: 'off' }
  | { readonly does: 'warn'; readonly code: string; readonly refusal: Refusal | undefined; readonly leftMs: number }
  | { readonly does: 'fault'; readonly code: string }
  | { readonly does: 'closed' };

export interface Step {
  readonly session: Session;
  readonly effects: readonly SessionEffect[];
}

const same = (session: Session): Step => ({ session, effects: [] });

/** Computes, never acts. */
export function next(session: Session, event: SessionEvent, now: number): Step {
  if (session.state === 'closed') return same(session);
  switch (event.kind) {
    case 'reported':
      return reported(session, event.report, now);
    case 'judged':
      return session.state === 'ending'
        ? stillEnding(session, event.heard && event.stillOn, now)
        : judged(session, event.decision, event.heard, now);
    case 'stopped':
      return session.state === 'ending' ? same(session) : end(session, event.reason, now);
  }
}

const reasonOfCause: Readonly<Record<string, string>> = {
  lease: 'lease-lapsed',
  estop: 'estop-active',
  button: 'switched-off-at-gate',
  off: 'switched-off',
};

function reported(session: Session, report: Report, now: number): Step {
  if (report.boot !== session.boot) return close(session, 'gate-rebooted', Math.min(now, report.changedAt));
  if (report.on && report.sessionId === session.id) {
    if (session.state === 'ending' || report.seq < session.leaseSeq) return same(session);
    if (session.state === 'running' && session.renewedAt !== undefined && session.renewedAt >= report.at)
      return same(session);
    const confirmedAt = session.confirmedAt ?? report.at;
    return { session: { ...session, state: 'running', confirmedAt, renewedAt: report.at }, effects: [] };
  }
  if (report.on) return same(session); // for another session: that is put right by itself
  // An off from before the first lease says nothing about it: the lease may still be on its way.
  const heardOfIt = session.confirmedAt !== undefined || report.seq >= session.leaseSeq;
  if (!heardOfIt) return same(session);
  return close(
    session,
    reasonOfCause[report.cause] ?? report.cause,
    Math.min(now, Math.max(report.changedAt, session.openedAt)),
  );
}

function judged(session: Session, decision: ContinueDecision, heard: boolean, now: number): Step {
  if (decision.go === 'off') return end(session, decision.reason, now);
  if (session.state === 'starting') {
    // Nothing was powered yet as far as anyone knows: no grace, no second lease.
    if (decision.go === 'out') return end(session, decision.code, now);
    if (now - session.openedAt < confirmWithinMs) return same(session);
    const ended = end(session, 'not-started', now);
    return { session: ended.session, effects: [...ended.effects, { does: 'fault', code: 'not-started' }] };
  }
  if (!heard) return end(session, 'gate-lost', now);
  const effects: SessionEffect[] = [];
  let after = session;
  if (decision.go === 'out' && session.withdrawn?.code !== decision.code) {
    after = { ...after, withdrawn: { since: decision.since, code: decision.code } };
    effects.push({ does: 'warn', code: decision.code, refusal: decision.refusal, leftMs: decision.until - now });
  } else if (decision.go === 'on') {
    if (session.withdrawn !== undefined) after = { ...after, withdrawn: undefined };
    if (hasMovedAway(after, decision.until, now)) after = { ...after, warnedMinutes: undefined };
    const due = dueWarning(after, decision.until, now);
    if (due !== undefined) {
      after = { ...after, warnedMinutes: due.minutes };
      effects.push({ does: 'warn', code: warningOf(decision.closing), refusal: undefined, leftMs: due.leftMs });
    }
  }
  // A confirmed lease is renewed after a third of its life; one that was not confirmed, each second.
  const confirmed = session.renewedAt !== undefined && session.renewedAt >= session.leaseSentAt;
  if (now - session.leaseSentAt >= (confirmed ? renewalMs : retryMs)) {
    const left = decision.until === undefined ? leaseTtlMs : Math.min(leaseTtlMs, decision.until - now);
    if (left > 0) effects.push({ does: 'lease', ttlMs: Math.ceil(left) });
  }
  return { session: after, effects };
}

function warningOf(closing: ClosingCode | undefined): string {
  if (closing === undefined) return 'booking-ends';
  return closing === 'outage' ? 'outage-begins' : 'closing-soon';
}

/** The end is later than it was at the last warning, which does not count any more. */
const hasMovedAway = ({ warnedMinutes }: Session, until: number | undefined, now: number): boolean =>
  warnedMinutes !== undefined && (until === undefined || until - now > warnedMinutes * 60_000);

function dueWarning(
  session: Session,
  until: number | undefined,
  now: number,
): { minutes: number; leftMs: number } | undefined {
  if (until === undefined) return undefined;
  const leftMs = until - now;
  const minutes = warnMinutes.findLast((candidate) => leftMs <= candidate * 60_000);
  if (minutes === undefined || (session.warnedMinutes !== undefined && session.warnedMinutes <= minutes))
    return undefined;
  return { minutes, leftMs };
}

/** A relay that does not follow keeps its session until the gate is silent, or known to be stuck. */
function stillEnding(session: Session, saysOn: boolean, now: number): Step {
  if (!saysOn && now - session.leaseSentAt >= offBoundMs && now - (session.endingAt ?? now) >= 1_000) {
    return close(session, session.endReason ?? 'switched-off', now);
  }
  return same(session);
}

function end(session: Session, reason: string, now: number): Step {
  return { session: { ...session, state: 'ending', endingAt: now, endReason: reason }, effects: [{ does: 'off' }] };
}

function close(session: Session, reason: string, at: number): Step {
  const closed: Session = {
    ...session,
    state: 'closed',
    endingAt: session.endingAt ?? at,
    endReason: session.endReason ?? reason,
    closedAt: Math.max(at, session.openedAt),
  };
  return { session: closed, effects: [{ does: 'closed' }] };
}
