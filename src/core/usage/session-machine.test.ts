import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContinueDecision } from '../access/decide-continue.js';
import { confirmWithinMs, leaseTtlMs, offBoundMs, renewalMs, retryMs } from '../numbers.js';
import { next, type Report, type Session, type SessionEvent, type Step } from './session-machine.js';

const now = 1_764_000_000_000;
const minute = 60_000;
const hour = 60 * minute;
const closedThen = { code: 'closed', params: { until: now + minute }, override: 'staff' } as const;

const starting: Session = {
  id: 'session',
  boot: 7,
  state: 'starting',
  openedAt: now - 1_000,
  leaseSeq: 43,
  leaseSentAt: now - 1_000,
  confirmedAt: undefined,
  renewedAt: undefined,
  withdrawn: undefined,
  warnedMinutes: undefined,
  endingAt: undefined,
  endReason: undefined,
  closedAt: undefined,
};
const running: Session = { ...starting, state: 'running', confirmedAt: now - 900, renewedAt: now - 900 };
const ending: Session = { ...running, state: 'ending', endingAt: now, endReason: 'switched-off' };

const on: Report = { at: now, boot: 7, seq: 43, on: true, sessionId: 'session', cause: 'lease', changedAt: now };
const off: Report = { ...on, on: false, cause: 'off' };
const reported = (session: Session, report: Report): Step => next(session, { kind: 'reported', report }, now);
const judged = (session: Session, decision: ContinueDecision, at = now, heard = true, stillOn = false): Step =>
  next(session, { kind: 'judged', decision, heard, stillOn }, at);
const goOn: ContinueDecision = { go: 'on', until: undefined };
const until = (leftMs: number): ContinueDecision => ({ go: 'on', until: now + leftMs });
const does = ({ effects }: Step): string[] => effects.map((effect) => effect.does);

describe('what a gate says', () => {
  it.each<[string, Session, Partial<Report>, Session['state'], string | undefined]>([
    ['on with the lease: confirmed', starting, {}, 'running', undefined],
    ['on with an older lease', starting, { seq: 42 }, 'starting', undefined],
    ['on for another session', starting, { sessionId: 'other' }, 'starting', undefined],
    ['off from before the first lease', starting, { ...off, seq: 42 }, 'starting', undefined],
    ['off after the first lease', starting, off, 'closed', 'switched-off'],
    ['off of a running session', running, off, 'closed', 'switched-off'],
    ['its lease ran out', running, { ...off, cause: 'lease' }, 'closed', 'lease-lapsed'],
    ['its emergency stop', running, { ...off, cause: 'estop' }, 'closed', 'estop-active'],
    ['its own button', running, { ...off, cause: 'button' }, 'closed', 'switched-off-at-gate'],
    ['another boot, on', running, { boot: 8 }, 'closed', 'gate-rebooted'],
    ['another boot, off, while starting', starting, { ...off, boot: 8 }, 'closed', 'gate-rebooted'],
    ['still on while it ends', ending, {}, 'ending', 'switched-off'],
    ['off while it ends', ending, off, 'closed', 'switched-off'],
    ['another boot while it ends: the first reason stays', ending, { boot: 8 }, 'closed', 'switched-off'],
  ])('%s', (_, session, change, state, endReason) => {
    const step = reported(session, { ...on, ...change });
    expect(step.session).toMatchObject({ state, endReason });
    expect(does(step)).toEqual(state === 'closed' ? ['closed'] : []);
  });

  it('closes at the time that the gate names, between the start and now', () => {
    expect(reported(running, { ...off, changedAt: now - 500 }).session.closedAt).toBe(now - 500);
    expect(reported(running, { ...off, changedAt: now + 500 }).session.closedAt).toBe(now);
    expect(reported(running, { ...off, changedAt: now - minute }).session.closedAt).toBe(running.openedAt);
    expect(reported(running, { ...on, boot: 8, changedAt: 0 }).session.closedAt).toBe(running.openedAt);
  });

  it('confirms once, and notes each renewal', () => {
    const first = reported(starting, on).session;
    expect(first).toMatchObject({ confirmedAt: now, renewedAt: now });
    expect(reported(first, { ...on, at: now + 8_000 }).session).toMatchObject({
      confirmedAt: now,
      renewedAt: now + 8_000,
    });
    expect(reported(first, { ...on, at: now - 1 }).session).toBe(first);
  });
});

