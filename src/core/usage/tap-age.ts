import { gateDriftPerMs } from '../numbers.js';

/**
 * How late messages of one boot arrive, without a clock in the gate: the delay of each against the quickest one seen. Times
 * of receipt are monotonic. A crystal that runs off is allowed for, so that a gate that is up for weeks is not called late.
 */
export interface Delays {
  readonly boot: number;
  /** The smallest receive − `up_ms` in this boot, as of `at`. */
  readonly offsetMs: number;
  readonly at: number;
}

export function noteDelay(delays: Delays | undefined, boot: number, upMs: number, receivedAt: number): Delays {
  const offset = receivedAt - upMs;
  if (delays === undefined || delays.boot !== boot) return { boot, offsetMs: offset, at: receivedAt };
  const allowed = delays.offsetMs + gateDriftPerMs * Math.max(0, receivedAt - delays.at);
  return { boot, offsetMs: Math.min(allowed, offset), at: receivedAt };
}

/** The age of a message at `now`: what the gate says of it, or the delay seen, and the time since it came in. */
export function ageOf(
  delays: Delays,
  message: { readonly upMs: number; readonly ageMs: number; readonly receivedAt: number },
  now: number,
): number {
  const delay = message.receivedAt - message.upMs - delays.offsetMs;
  return Math.max(message.ageMs, delay, 0) + Math.max(0, now - message.receivedAt);
}
