import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DownRelay } from '../src/contracts/mqtt/index.js';
import { burntMax, type LeaseInput, type LeaseState, powerUp, stepLease } from './relay-lease.js';

const boot = 7;
const session = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const on = (seq: number, of: number, { ttl = 24_000, by = 1_000_000 } = {}): LeaseInput => ({
  kind: 'command',
  command: { boot, seq, on: true, ttl_ms: ttl, session: session(of), by_up_ms: by },
});
const off = (seq: number): LeaseInput => ({ kind: 'command', command: { boot, seq, on: false } });

function play(inputs: readonly (readonly [number, LeaseInput])[]) {
  let state = powerUp(boot, false);
  const news = [];
  for (const [at, input] of inputs) {
    const step = stepLease(state, input, at);
    state = step.state;
    news.push(...step.news);
  }
  return { state, news };
}

describe('a lease', () => {
  it('is off at power-up', () => {
    expect(powerUp(boot, false)).toMatchObject({ on: false, seq: 0, cause: 'power-up', by: 'none' });
  });

  it('powers for its time and not a millisecond longer', () => {
    expect(
      play([
        [0, on(1, 1, { ttl: 1000 })],
        [999, { kind: 'time' }],
      ]).state.on,
    ).toBe(true);
    const after = play([
      [0, on(1, 1, { ttl: 1000 })],
      [1000, { kind: 'time' }],
    ]);
    expect(after.state).toMatchObject({ on: false, cause: 'lease', by: 'gate' });
    expect(after.news.map(({ kind }) => kind)).toEqual(['on', 'taken', 'lapsed', 'off']);
  });

  it('is over when the relay’s own timer has run out first', () => {
    const after = play([
      [0, on(1, 1)],
      [500, { kind: 'let-go', by: 'timer' }],
      [600, on(2, 1)],
    ]);
    expect(after.state).toMatchObject({ on: false, cause: 'lease', by: 'gate' });
    expect(after.news.map(({ kind }) => kind)).toEqual(['on', 'taken', 'lapsed', 'off', 'dropped']);
  });

  it('is renewed by a higher seq of the same session, also to an earlier end', () => {
    const renewed = play([
      [0, on(1, 1)],
      [8000, on(2, 1, { ttl: 100 })],
      [8100, { kind: 'time' }],
    ]);
    expect(renewed.state).toMatchObject({ on: false, seq: 2 });
  });

  it.each([
    [
      'another boot',
      [[0, { kind: 'command', command: { boot: 8, seq: 1, on: true, ttl_ms: 1, session: session(1), by_up_ms: 9 } }]],
      'boot',
    ],
    [
      'a seq that was taken',
      [
        [0, off(3)],
        [1, on(3, 1)],
      ],
      'seq',
    ],
    ['a time that is past', [[6000, on(1, 1, { by: 5999 })]], 'late'],
    [
      'a session that is over',
      [
        [0, on(1, 1)],
        [1, off(2)],
        [2, on(3, 1)],
      ],
      'burnt',
    ],
    [
      'a pressed e-stop',
      [
        [0, { kind: 'estop', pressed: true }],
        [1, on(1, 1)],
      ],
      'estop',
    ],
  ] as [string, [number, LeaseInput][], string][])('drops an on with %s', (_, inputs, reason) => {
    const { state, news } = play(inputs);
    expect(state.on).toBe(false);
    expect(news.at(-1)).toEqual({ kind: 'dropped', reason });
  });

  it('takes an off with the same seq, and drops an older one', () => {
    expect(
      play([
        [0, on(5, 1)],
        [1, off(5)],
      ]).state.on,
    ).toBe(false);
    expect(
      play([
        [0, on(5, 1)],
        [1, off(4)],
      ]).state.on,
    ).toBe(true);
  });

  it('never wakes a session that lapsed', () => {
    const late = play([
      [0, on(1, 1, { ttl: 1000 })],
      [1001, on(2, 1)],
    ]);
    expect(late.state.on).toBe(false);
    expect(late.news.at(-1)).toEqual({ kind: 'dropped', reason: 'burnt' });
  });

  it('goes to a new session with the old one over', () => {
    const next = play([
      [0, on(1, 1)],
      [1, on(2, 2)],
      [2, on(3, 1)],
    ]);
    expect(next.state).toMatchObject({ on: true, session: session(2) });
    expect(next.news).toContainEqual({ kind: 'off', session: session(1), cause: 'superseded' });
  });

  it('goes off at an e-stop, and asks for a new tap', () => {
    const start = [10_000, on(1, 1, { by: 14_900 })] as [number, LeaseInput];
    const estop: [number, LeaseInput][] = [
      [10_000, { kind: 'estop', pressed: true }],
      [10_100, { kind: 'estop', pressed: false }],
    ];
    expect(play([start, estop[0]!]).state).toMatchObject({ on: false, cause: 'estop', by: 'local' });
    expect(play([start, ...estop, [10_200, on(2, 1, { by: 14_900 })]]).state.on).toBe(false);
    // The tap came before the e-stop, its answer after: nothing. The same session never, a later tap does.
    expect(play([...estop, [10_200, on(1, 1, { by: 14_900 })]]).state.on).toBe(false);
    expect(play([...estop, [10_200, on(1, 1, { by: 14_900 })], [10_300, on(2, 1, { by: 15_300 })]]).state.on).toBe(
      false,
    );
    expect(play([...estop, [11_200, on(1, 2, { by: 16_100 })]]).state.on).toBe(true);
  });

  it('refuses while pressed for good: the release does not bring it', () => {
    const later = play([
      [0, { kind: 'estop', pressed: true }],
      [100, on(1, 1)],
      [200, { kind: 'estop', pressed: false }],
      [300, on(2, 1)],
    ]);
    expect(later.state.on).toBe(false);
  });

  it('remembers a bounded number of sessions', () => {
    const many = Array.from({ length: 1000 }, (_, i): [number, LeaseInput][] => [
      [i, on(2 * i + 1, i)],
      [i, off(2 * i + 2)],
    ]).flat();
    expect(play(many).state.burnt).toHaveLength(burntMax);
  });
});

