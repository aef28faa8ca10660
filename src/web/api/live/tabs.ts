import { type Board, type Signal, silenceMs } from './board.js';

type Message =
  | { readonly kind: 'hello' }
  | { readonly kind: 'alive' }
  | { readonly kind: 'board'; readonly board: Board }
  | { readonly kind: 'signal'; readonly signal: Signal };

export interface TabParts {
  /** One name per person: what a board shows depends on who looks. */
  readonly name: string;
  readonly board: () => Board;
  readonly tell: (signal: Signal) => Board;
  readonly adopt: (board: Board) => void;
  /** Opens the connection; gives what closes it. */
  readonly startFeed: (tell: (signal: Signal) => Board) => () => void;
}

const leaderGoneMs = 8000;

/**
 * The tabs of a browser share one connection: the one that holds the lock keeps it and passes on what it hears. A leader
 * that has gone silent (a frozen tab) loses the lock to a tab that listens. Without the two browser features each tab has its own.
 */
export function shareFeed(parts: TabParts): () => void {
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') return parts.startFeed(parts.tell);
  const { name, board, tell, adopt } = parts;
  const channel = new BroadcastChannel(name);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is a window's; a channel has none
  const say = (message: Message): void => channel.postMessage(message);
  let leading = false;
  let stopped = false;
  let stepDown: (() => void) | undefined;
  let queue = new AbortController();
  let leaderHeard = Date.now();

  const lead = async (options: LockOptions): Promise<void> => {
    try {
      await navigator.locks.request(name, options, async () => {
        if (stopped) return;
        leading = true;
        const stopFeed = parts.startFeed((signal) => {
          say({ kind: 'signal', signal });
          return tell(signal);
        });
        const alive = setInterval(() => say({ kind: 'alive' }), 1000);
        await new Promise<void>((resolve) => {
          stepDown = () => {
            clearInterval(alive);
            stopFeed();
            resolve();
          };
        });
      });
    } catch {
      // The lock was taken away, or this tab no longer queues for it.
    }
  };

  const candidate = async (steal: boolean): Promise<void> => {
    queue.abort();
    queue = new AbortController();
    const { signal } = queue;
    await lead(steal ? { steal: true } : { signal });
    if (signal.aborted) return;
    stepDown?.();
    stepDown = undefined;
    leading = false;
    leaderHeard = Date.now();
    // Whoever lost the lock to another tab queues for it again.
    if (!stopped) await candidate(false);
  };

  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (leading) {
      if (data.kind === 'hello') say({ kind: 'board', board: board() });
      return;
    }
    if (data.kind === 'hello') return;
    leaderHeard = Date.now();
    if (data.kind === 'signal') tell(data.signal);
    if (data.kind === 'board') adopt(data.board);
  });

  const watch = setInterval(() => {
    if (leading) return;
    const silentMs = Date.now() - leaderHeard;
    if (silentMs >= silenceMs) tell({ kind: 'lost' });
    if (silentMs >= leaderGoneMs) {
      leaderHeard = Date.now();
      void candidate(true);
    }
  }, 500);

  say({ kind: 'hello' });
  void candidate(false);
  return () => {
    stopped = true;
    clearInterval(watch);
    queue.abort();
    stepDown?.();
    channel.close();
  };
}
