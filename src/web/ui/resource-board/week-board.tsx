import { type CSSProperties, useMemo } from 'react';
import { shareAt } from './axis.js';
import { type BoardProps, type HeadedColumn, stopKey } from './board.js';
import classes from './board.module.css';
import { type Piece, piecesOf, type Row } from './pieces.js';
import { PieceButton } from './piece-button.js';
import { nextInDays } from './roving.js';
import { useCarry } from './use-carry.js';
import { useRoving } from './use-roving.js';

interface WeekBoardProps extends BoardProps {
  /** A booking was carried to another day or row; it keeps its time by the clock. */
  readonly carried: (entryId: string, rowId: string, day: HeadedColumn) => void;
}

/** A week of all rows: in each day what is free and what is taken, in words, and a strip of the whole day above it. */
export function WeekBoard(props: WeekBoardProps) {
  const { label, corner, columns, rows, headOf, now, earliest, words, pick, open, carried } = props;
  const all = useMemo(
    () => rows.map((row) => columns.map((day) => piecesOf(row, day, earliest))),
    [rows, columns, earliest],
  );
  // Closing hours are the same every day: the strip shows them, the words only say so of a whole day.
  const said = useMemo(() => all.map((days) => days.map(tellable)), [all]);
  const { board, tabStop, onFocus, onKeyDown } = useRoving(said, nextInDays);
  const { over, wasCarried, onPointerDown } = useCarry((entryId, rowId, index) => {
    const day = columns[index];
    if (day !== undefined) carried(entryId, rowId, day);
  });
  const choose = (row: Row, piece: Piece): void => {
    if (wasCarried()) return;
    if (piece.kind === 'entry' && piece.entry.opens) open(piece.entry.id);
    else pick(row.id, Math.max(piece.from, earliest));
  };
  return (
    <div
      ref={board}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className={classes.board}
      data-dragging={over !== undefined || undefined}
      style={{ '--columns': columns.length } as CSSProperties}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
    >
      <div role="row" className={classes.heads}>
        <div role="columnheader" className={classes.corner}>
          {corner}
        </div>
        {columns.map(({ key, head, current }) => (
          <div key={key} role="columnheader" className={classes.dayHead} data-current={current || undefined}>
            {head}
          </div>
        ))}
      </div>
      {rows.map((row, rowIndex) => (
        <div key={row.id} role="row" className={classes.row}>
          <div role="rowheader" className={classes.rowHead}>
            {headOf(row)}
          </div>
          {columns.map((day, index) => (
            <div
              key={day.key}
              role="gridcell"
              className={classes.day}
              data-row={row.id}
              data-column={index}
              data-current={day.current || undefined}
              data-past={day.to <= earliest || undefined}
              data-over={(over?.row === row.id && over.column === index) || undefined}
            >
              <Strip pieces={all[rowIndex]![index]!} day={day} now={now} />
              {said[rowIndex]![index]!.map((piece) => {
                const stop = stopKey(rowIndex, index, piece.from);
                return (
                  <PieceButton
                    key={stop}
                    piece={piece}
                    stop={stop}
                    reachable={stop === tabStop}
                    name={words.name(piece, row)}
                    text={words.shown(piece, day)}
                    choose={() => choose(row, piece)}
                  />
                );
              })}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

function tellable(pieces: readonly Piece[]): Piece[] {
  const told = pieces.filter((piece) => piece.kind !== 'shut' || piece.shut.kind !== 'closing-hours');
  return told.length > 0 ? told : pieces.slice(0, 1);
}

/** The whole day to scale, to see at a glance; the words below it say the same. */
function Strip({
  pieces,
  day,
  now,
}: {
  readonly pieces: readonly Piece[];
  readonly day: HeadedColumn;
  readonly now: number;
}) {
  return (
    <div aria-hidden="true" className={classes.strip}>
      {pieces.map((piece) => (
        <span
          key={piece.from}
          data-look={piece.kind === 'entry' ? piece.entry.look : piece.kind}
          style={{
            left: `${shareAt([day], piece.from) * 100}%`,
            width: `${(shareAt([day], piece.to) - shareAt([day], piece.from)) * 100}%`,
          }}
        />
      ))}
      {day.current && <span data-look="now" style={{ left: `${shareAt([day], now) * 100}%` }} />}
    </div>
  );
}