const anyCommand: fc.Arbitrary<DownRelay> = fc.oneof(
  fc.record({
    boot: fc.constantFrom(boot, boot, boot, 8),
    seq: fc.nat({ max: 12 }),
    on: fc.constant(true as const),
    ttl_ms: fc.integer({ min: 1, max: 3000 }),
    session: fc.integer({ min: 1, max: 3 }).map(session),
    by_up_ms: fc.integer({ min: 0, max: 20_000 }),
  }),
  fc.record({ boot: fc.constantFrom(boot, boot, 8), seq: fc.nat({ max: 12 }), on: fc.constant(false as const) }),
);
const anyInput: fc.Arbitrary<LeaseInput> = fc.oneof(
  { weight: 6, arbitrary: anyCommand.map((command): LeaseInput => ({ kind: 'command', command })) },
  { weight: 1, arbitrary: fc.constant<LeaseInput>({ kind: 'time' }) },
  { weight: 1, arbitrary: fc.boolean().map((pressed): LeaseInput => ({ kind: 'estop', pressed })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<LeaseInput>(
      { kind: 'let-go', by: 'gate' },
      { kind: 'let-go', by: 'local' },
      { kind: 'let-go', by: 'timer' },
    ),
  },
);
const anyHistory = fc.array(fc.tuple(fc.nat({ max: 2000 }), anyInput), { maxLength: 40 });

interface Moment {
  readonly at: number;
  readonly input: LeaseInput;
  readonly before: LeaseState;
  readonly after: LeaseState;
}

function follow(history: readonly (readonly [number, LeaseInput])[], start = powerUp(boot, false)): Moment[] {
  let at = 0;
  let before = start;
  return history.map(([wait, input]) => {
    at += wait;
    const after = stepLease(before, input, at).state;
    const moment = { at, input, before, after };
    before = after;
    return moment;
  });
}

const valid = (input: LeaseInput, at: number) =>
  input.kind === 'command' && input.command.on && input.command.boot === boot && input.command.by_up_ms >= at;

/** A history that breaks the rule, told in words; undefined when none was found. */
function breach(rule: (moments: readonly Moment[]) => boolean, start?: LeaseState): string | undefined {
  const kept = fc.property(anyHistory, (history) => rule(follow(history, start)));
  return fc.defaultReportMessage(fc.check(kept, { numRuns: 2000 }));
}

const sameLease = (a: LeaseState, b: LeaseState) =>
  a.on === b.on && a.session === b.session && a.endsUpMs === b.endsUpMs;

describe('whatever comes, in any order', () => {
  it('powers on only by a valid command, and never past the last one', () => {
    const found = breach((moments) => {
      let end = 0;
      return moments.every(({ at, input, before, after }) => {
        if (!after.on) return true;
        if (!sameLease(before, after)) {
          if (!valid(input, at)) return false;
          end = at + (input.kind === 'command' && input.command.on ? input.command.ttl_ms : 0);
        }
        return at < end;
      });
    });
    expect(found).toBeUndefined();
  });

  it('is off after an off that is not older than what was taken', () => {
    const found = breach((moments) =>
      moments.every(({ input, before, after }) => {
        const isOff = input.kind === 'command' && !input.command.on && input.command.boot === boot;
        return !isOff || input.command.seq < before.seq || !after.on;
      }),
    );
    expect(found).toBeUndefined();
  });

  it('never powers a session again after its off', () => {
    const found = breach((moments) => {
      const over = new Set<string | null>();
      return moments.every(({ before, after }) => {
        if (before.on && (!after.on || after.session !== before.session)) over.add(before.session);
        return !after.on || !over.has(after.session);
      });
    });
    expect(found).toBeUndefined();
  });

  it('is off while the e-stop is pressed, and seq never falls', () => {
    const found = breach((moments) =>
      moments.every(({ before, after }) => !(after.estop && after.on) && after.seq >= before.seq),
    );
    expect(found).toBeUndefined();
  });

  it('takes nothing of an earlier power-up, replayed as it was', () => {
    expect(breach((moments) => moments.every(({ after }) => !after.on), powerUp(99, false))).toBeUndefined();
  });

  it('is a check that finds breaches', () => {
    expect(breach((moments) => moments.every(({ after }) => !after.on))).toContain('Counterexample');
  });
});
