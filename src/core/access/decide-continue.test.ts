import { describe, expect, it } from 'vitest';
import { factsOf, now, ownBooking, ownSession, planned } from '../../../test/support/access-facts.js';
import type { Refusal } from '../refusal.js';
import { renderRefusal } from '../words/index.js';
import { decideContinue } from './decide-continue.js';
import type { AccessFacts } from './facts.js';
import { accessRules } from './rules/index.js';

const second = 1_000;
const plain = factsOf();
const running = {
  hardEnd: ownBooking.to,
  knownEnd: undefined,
  bookingLost: false,
  displaced: false,
  warned: false,
  withdrawn: undefined,
};
const decide = (change: Partial<AccessFacts>, session: Partial<Parameters<typeof decideContinue>[1]> = {}) =>
  decideContinue(factsOf({ tap: undefined, session: ownSession, ...change }), { ...running, ...session });
const suspended = { member: { ...plain.member!, suspended: true } };
const machine = (change: Partial<AccessFacts['machine']>) => ({ machine: { ...plain.machine, ...change } });

describe('a session', () => {
  it('goes on to the end of its booking, or without end', () => {
    expect(decide({})).toEqual({ go: 'on', until: ownBooking.to });
    expect(decide({}, { hardEnd: undefined })).toEqual({ go: 'on', until: undefined });
  });

  it('ends with its booking, which does not hold its last instant', () => {
    expect(decide({}, { hardEnd: now + 1 })).toEqual({ go: 'on', until: now + 1 });
    expect(decide({}, { hardEnd: now })).toEqual({ go: 'off', reason: 'booking-ended' });
  });

  it('is not ended by what only a start asks for', () => {
    const startOnly: Partial<AccessFacts> = {
      gate: { ...plain.gate!, fault: 'not-started', contactAt: undefined, online: false, failSafeClass: 'D' },
      booking: { ...ownBooking, memberId: 'piotr' },
      elsewhere: [{ machineName: { pl: 'Tokarka', en: 'Lathe' } }],
      groupInUse: { machineName: { pl: 'Piła', en: 'Saw' } },
    };
    expect(decide({ ...startOnly, ...machine({ hazard: 'high' }) })).toEqual({ go: 'on', until: ownBooking.to });
  });
});

describe('a right that is withdrawn', () => {
  it.each([
    ['low', 120],
    ['medium', 60],
    ['high', 30],
  ] as const)('on a machine of %s hazard leaves %i s', (hazard, graceS) => {
    const facts = { ...suspended, ...machine({ hazard }) };
    const until = now + graceS * second;
    expect(decide(facts)).toMatchObject({ go: 'out', code: 'member-suspended', since: now, until });
    const since = now - graceS * second;
    expect(decide(facts, { withdrawn: { since: since + 1 } })).toMatchObject({ go: 'out', until: now + 1 });
    expect(decide(facts, { withdrawn: { since } })).toEqual({ go: 'off', reason: 'member-suspended' });
  });

  it('never lengthens a booking', () => {
    expect(decide(suspended, { hardEnd: now + 5 * second })).toMatchObject({ go: 'out', until: now + 5 * second });
  });

  it('and given back lets the session go on', () => {
    expect(decide({}, { withdrawn: { since: now - 10 * second } })).toEqual({ go: 'on', until: ownBooking.to });
  });

  it.each<[string, Partial<AccessFacts>]>([
    [
      'card-blocked',
      { tap: { ageMs: 0, superseded: false, card: { blocked: true }, unknownCardsLastMinute: 0, previous: undefined } },
    ],
    ['membership-expired', { member: { ...plain.member!, membershipUntil: now } }],
    ['closed', { closures: planned() }],
    ['supervisor-required', { supervisorMissing: true }],
    ['not-certified', { certificates: [{ ...plain.certificates[0]!, held: undefined }] }],
    ['certificate-expired', { certificates: [{ ...plain.certificates[0]!, held: { validUntil: now, version: 2 } }] }],
    [
      'certificate-outdated',
      { certificates: [{ ...plain.certificates[0]!, held: { validUntil: undefined, version: 1 } }] },
    ],
    ['member-suspended', suspended],
  ])('%s: warned first, with all that its words need', (code, change) => {
    const decision = decide(change);
    expect(decision).toMatchObject({ go: 'out', code, refusal: { code }, since: now });
    const { text } = renderRefusal((decision as { refusal: Refusal }).refusal, 'Europe/Warsaw');
    for (const words of Object.values(text)) expect(words).not.toMatch(/undefined|NaN|: \.|: $/);
  });

  it.each<[string, Partial<AccessFacts>]>([
    ['estop-active', { gate: { ...plain.gate!, estop: true } }],
    ['out-of-order', machine({ outOfOrderSince: now })],
  ])('%s: off at once, whatever else there is', (reason, change) => {
    expect(decide({ ...suspended, ...change })).toEqual({ go: 'off', reason });
  });

  it('these are all the rules that are asked while a session runs', () => {
    const asked = accessRules.filter((rule) => rule.asked === 'start-and-continue').map(({ code }) => code);
    expect(asked).toEqual([
      'card-blocked',
      'member-suspended',
      'membership-expired',
      'estop-active',
      'out-of-order',
      'outage',
      'closed',
      'outside-opening-hours',
      'not-certified',
      'certificate-expired',
      'certificate-outdated',
      'supervisor-required',
    ]);
  });
});

