import { type CSSProperties, type MouseEvent, useEffect, useMemo } from 'react';
import { onStep, shareAt, timeAt } from './axis.js';
import { type BoardProps, stopKey } from './board.js';
import classes from './board.module.css';
import { cutAt, type Piece, piecesOf, type Row } from './pieces.js';
import { PieceButton } from './piece-button.js';
import { nextInTime } from './roving.js';
import { type Dragged, type Dropped, useDrag } from './use-drag.js';
import { useRoving } from './use-roving.js';

interface DayBoardProps extends BoardProps {
  readonly stepMs: number;
  readonly dropped: (dropped: Dropped) => void;
  /** Scrolled into view at first. */
  readonly showFrom: number;
}

/** One day of all rows, hour beside hour. */
export function DayBoard(props: DayBoardProps) {
  const { label, corner, columns, rows, headOf, now, earliest, words, pick, open, stepMs, dropped, showFrom } = props;
  const window = useMemo(() => ({ from: columns[0]!.from, to: columns.at(-1)!.to }), [columns]);
  const pieces = useMemo(
    () => rows.map((row) => piecesOf(row, window, earliest).flatMap((piece) => cutAt(columns, piece))),
    [rows, window, earliest, columns],
  );
  const { board, tabStop, onFocus, onKeyDown } = useRoving(
    useMemo(() => pieces.map((one) => [one]), [pieces]),
    nextInTime,
  );
  const { drag, wasDragged, onPointerDown } = useDrag({ columns, rows, stepMs, pick, dropped });
  useEffect(() => {
    const scroller = board.current;
    if (scroller === null) return;
    const track = scroller.scrollWidth - (scroller.querySelector('[role=rowheader]')?.clientWidth ?? 0);
    scroller.scrollLeft = track * shareAt(columns, showFrom);
    // Where it starts; afterwards whoever looks scrolls.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [window.from]);
  const choose = (row: Row, piece: Piece, event: MouseEvent<HTMLButtonElement>): void => {
    if (wasDragged()) return;
    if (piece.kind === 'entry' && piece.entry.opens) return open(piece.entry.id);
    if (piece.kind !== 'free' || event.detail === 0) return pick(row.id, Math.max(piece.from, earliest));
    const { left, width } = event.currentTarget.parentElement!.parentElement!.getBoundingClientRect();
    const at = timeAt(columns, (event.clientX - left) / width);
    pick(row.id, Math.max(piece.from, onStep(columns, at, stepMs, Math.floor)));
  };
  const style = { '--columns': columns.length } as CSSProperties;
  return (
    <div
      ref={board}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className={classes.board}
      data-dragging={drag !== undefined || undefined}
      style={style}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
    >
      <div role="row" className={classes.heads}>
        <div role="columnheader" className={classes.corner}>
          {corner}
        </div>
        {columns.map(({ key, head, current }) => (
          <div key={key} role="columnheader" className={classes.hourHead} data-current={current || undefined}>
            {head}
          </div>
        ))}
      </div>
      {rows.map((row, index) => (
        <div key={row.id} role="row" className={classes.row}>
          <div role="rowheader" className={classes.rowHead}>
            {headOf(row)}
          </div>
          <div role="presentation" className={classes.track} data-row={row.id}>
            <div aria-hidden="true" className={classes.past} style={{ width: percent(shareAt(columns, earliest)) }} />
            {pieces[index]!.map((piece) => {
              const stop = stopKey(index, 0, piece.from);
              return (
                <div
                  key={stop}
                  role="gridcell"
                  className={classes.placed}
                  style={between(shareAt(columns, piece.from), shareAt(columns, piece.to))}
                >
                  <PieceButton
                    piece={piece}
                    stop={stop}
                    reachable={stop === tabStop}
                    name={words.name(piece, row)}
                    text={words.shown(piece, window)}
                    choose={(event) => choose(row, piece, event)}
                  />
                </div>
              );
            })}
            {drag?.row === row.id && <Shadow drag={drag} columns={columns} words={words} />}
            {now >= window.from && now < window.to && (
              <div aria-hidden="true" className={classes.now} style={{ left: percent(shareAt(columns, now)) }} />
            )}
          </div>
        </div>
      ))}
    </div>
  );
}

/** Where the dragged time would come to be. */
function Shadow({ drag, columns, words }: { readonly drag: Dragged } & Pick<BoardProps, 'columns' | 'words'>) {
  return (
    <div
      aria-hidden="true"
      className={classes.shadow}
      style={between(shareAt(columns, drag.from), shareAt(columns, drag.to))}
    >
      {words.span(drag)}
    </div>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(4)}%`;
const between = (from: number, to: number): CSSProperties => ({ left: percent(from), width: percent(to - from) });
