import { useCallback, useMemo } from 'react';
import type { Machine, Week } from '../../../contracts/http/index.js';
import { contains, type Interval, lengthMs } from '../../../core/interval.js';
import { isStaff, useMe } from '../../api/me.js';
import { useTongue } from '../../i18n/language.js';
import { instantOf, wallAt } from '../../i18n/wall-clock.js';
import type { BoardWords, HeadedColumn } from '../../ui/resource-board/board.js';
import { DayBoard } from '../../ui/resource-board/day-board.js';
import { type Entry, type Piece, piecesOf, type Row } from '../../ui/resource-board/pieces.js';
import { WeekBoard } from '../../ui/resource-board/week-board.js';
import { type Ask, roundedUp, stepMs, usualMs } from './asked.js';
import classes from './booking.module.css';
import { rowsOf } from './rows.js';
import { type BookingClock, useClock } from './use-clock.js';
import type { Words } from '../../i18n/pl.js';
import { dayOf, hoursOf } from './wall.js';

export type View = 'week' | 'day';

interface BoardViewProps {
  readonly view: View;
  readonly days: readonly string[];
  readonly period: string;
  readonly week: Week;
  readonly machines: readonly Machine[];
  readonly now: number;
  readonly ask: Ask;
  readonly move: (entry: Entry, machineId: string, during: Interval) => void;
}

/** The calendar of machines: what is chosen on it is asked for in a dialog, what is dragged on it is moved. */
export function BoardView({ view, days, period, week, machines, now, ask, move }: BoardViewProps) {
  const me = useMe();
  const { language, t } = useTongue();
  const clock = useClock();
  const staff = isStaff(me);
  const earliest = roundedUp(now);
  const rows = useMemo(
    () => rowsOf(week, machines, { staff, language, t, now: earliest }),
    [week, machines, staff, language, t, earliest],
  );
  const columns = useMemo(() => columnsOf(view, days, clock, earliest), [view, days, clock, earliest]);
  const words = useMemo(() => wordsOf(view, clock, t), [view, clock, t]);
  const outOfOrder = useMemo(
    () => new Set(week.machines.filter((one) => one.outOfOrder).map(({ machineId }) => machineId)),
    [week],
  );

  const pick = useCallback(
    (machineId: string, from: number, to?: number) => {
      const row = rows.find(({ id }) => id === machineId);
      const start = view === 'week' && row !== undefined ? byDay(row, from, clock.timeZone, earliest) : from;
      const during = { from: start, to: to ?? start + (freeMs(row, start, earliest) ?? usualMs) };
      ask({ what: 'new', subject: { kind: 'machine', id: machineId }, during });
    },
    [rows, ask, earliest, view, clock.timeZone],
  );
  const open = useCallback((id: string) => ask({ what: 'booking', id }), [ask]);
  const entryOf = (id: string): Entry | undefined =>
    rows.flatMap(({ entries }) => entries).find((entry) => entry.id === id);

  const board = {
    label: t.booking.board(period),
    corner: t.booking.machine,
    columns,
    rows,
    headOf: ({ id, name }: Row) => (
      <span className={classes.machineName}>
        {name}
        {outOfOrder.has(id) && <span className={classes.outOfOrder}>{t.booking.outOfOrder}</span>}
      </span>
    ),
    now,
    earliest,
    words,
    pick,
    open,
  };
  return view === 'day' ? (
    <DayBoard
      {...board}
      stepMs={stepMs}
      showFrom={firstHour(days[0]!, clock.timeZone, now)}
      dropped={({ entryId, row, from, to }) => {
        const entry = entryOf(entryId);
        if (entry !== undefined) move(entry, row, { from, to });
      }}
    />
  ) : (
    <WeekBoard
      {...board}
      carried={(entryId, machineId, { key }) => {
        const entry = entryOf(entryId);
        const from = entry && instantOf({ day: key, time: wallAt(entry.from, clock.timeZone).time }, clock.timeZone);
        if (entry !== undefined && from !== undefined) move(entry, machineId, { from, to: from + lengthMs(entry) });
      }}
    />
  );
}

/** An hour, or as much as is free from there on. Undefined: nothing is, and the answer will say why. */
function freeMs(row: Row | undefined, from: number, earliest: number): number | undefined {
  const within = { from, to: from + usualMs };
  const free = row && piecesOf(row, within, earliest).find((piece) => piece.kind === 'free' && contains(piece, from));
  return free && lengthMs(free);
}

const morning = '08:00';
/** Of time that is free since the night, the morning is meant. */
function byDay(row: Row, from: number, zone: string, earliest: number): number {
  const later = instantOf({ day: wallAt(from, zone).day, time: morning }, zone);
  if (later === undefined || later <= from) return from;
  const [first] = piecesOf(row, { from, to: later + usualMs }, earliest);
  return first?.kind === 'free' && contains(first, later) ? later : from;
}

function firstHour(day: string, zone: string, now: number): number {
  const { from, to } = dayOf(day, zone);
  if (now >= from && now < to) return now - usualMs;
  return instantOf({ day, time: morning }, zone) ?? from;
}

function columnsOf(view: View, days: readonly string[], clock: BookingClock, now: number): HeadedColumn[] {
  const { timeZone } = clock;
  const today = wallAt(now, timeZone).day;
  if (view === 'day')
    return hoursOf(dayOf(days[0]!, timeZone)).map((hour) => ({
      ...hour,
      key: String(hour.from),
      head: clock.time(hour.from),
      current: contains(hour, now),
    }));
  return days.map((day) => {
    const whole = dayOf(day, timeZone);
    return {
      ...whole,
      key: day,
      head: (
        <>
          <span className={classes.weekday}>{clock.weekday(whole.from)}</span> {clock.date(whole.from)}
        </>
      ),
      current: day === today,
    };
  });
}

function wordsOf(view: View, clock: BookingClock, t: Words): BoardWords {
  const what = (piece: Piece): string =>
    piece.kind === 'free' ? t.booking.free : piece.kind === 'entry' ? piece.entry.word : piece.shut.word;
  return {
    span: clock.span,
    name: (piece, { name }) =>
      `${name}, ${clock.daySpan(piece.kind === 'entry' ? piece.entry : piece)}: ${what(piece)}`,
    shown: (piece, column) => {
      const whole = piece.from <= column.from && piece.to >= column.to;
      return whole || (view === 'day' && piece.kind !== 'free') ? what(piece) : `${clock.span(piece)} ${what(piece)}`;
    },
  };
}
