import { describe, expect, it } from 'vitest';
import { type Columns, onStep, shareAt, timeAt } from './axis.js';
import { cutAt, piecesOf, type Row } from './pieces.js';
import { nextInDays, nextInTime, type Stop } from './roving.js';

const hour = 3_600_000;
const at = (iso: string): number => Date.parse(iso);
/** Whole days of Warsaw. */
const days = {
  '2027-03-28': { from: at('2027-03-27T23:00Z'), to: at('2027-03-28T22:00Z') },
  '2027-06-01': { from: at('2027-05-31T22:00Z'), to: at('2027-06-01T22:00Z') },
  '2027-10-31': { from: at('2027-10-30T22:00Z'), to: at('2027-10-31T23:00Z') },
};
const hoursOf = (day: keyof typeof days): Columns => {
  const { from, to } = days[day];
  return Array.from({ length: (to - from) / hour }, (_, n) => ({ from: from + n * hour, to: from + (n + 1) * hour }));
};

describe('columns', () => {
  it.each([
    ['2027-03-28', 23],
    ['2027-06-01', 24],
    ['2027-10-31', 25],
  ] as const)('of the hours of %s are %d, and each moment has one place', (day, count) => {
    const columns = hoursOf(day);
    expect(columns).toHaveLength(count);
    for (let one = columns[0]!.from; one < columns.at(-1)!.to; one += 900_000)
      expect(Math.abs(timeAt(columns, shareAt(columns, one)) - one)).toBeLessThan(1000);
  });

  it('of a week are as wide as each other, though one day has 23 hours', () => {
    const { from, to } = days['2027-03-28'];
    const week = [1, 2, 3, 4, 5, 6].map((n) => ({ from: from - (7 - n) * 24 * hour, to: from - (6 - n) * 24 * hour }));
    week.push({ from, to });
    expect(shareAt(week, from)).toBeCloseTo(6 / 7);
    expect(shareAt(week, from + 11.5 * hour)).toBeCloseTo(6.5 / 7);
  });

  it('hold moments before and after them at their ends', () => {
    const columns = hoursOf('2027-06-01');
    expect([shareAt(columns, columns[0]!.from - hour), shareAt(columns, columns.at(-1)!.to + hour)]).toEqual([0, 1]);
    expect(timeAt(columns, 1)).toBe(columns.at(-1)!.to);
  });

  it('have steps counted from their own start', () => {
    const columns = hoursOf('2027-03-28');
    const late = columns[5]!.from + 20 * 60_000;
    expect(onStep(columns, late, 900_000, Math.floor)).toBe(columns[5]!.from + 900_000);
    expect(onStep(columns, late, 1_800_000, Math.round)).toBe(columns[5]!.from + 1_800_000);
  });
});

const row = (entries: [number, number][], shut: [number, number][] = []): Row => ({
  id: 'laser',
  name: 'Laser',
  entries: entries.map(([from, to]) => ({
    from,
    to,
    id: `${from}`,
    look: 'busy',
    word: 'Zajęte',
    opens: false,
    movable: false,
  })),
  shut: shut.map(([from, to]) => ({ from, to, kind: 'closure', word: 'Święto' })),
});
const told = (pieces: ReturnType<typeof piecesOf>): string[] =>
  pieces.map((one) => `${one.kind} ${one.from}–${one.to}`);
const window = { from: 0, to: 100 };

describe('pieces of a row', () => {
  it.each([
    ['nothing taken', row([]), 0, ['free 0–100']],
    ['time that is over is none', row([[10, 20]]), 40, ['entry 10–20', 'free 40–100']],
    ['a booking over the edge is cut', row([[-5, 20]]), 0, ['entry 0–20', 'free 20–100']],
    [
      'a booking hides what is shut',
      row([[10, 20]], [[0, 50]]),
      0,
      ['shut 0–10', 'entry 10–20', 'shut 20–50', 'free 50–100'],
    ],
    ['elsewhere', row([[200, 300]], [[-9, -1]]), 0, ['free 0–100']],
    ['all of it is over', row([]), 100, []],
  ])('%s', (_, given, earliest, pieces) => expect(told(piecesOf(given, window, earliest))).toEqual(pieces));

  it('are cut at columns only where they are free', () => {
    const columns = [0, 25, 50, 75].map((from) => ({ from, to: from + 25 }));
    const pieces = piecesOf(row([[20, 60]]), window, 10).flatMap((piece) => cutAt(columns, piece));
    expect(told(pieces)).toEqual(['free 10–20', 'entry 20–60', 'free 60–75', 'free 75–100']);
  });
});

describe('arrows', () => {
  const stop = (rowIndex: number, column: number, from: number, to: number): Stop => ({
    row: rowIndex,
    column,
    from,
    to,
  });
  const spans = (...ends: number[]) => ends.slice(1).map((to, index) => ({ from: ends[index]!, to }));

  it('move along a row of hours, and to the same time of the next row that has any', () => {
    const stops = [[spans(0, 10, 20, 30)], [[]], [spans(0, 15, 30)]];
    const from = stop(0, 0, 20, 30);
    expect(nextInTime(stops, from, 'ArrowLeft')).toEqual(stop(0, 0, 10, 20));
    expect(nextInTime(stops, from, 'ArrowRight')).toBeUndefined();
    expect(nextInTime(stops, from, 'ArrowDown')).toEqual(stop(2, 0, 15, 30));
    expect(nextInTime(stops, from, 'ArrowUp')).toBeUndefined();
    expect(nextInTime(stops, from, 'Home')).toEqual(stop(0, 0, 0, 10));
  });

  it('move through a day and on to the next row, and across to other days, past those with nothing', () => {
    const stops = [
      [spans(0, 10, 20), [], spans(40, 50)],
      [spans(0, 20), spans(20, 40), spans(40, 60)],
    ];
    expect(nextInDays(stops, stop(0, 0, 0, 10), 'ArrowDown')).toEqual(stop(0, 0, 10, 20));
    expect(nextInDays(stops, stop(0, 0, 10, 20), 'ArrowDown')).toEqual(stop(1, 0, 0, 20));
    expect(nextInDays(stops, stop(1, 0, 0, 20), 'ArrowUp')).toEqual(stop(0, 0, 10, 20));
    expect(nextInDays(stops, stop(0, 0, 10, 20), 'ArrowRight')).toEqual(stop(0, 2, 40, 50));
    expect(nextInDays(stops, stop(1, 2, 40, 60), 'Home')).toEqual(stop(1, 0, 0, 20));
    expect(nextInDays(stops, stop(1, 0, 0, 20), 'End')).toEqual(stop(1, 2, 40, 60));
    expect(nextInDays(stops, stop(1, 0, 0, 20), 'ArrowLeft')).toBeUndefined();
  });
});