describe('each second', () => {
  it('a session that no gate confirms ends after five, as a fault', () => {
    expect(does(judged(starting, goOn, starting.openedAt + confirmWithinMs - 1))).toEqual([]);
    const step = judged(starting, goOn, starting.openedAt + confirmWithinMs);
    expect(step.session).toMatchObject({ state: 'ending', endReason: 'not-started' });
    expect(step.effects).toEqual([{ does: 'off' }, { does: 'fault', code: 'not-started' }]);
  });

  it('a session that is not confirmed has no grace', () => {
    const out: ContinueDecision = { go: 'out', code: 'closed', refusal: closedThen, since: now, until: now + minute };
    expect(judged(starting, out)).toMatchObject({ session: { state: 'ending', endReason: 'closed' } });
  });

  it.each([
    ['confirmed', 1, renewalMs],
    ['not confirmed', -1, retryMs],
  ])('a lease that was %s is renewed when it is due', (_, afterSent, due) => {
    const session = { ...running, renewedAt: running.leaseSentAt + afterSent };
    expect(does(judged(session, goOn, session.leaseSentAt + due - 1))).toEqual([]);
    expect(judged(session, goOn, session.leaseSentAt + due).effects).toEqual([{ does: 'lease', ttlMs: leaseTtlMs }]);
  });

  it('renews after a third of a lease, and an unconfirmed one after 0.9 s', () => {
    expect([renewalMs, retryMs]).toEqual([8_000, 900]);
  });

  it('ends when the gate is not heard', () => {
    expect(judged(running, goOn, now, false)).toMatchObject({ session: { state: 'ending', endReason: 'gate-lost' } });
  });

  it('ends when told to', () => {
    const step = next(running, { kind: 'stopped', reason: 'stopped-by-staff' }, now);
    expect(step).toMatchObject({
      session: { endReason: 'stopped-by-staff', endingAt: now },
      effects: [{ does: 'off' }],
    });
    expect(next(step.session, { kind: 'stopped', reason: 'again' }, now)).toEqual({
      session: step.session,
      effects: [],
    });
  });

  it('is not over while its gate says that it is on', () => {
    const long = ending.leaseSentAt + 10 * offBoundMs;
    expect(judged(ending, goOn, long, true, true).session.state).toBe('ending');
    expect(judged(ending, goOn, long, false, true).session.state).toBe('closed');
    expect(judged(ending, goOn, long, true, false).session.state).toBe('closed');
  });

  it('an end nobody confirms is over when the last lease has run out for certain', () => {
    const sent = { ...ending, endingAt: ending.leaseSentAt };
    expect(judged(sent, goOn, sent.leaseSentAt + offBoundMs - 1).session.state).toBe('ending');
    expect(judged(sent, goOn, sent.leaseSentAt + offBoundMs).session).toMatchObject({
      state: 'closed',
      endReason: 'switched-off',
    });
  });

  it('warns once of a right that is gone, and takes it back', () => {
    const out: ContinueDecision = { go: 'out', code: 'closed', refusal: closedThen, since: now, until: now + minute };
    const warned = judged(running, out);
    expect(warned.effects).toContainEqual({ does: 'warn', code: 'closed', refusal: closedThen, leftMs: minute });
    expect(does(judged(warned.session, out, now + 500))).not.toContain('warn');
    expect(judged(warned.session, goOn).session.withdrawn).toBeUndefined();
  });

  it('warns 10, 5 and 1 minute before the end, once each', () => {
    const end = now + 11 * minute;
    const warnings: number[] = [];
    let session = running;
    for (let at = now; at < end; at += 1_000) {
      const renewed = { ...session, renewedAt: at, leaseSentAt: at };
      const step = next(
        renewed,
        { kind: 'judged', decision: { go: 'on', until: end }, heard: true, stillOn: true },
        at,
      );
      session = step.session;
      for (const effect of step.effects) if (effect.does === 'warn') warnings.push(effect.leftMs / minute);
    }
    expect(warnings).toEqual([10, 5, 1]);
  });

  it.each([
    ['closed', 'closing-soon'],
    ['outside-opening-hours', 'closing-soon'],
    ['outage', 'outage-begins'],
    [undefined, 'booking-ends'],
  ] as const)('says what ends it: %s is %s', (closing, code) => {
    const { effects } = judged(running, { go: 'on', until: now + 3 * minute, closing });
    expect(effects).toContainEqual({ does: 'warn', code, refusal: undefined, leftMs: 3 * minute });
  });

  it('begins to warn anew when the end has moved away', () => {
    const warned = { ...running, warnedMinutes: 1 };
    expect(judged(warned, goOn).session.warnedMinutes).toBeUndefined();
    expect(judged(warned, until(3 * hour)).session.warnedMinutes).toBeUndefined();
    expect(judged(warned, until(3 * minute)).session.warnedMinutes).toBe(5);
    expect(judged(warned, until(minute)).session.warnedMinutes).toBe(1);
  });

  it('a session shorter than that is warned of what is left', () => {
    expect(judged(running, until(3 * minute)).effects).toContainEqual({
      does: 'warn',
      code: 'booking-ends',
      refusal: undefined,
      leftMs: 3 * minute,
    });
  });
});

