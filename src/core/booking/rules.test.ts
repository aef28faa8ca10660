import { describe, expect, it } from 'vitest';
import { bookingFacts } from '../../../test/support/booking-facts.js';
import { bookingRuleCases, type RuleCase } from '../../../test/support/booking-rule-cases/index.js';
import { weekdays } from '../calendar/weekly-times.js';
import type { Refusal } from '../refusal.js';
import { renderRefusal } from '../words/index.js';
import { type BookingWill, decideBooking, latestEnd } from './decide-booking.js';
import type { BookingFacts } from './facts.js';
import { bookingRules } from './rules/index.js';
import type { StoredSetting } from './settings.js';

const minute = 60_000;
const rows = Object.entries(bookingRuleCases).flatMap(([code, cases]) => cases.map((one) => ({ code, ...one })));
type Row = (typeof rows)[number];
const refusing = rows.filter((row): row is Row & { refused: Refusal['params'] } => row.refused !== undefined);
const ruleOf = (code: string) => bookingRules.find((rule) => rule.code === code)!;

/** The farthest horizon lets a row look at the end of October too. */
const farHorizon: StoredSetting = { rule: 'beyond-horizon', scope: 'workshop', settings: { days: 1000 } };
const storedFor = ({ code, settings, scope }: RuleCase & { code: string }): StoredSetting[] => [
  ...(settings === undefined ? [] : [{ rule: code, scope, settings }]),
  ...(code === 'beyond-horizon' ? [] : [farHorizon]),
];
const alwaysRelaxed: StoredSetting = {
  rule: 'relaxed-hours',
  scope: 'workshop',
  settings: { windows: [{ days: [...weekdays], from: '00:00', to: '24:00' }] },
};

/** What the rule of the row has against it; all else is left out. */
function refusalOf(
  row: Row,
  change: Partial<BookingFacts> = {},
  more: readonly StoredSetting[] = [],
  will?: BookingWill,
): Refusal | undefined {
  const decision = decideBooking([...storedFor(row), ...more], { ...row.facts, ...change }, will);
  return decision.allow ? undefined : decision.refusals.find(({ code }) => code === row.code);
}

describe.each(Object.entries(bookingRuleCases))('%s', (code, cases) => {
  it.each(cases)('$name', (one) => {
    expect(refusalOf({ code, ...one })?.params).toEqual(one.refused);
  });
});

it('there is a row of both answers for every rule', () => {
  expect(Object.keys(bookingRuleCases).toSorted()).toEqual(bookingRules.map(({ code }) => code).toSorted());
  for (const [code, cases] of Object.entries(bookingRuleCases)) {
    expect(new Set(cases.map((one) => one.refused === undefined)), code).toEqual(new Set([true, false]));
    expect(new Set(cases.map(({ name }) => name)).size, code).toBe(cases.length);
  }
});

describe('whatever a rule has against it', () => {
  it.each(refusing)('$code: $name, is said in both languages', (row) => {
    const { text, next } = renderRefusal(refusalOf(row)!, bookingFacts.zone);
    for (const words of [text.pl, text.en, next.pl, next.en]) {
      expect(words).toMatch(/^[\p{Lu}\d].{5,}/u);
      expect(words).not.toMatch(/undefined|NaN|Invalid/);
      expect(words.length).toBeLessThanOrEqual(200);
    }
  });

  it.each(refusing)('$code: $name, is set aside by those who may, and then told', (row) => {
    const { code, override } = ruleOf(row.code);
    const decision = decideBooking(storedFor(row), row.facts, { overrides: true });
    const left = decision.allow ? decision.setAside : decision.refusals;
    expect(left.find((one) => one.code === code)).toMatchObject({ override });
    expect(decision.allow).toBe(override === 'staff');
  });

  it.each(refusing)('$code: $name, holds in relaxed hours unless it is a limit', (row) => {
    expect(refusalOf(row, {}, [alwaysRelaxed]) === undefined).toBe(ruleOf(row.code).relaxable);
  });

  it.each(refusing)('$code: $name, is told at the gate unless it is about planning ahead', (row) => {
    expect(refusalOf(row, { made: 'at-the-gate' }) === undefined).toBe(ruleOf(row.code).asked === 'ahead');
  });

  it.each(refusing)('$code: $name, does not keep a booking from becoming shorter', (row) => {
    const { wanted, machine, member } = row.facts;
    const former = { from: wanted.from - 1, to: wanted.to + 1, machineId: machine.id, memberId: member.id };
    const stillAsked = ['in-the-past', 'too-short', 'off-step'].includes(row.code);
    expect(refusalOf(row, { former }) !== undefined).toBe(stillAsked);
    // Another member, or another machine, has nothing yet.
    for (const other of [{ memberId: 'piotr' }, { machineId: 'lathe' }])
      expect(refusalOf(row, { former: { ...former, ...other } })).toBeDefined();
  });

  it.each(refusing)(
    '$code: $name, is asked of a machine that is booked along only when it is about the machine',
    (row) => {
      const aboutMachine = ['closed', 'outside-opening-hours', 'outage', 'cleaning-time', 'exclusive-group-booked'];
      expect(refusalOf(row, { along: true }) !== undefined).toBe(aboutMachine.includes(row.code));
    },
  );

  /** It can have no end that pleases these: they are about the start, or about the member. */
  const endless = ['member-suspended', 'not-certified', 'certificate-outdated', 'strikes', 'open-limit'];
  const aboutStart = ['in-the-past', 'minimum-notice', 'too-short', 'off-step'];
  const withEnd = refusing.filter(({ code }) => ![...endless, ...aboutStart].includes(code));

  it.each(withEnd)('$code: $name, ends where the latest end says', (row) => {
    const stored = storedFor(row);
    const { from } = row.facts.wanted;
    const end = latestEnd(stored, row.facts);
    expect(end).toBeLessThan(row.facts.wanted.to);
    if (end > from) expect(refusalOf(row, { wanted: { from, to: end } })).toBeUndefined();
    expect(refusalOf(row, { wanted: { from, to: Math.max(end, from) + minute } })).toBeDefined();
  });
});
