import { liveSnapshot, tile, type LiveSnapshot } from '../../../contracts/http/index.js';
import { type Board, type Signal, silenceMs } from './board.js';

/** As much of `EventSource` as is needed. */
export interface Stream {
  addEventListener(name: string, heard: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

export interface FeedParts {
  readonly open: () => Stream;
  readonly fetchSnapshot: () => Promise<LiveSnapshot>;
  /** Applies a signal and gives the board after it. */
  readonly tell: (signal: Signal) => Board;
  /** The stream broke: perhaps the sign-in has ended. */
  readonly onBroken: () => void;
  readonly now: () => number;
}

const hungMs = 10_000;
const backOff = { firstMs: 500, mostMs: 15_000 };

/** Keeps one stream of changes open and tells what it says, and when it says nothing. Gives what stops it. */
export function startFeed({ open, fetchSnapshot, tell, onBroken, now }: FeedParts): () => void {
  let stream: Stream | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let lastHeard = now();
  let fetching = false;
  let stopped = false;

  const hear = (signal: Signal): void => {
    lastHeard = now();
    failures = 0;
    if (tell(signal).state !== 'live') void refresh();
  };

  // Only while the stream speaks: a snapshot without the changes after it would be stale at once.
  const refresh = async (): Promise<void> => {
    if (fetching) return;
    fetching = true;
    try {
      const snapshot = await fetchSnapshot();
      if (!stopped && now() - lastHeard < silenceMs) tell({ kind: 'snapshot', snapshot });
    } catch {
      // The next beat asks again.
    } finally {
      fetching = false;
    }
  };

  const heardEvent = (name: 'snapshot' | 'tile', data: unknown): void => {
    const parsed = name === 'snapshot' ? liveSnapshot.safeParse(jsonOf(data)) : tile.safeParse(jsonOf(data));
    if (!parsed.success) return hear({ kind: 'lost' });
    if ('tiles' in parsed.data) hear({ kind: 'snapshot', snapshot: parsed.data });
    else hear({ kind: 'tile', tile: parsed.data });
  };

  const connect = (): void => {
    const mine = open();
    stream = mine;
    lastHeard = now();
    const ifOpen =
      (then: (data: unknown) => void) =>
      ({ data }: { readonly data?: unknown }): void => {
        if (stream === mine) then(data);
      };
    mine.addEventListener(
      'open',
      ifOpen(() => void tell({ kind: 'opened' })),
    );
    mine.addEventListener(
      'snapshot',
      ifOpen((data) => heardEvent('snapshot', data)),
    );
    mine.addEventListener(
      'tile',
      ifOpen((data) => heardEvent('tile', data)),
    );
    mine.addEventListener(
      'beat',
      ifOpen(() => hear({ kind: 'beat' })),
    );
    mine.addEventListener('error', ifOpen(reconnect));
  };

  const reconnect = (): void => {
    stream?.close();
    stream = undefined;
    tell({ kind: 'lost' });
    onBroken();
    const waitMs = Math.min(backOff.mostMs, backOff.firstMs * 2 ** failures) * (0.75 + Math.random() / 2);
    failures += 1;
    retry = setTimeout(connect, waitMs);
  };

  const watch = setInterval(() => {
    const silentMs = now() - lastHeard;
    if (silentMs >= silenceMs) tell({ kind: 'lost' });
    if (silentMs >= hungMs && stream !== undefined) reconnect();
  }, 250);

  connect();
  return () => {
    stopped = true;
    clearInterval(watch);
    clearTimeout(retry);
    stream?.close();
    stream = undefined;
  };
}

function jsonOf(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
