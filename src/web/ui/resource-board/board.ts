import type { ReactNode } from 'react';
import type { Interval } from '../../../core/interval.js';
import type { Piece, Row } from './pieces.js';

export interface HeadedColumn extends Interval {
  readonly key: string;
  readonly head: ReactNode;
  /** The day of now. */
  readonly current: boolean;
}

/** What the board says, in the language of the page and on the workshop's clock. */
export interface BoardWords {
  /** In a piece: short. */
  readonly shown: (piece: Piece, column: Interval) => string;
  /** Its name, read out: row, day and time. */
  readonly name: (piece: Piece, row: Row) => string;
  readonly span: (during: Interval) => string;
}

export interface BoardProps {
  readonly label: string;
  /** Over the names of the rows. */
  readonly corner: string;
  readonly columns: readonly HeadedColumn[];
  readonly rows: readonly Row[];
  readonly headOf: (row: Row) => ReactNode;
  readonly now: number;
  /** Before it nothing can be had any more. */
  readonly earliest: number;
  readonly words: BoardWords;
  /** A time was chosen in a row; without `to`, only where it starts. */
  readonly pick: (rowId: string, from: number, to?: number) => void;
  readonly open: (entryId: string) => void;
}

/** What names a stop in the page. */
export const stopKey = (row: number, column: number, from: number): string => `${row}/${column}/${from}`;