describe('whatever happens', () => {
  const wait = fc.integer({ min: 0, max: 10_000 });
  const report = fc.record({
    boot: fc.constantFrom(7, 8),
    seq: fc.integer({ min: 40, max: 60 }),
    on: fc.boolean(),
    sessionId: fc.constantFrom('session', 'other', undefined),
    cause: fc.constantFrom('lease', 'off', 'estop', 'button', 'power-up', 'stuck', 'superseded'),
    lateMs: fc.integer({ min: -2_000, max: 60_000 }),
  });
  const left = fc.integer({ min: 1, max: 20 * minute });
  const decision = fc.oneof(
    { weight: 8, arbitrary: fc.constant((): ContinueDecision => goOn) },
    { weight: 8, arbitrary: left.map((ms) => (at: number): ContinueDecision => ({ go: 'on', until: at + ms })) },
    {
      weight: 4,
      arbitrary: left.map((ms) => (at: number): ContinueDecision => ({
        go: 'out',
        code: 'closed',
        refusal: closedThen,
        since: at,
        until: at + ms,
      })),
    },
    { weight: 1, arbitrary: fc.constant((): ContinueDecision => ({ go: 'off', reason: 'booking-ended' })) },
  );
  type Happening = (at: number, session: Session) => SessionEvent;
  const heard = fc.integer({ min: 0, max: 19 }).map((chance) => chance > 0);
  const happening = fc.oneof(
    {
      weight: 10,
      arbitrary: fc.constant<Happening>((at, { leaseSeq }) => ({
        kind: 'reported',
        report: { ...on, at, seq: leaseSeq },
      })),
    },
    {
      weight: 10,
      arbitrary: fc.tuple(decision, heard).map(([decide, gateHeard]): Happening => (at) => ({
        kind: 'judged',
        decision: decide(at),
        heard: gateHeard,
        stillOn: gateHeard,
      })),
    },
    {
      weight: 2,
      arbitrary: report.map(({ lateMs, ...said }): Happening => (at) => ({
        kind: 'reported',
        report: { ...said, at, changedAt: at - lateMs },
      })),
    },
    { weight: 1, arbitrary: fc.constant<Happening>(() => ({ kind: 'stopped', reason: 'stopped-by-staff' })) },
  );
  const story = fc.array(fc.tuple(wait, happening), { minLength: 1, maxLength: 60 });
  const order = ['starting', 'running', 'ending', 'closed'];

  it('a session only ever moves on; closed is final; it leases nothing once it ends; each end has a reason', () => {
    let leases = 0;
    let closed = 0;
    fc.assert(
      fc.property(story, (events) => {
        let session = starting;
        let at = now;
        for (const [passed, happens] of events) {
          at += passed;
          const event = happens(at, session);
          const step = next(session, event, at);
          const { state, endReason, endingAt, closedAt } = step.session;
          expect(order.indexOf(state)).toBeGreaterThanOrEqual(order.indexOf(session.state));
          if (session.state === 'closed') expect(step).toEqual({ session, effects: [] });
          const over = state === 'ending' || state === 'closed';
          expect(endReason !== undefined).toBe(over);
          expect(endingAt !== undefined).toBe(over);
          if (session.endReason !== undefined) expect(endReason).toBe(session.endReason);
          expect(closedAt !== undefined).toBe(state === 'closed');
          if (closedAt !== undefined) expect(closedAt).toBeGreaterThanOrEqual(session.openedAt);
          for (const effect of step.effects) {
            if (effect.does !== 'lease') continue;
            leases += 1;
            expect(state).toBe('running');
            expect(effect.ttlMs).toBeGreaterThan(0);
            expect(effect.ttlMs).toBeLessThanOrEqual(leaseTtlMs);
            const end = event.kind === 'judged' && event.decision.go !== 'off' ? event.decision.until : undefined;
            if (end !== undefined) expect(at + effect.ttlMs).toBeLessThanOrEqual(end);
          }
          const renewed = step.effects.some((effect) => effect.does === 'lease');
          session = renewed ? { ...step.session, leaseSentAt: at, leaseSeq: session.leaseSeq + 1 } : step.session;
          if (state === 'closed') closed += 1;
        }
      }),
      { numRuns: 2_000, seed: 20_261_124 },
    );
    expect(leases).toBeGreaterThan(100);
    expect(closed).toBeGreaterThan(100);
  });
});
