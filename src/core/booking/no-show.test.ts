import { describe, expect, it } from 'vitest';
import { type Awaited, type CheckIn, judgeNoShow } from './no-show.js';

const minute = 60_000;
const from = 1_764_000_000_000;
const plain: Awaited = {
  from,
  to: from + 60 * minute,
  checkInFrom: 0,
  warned: false,
  inUse: false,
  freeSince: from - 60 * minute,
  pausedUntil: 0,
  turnedAway: false,
  refusedFor: [],
  seen: true,
};
const usual: CheckIn = { watched: true, graceMinutes: 10, warnMinutes: 5 };
const nothing = { does: 'nothing' };
const warn = (by: number) => ({ does: 'warn', by });
const release = (strike: boolean) => ({ does: 'release', strike });

describe('a booking that nobody has come to', () => {
  it.each<[string, number, Partial<Awaited>, Partial<CheckIn>, object]>([
    ['has just begun', 0, {}, {}, nothing],
    ['a moment before the warning', 5 * minute - 1, {}, {}, nothing],
    ['at the warning', 5 * minute, {}, {}, warn(from + 10 * minute)],
    ['warned', 9 * minute, { warned: true }, {}, nothing],
    ['a moment before the release', 10 * minute - 1, { warned: true }, {}, nothing],
    ['at the release', 10 * minute, { warned: true }, {}, release(true)],
    ['at the release, though a warning was missed', 10 * minute, {}, {}, release(false)],
    ['handed over or approved four minutes ago', 14 * minute, { checkInFrom: from + 10 * minute }, {}, nothing],
    ['turned away at the gate', 10 * minute, { warned: true, turnedAway: true }, {}, release(false)],
    ['warned at its start', 0, {}, { warnMinutes: 0 }, warn(from + 10 * minute)],
    ['at the release, with a longer grace', 10 * minute, { warned: true }, { graceMinutes: 11 }, nothing],
    ['not watched', 59 * minute, {}, { watched: false }, nothing],
    ['the session before has not ended', 30 * minute, { inUse: true }, {}, nothing],
    ['it ended three minutes in', 12 * minute, { warned: true, freeSince: from + 3 * minute }, {}, nothing],
    [
      'it ended three minutes in, ten ago',
      13 * minute,
      { warned: true, freeSince: from + 3 * minute },
      {},
      release(true),
    ],
    ...['gate-offline', 'gate-fault', 'estop-active', 'out-of-order', 'closed', 'exclusive-group-in-use'].map(
      (code): [string, number, Partial<Awaited>, Partial<CheckIn>, object] => [
        `nobody can check in: ${code}`,
        30 * minute,
        { refusedFor: [code] },
        {},
        { does: 'pause' },
      ],
    ),
    ['nobody watched', 30 * minute, { seen: false }, {}, { does: 'pause' }],
    ['its member may not', 10 * minute, { warned: true, refusedFor: ['not-certified'] }, {}, release(false)],
    ['nobody could until lately', 30 * minute, { warned: true, pausedUntil: from + 21 * minute }, {}, nothing],
    ['nobody could until then', 31 * minute, { warned: true, pausedUntil: from + 21 * minute }, {}, release(true)],
    ['over before its grace', 8 * minute, { to: from + 8 * minute }, {}, release(false)],
    ['over while nobody could check in', 60 * minute, { refusedFor: ['outage'] }, {}, nothing],
    ['over while somebody else was on it', 60 * minute, { inUse: true }, {}, release(false)],
  ])('%s', (_, at, booking, checkIn, expected) => {
    expect(judgeNoShow({ ...plain, ...booking }, { ...usual, ...checkIn }, from + at)).toEqual(expected);
  });
});
