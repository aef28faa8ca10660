import type { Language, LiveSnapshot, Tile, TileState } from '../../../contracts/http/index.js';

/** Nothing heard for this long: what is shown is no longer known to be true. */
export const silenceMs = 3000;

/** What this browser knows about the machines, and how well. */
export interface Board {
  readonly tiles: ReadonlyMap<string, Tile>;
  /** `connecting` until the first snapshot; `live` only while every change is known to have arrived. */
  readonly state: 'connecting' | 'live' | 'stale';
  /** When the service was last heard, on this browser's clock. */
  readonly heardAt: number | null;
  /** While stale: the last moment at which the board was true; null when it never was. */
  readonly staleSince: number | null;
  /** How far the service's clock is ahead of this browser's. */
  readonly aheadMs: number;
  /** Versions heard on the stream that is open now: those of an earlier one say nothing about gaps. */
  readonly versions: ReadonlyMap<string, number>;
}

export const emptyBoard: Board = {
  tiles: new Map(),
  state: 'connecting',
  heardAt: null,
  staleSince: null,
  aheadMs: 0,
  versions: new Map(),
};

export type Signal =
  | { readonly kind: 'opened' }
  | { readonly kind: 'snapshot'; readonly snapshot: LiveSnapshot }
  | { readonly kind: 'tile'; readonly tile: Tile }
  | { readonly kind: 'beat' }
  /** The stream broke, fell silent or said something that cannot be read. */
  | { readonly kind: 'lost' };

/** What the board is after a signal, at `now` on the browser's clock. */
export function afterSignal(board: Board, signal: Signal, now: number): Board {
  switch (signal.kind) {
    case 'opened':
      return { ...board, versions: new Map() };
    case 'beat':
      return { ...board, heardAt: now };
    case 'snapshot':
      return withSnapshot(board, signal.snapshot, now);
    case 'tile':
      return withTile({ ...board, heardAt: now }, signal.tile);
    default:
      return stale(board);
  }
}

const stale = (board: Board): Board =>
  board.state === 'stale'
    ? board
    : { ...board, state: 'stale', staleSince: board.state === 'live' ? board.heardAt : null };

function withSnapshot(board: Board, { at, tiles }: LiveSnapshot, now: number): Board {
  // A change may have overtaken the snapshot: the higher version is the truth.
  const newest = tiles.map((tile) => {
    const known = board.tiles.get(tile.machineId);
    const version = board.versions.get(tile.machineId);
    return known !== undefined && version !== undefined && version > tile.version ? known : tile;
  });
  return {
    tiles: new Map(newest.map((tile) => [tile.machineId, tile])),
    versions: new Map(newest.map((tile) => [tile.machineId, tile.version])),
    state: 'live',
    heardAt: now,
    staleSince: null,
    aheadMs: Date.parse(at) - now,
  };
}

function withTile(board: Board, tile: Tile): Board {
  const version = board.versions.get(tile.machineId);
  if (version !== undefined && tile.version <= version) return board;
  const next = {
    ...board,
    tiles: new Map(board.tiles).set(tile.machineId, tile),
    versions: new Map(board.versions).set(tile.machineId, tile.version),
  };
  return version !== undefined && tile.version > version + 1 ? stale(next) : next;
}

const byAttention: readonly TileState[] = [
  'fault',
  'estop',
  'out-of-order',
  'offline',
  'no-gate',
  'ending',
  'starting',
  'in-use',
  'booked',
  'free',
];
export const needsAttention = (tile: Tile): boolean => byAttention.indexOf(tile.state) < byAttention.indexOf('ending');
export const isRunning = (tile: Tile): boolean => tile.session !== null;

/** What needs somebody comes first; equals are in the order of the alphabet of `language`. */
export function sortedByAttention(tiles: Iterable<Tile>, language: Language): Tile[] {
  const names = new Intl.Collator(language, { numeric: true });
  return [...tiles].toSorted(
    (a, b) =>
      byAttention.indexOf(a.state) - byAttention.indexOf(b.state) || names.compare(a.name[language], b.name[language]),
  );
}

/** Search as people type: no matter the case, the diacritics or the order of the words. */
export function matches(tile: Tile, search: string): boolean {
  const plain = (text: string): string =>
    text.toLowerCase().replaceAll('ł', 'l').normalize('NFD').replaceAll(/\p{M}/gu, '');
  const name = plain(`${tile.name.pl} ${tile.name.en} ${tile.slug}`);
  return plain(search)
    .split(/\s+/)
    .every((word) => name.includes(word));
}

/** What is left of a running session, from 1 at its start to 0 at its hard end; null when it has none. */
export function timeLeft(session: NonNullable<Tile['session']>, now: number): { ms: number; share: number } | null {
  if (session.hardEnd === null) return null;
  const [from, to] = [Date.parse(session.openedAt), Date.parse(session.hardEnd)];
  const ms = Math.max(0, to - now);
  return { ms, share: to <= from ? 0 : Math.min(1, ms / (to - from)) };
}