describe('a session without a booking', () => {
  it('is warned, and leaves its grace, when somebody books the machine for now', () => {
    const theirs = { booking: { ...ownBooking, memberId: 'piotr' } };
    const displaced = { hardEnd: undefined, displaced: true };
    expect(decide(theirs, displaced)).toMatchObject({ go: 'out', code: 'booked-by-other', until: now + 60 * second });
    expect(decide(theirs, { ...displaced, withdrawn: { since: now - 60 * second } })).toEqual({
      go: 'off',
      reason: 'booked-by-other',
    });
  });
});

describe('a booking that is cut short', () => {
  const cut = (hardEnd: number, since?: number, knownEnd = ownBooking.to) =>
    decide({}, { hardEnd, knownEnd, withdrawn: since === undefined ? undefined : { since } });

  it('leaves the same grace, but no more than there was', () => {
    for (const hardEnd of [now + second, now, now - second])
      expect(cut(hardEnd)).toMatchObject({ go: 'out', code: 'booking-ends', until: now + 60 * second });
    expect(cut(now - 59 * second, now - 59 * second)).toMatchObject({ go: 'out', until: now + second });
    expect(cut(now - 60 * second, now - 60 * second)).toEqual({ go: 'off', reason: 'booking-ended' });
    expect(cut(now, undefined, now + 5 * second)).toMatchObject({ go: 'out', until: now + 5 * second });
  });

  it('is an end like any other when that is as far away', () => {
    expect(cut(now + 60 * second)).toEqual({ go: 'on', until: now + 60 * second });
    expect(cut(ownBooking.to)).toEqual({ go: 'on', until: ownBooking.to });
  });
});

describe('a booking that is lost', () => {
  it('leaves the same grace, counted from when it was lost', () => {
    expect(decide({}, { bookingLost: true })).toMatchObject({
      go: 'out',
      code: 'booking-lost',
      until: now + 60 * second,
    });
    const lost = { bookingLost: true, hardEnd: now - second };
    expect(decide({}, { ...lost, withdrawn: { since: now - 59 * second } })).toMatchObject({ go: 'out' });
    expect(decide({}, { ...lost, withdrawn: { since: now - 60 * second } })).toEqual({
      go: 'off',
      reason: 'booking-lost',
    });
  });

  it('is named after a right that is gone as well', () => {
    expect(decide(suspended, { bookingLost: true })).toMatchObject({ go: 'out', code: 'member-suspended' });
  });
});
