import { createContext, use, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { Tile } from '../../../contracts/http/index.js';
import { apiRoot, call } from '../call.js';
import { useAskWhoIsLoggedIn, useMe } from '../me.js';
import { routes } from '../routes.js';
import { afterSignal, type Board, emptyBoard, type Signal } from './board.js';
import { startFeed } from './feed.js';
import { shareFeed } from './tabs.js';

interface LiveStore {
  readonly board: () => Board;
  readonly subscribe: (changed: () => void) => () => void;
  readonly tell: (signal: Signal) => Board;
  readonly adopt: (board: Board) => void;
}

function makeStore(): LiveStore {
  let board = emptyBoard;
  const listeners = new Set<() => void>();
  const adopt = (next: Board): void => {
    if (next === board) return;
    board = next;
    for (const changed of listeners) changed();
  };
  return {
    board: () => board,
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    adopt,
    tell: (signal) => {
      adopt(afterSignal(board, signal, Date.now()));
      return board;
    },
  };
}

const LiveContext = createContext<LiveStore | undefined>(undefined);

/** Keeps the board of machines live for everything inside. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const { id } = useMe();
  const onBroken = useAskWhoIsLoggedIn();
  const [store] = useState(makeStore);
  useEffect(
    () =>
      shareFeed({
        ...store,
        name: `brama-live-${id}`,
        startFeed: (tell) =>
          startFeed({
            tell,
            onBroken,
            open: () => new EventSource(`${apiRoot}/live`),
            fetchSnapshot: () => call(routes.liveSnapshot),
            now: Date.now,
          }),
      }),
    [store, id, onBroken],
  );
  return <LiveContext value={store}>{children}</LiveContext>;
}

function useStore(): LiveStore {
  const store = use(LiveContext);
  if (store === undefined) throw new Error('live data outside of LiveProvider');
  return store;
}

/** What is known of all machines, and how well. Heartbeats alone do not draw anything anew. */
export function useBoard(): Pick<Board, 'tiles' | 'state' | 'staleSince'> {
  const store = useStore();
  const tiles = useSyncExternalStore(store.subscribe, () => store.board().tiles);
  const state = useSyncExternalStore(store.subscribe, () => store.board().state);
  const staleSince = useSyncExternalStore(store.subscribe, () => store.board().staleSince);
  return { tiles, state, staleSince };
}

export function useTile(machineId: string): Tile | undefined {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, () => store.board().tiles.get(machineId));
}

function everySecond(changed: () => void): () => void {
  const timer = setInterval(changed, 1000);
  return () => clearInterval(timer);
}

/** The service's clock, by the second: a browser whose own is wrong counts down right. */
export function useServiceNow(): number {
  const store = useStore();
  const aheadMs = useSyncExternalStore(store.subscribe, () => store.board().aheadMs);
  return useSyncExternalStore(everySecond, () => Math.floor(Date.now() / 1000)) * 1000 + aheadMs;
}
