import { intersect, type Interval, interval, subtract } from '../../../core/interval.js';

/** Time of a row that somebody has. */
export interface Entry extends Interval {
  readonly id: string;
  /** The viewer's own, one that waits for something, or somebody else's. */
  readonly look: 'own' | 'held' | 'busy';
  /** Whose it is, or what it waits for. */
  readonly word: string;
  /** May be opened, and (`movable`) dragged elsewhere. */
  readonly opens: boolean;
  readonly movable: boolean;
}
/** Time of a row that nobody can have. */
export interface Shut extends Interval {
  readonly kind: 'closure' | 'closing-hours' | 'outage';
  readonly word: string;
}
export interface Row {
  readonly id: string;
  readonly name: string;
  readonly entries: readonly Entry[];
  readonly shut: readonly Shut[];
}

/** What a row is made of: every moment that can still be had or says something is in exactly one piece. */
export type Piece = Interval &
  (
    | { readonly kind: 'free' }
    | { readonly kind: 'entry'; readonly entry: Entry }
    | { readonly kind: 'shut'; readonly shut: Shut }
  );

/** The row within a window, in the order of time. Free time before `earliest` is over and no piece; entries hide what is shut. */
export function piecesOf({ entries, shut }: Row, window: Interval, earliest: number): Piece[] {
  const pieces: Piece[] = [];
  const lay = (during: Interval | undefined, pieceOf: (part: Interval) => Piece): void => {
    if (during !== undefined) pieces.push(...subtract(during, pieces).map(pieceOf));
  };
  for (const entry of entries) lay(intersect(window, entry), (part) => ({ ...part, kind: 'entry', entry }));
  for (const one of shut.toSorted(byMeaning))
    lay(intersect(window, one), (part) => ({ ...part, kind: 'shut', shut: one }));
  lay(interval(Math.max(earliest, window.from), window.to), (part) => ({ ...part, kind: 'free' }));
  return pieces.toSorted((a, b) => a.from - b.from);
}

/** What is closed on a day all the same says so of the whole day, not only of its opening hours. */
const byMeaning = (a: Shut, b: Shut): number => Number(a.kind === 'closing-hours') - Number(b.kind === 'closing-hours');

/** Free time cut where a column ends, so that each part can be chosen; the rest stays whole. */
export function cutAt(columns: readonly Interval[], piece: Piece): Piece[] {
  if (piece.kind !== 'free') return [piece];
  return columns.flatMap((column) => {
    const part = intersect(column, piece);
    return part === undefined ? [] : [{ ...piece, ...part }];
  });
}
