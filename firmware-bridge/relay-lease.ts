import type { DownRelay, GateState, RelayCause } from '../src/contracts/mqtt/index.js';

/**
 * The rules by which a gate lends power, pure: time comes in as the gate's own uptime in ms, news goes out as data. Any
 * doubt means off, and nothing but a valid command of this power-up means on.
 */
export interface LeaseState {
  readonly boot: number;
  /** The highest command `seq` taken. */
  readonly seq: number;
  /** Whether a lease holds. What the contact does is the device's to say. */
  readonly on: boolean;
  /** The session that holds the lease, or that held it last. */
  readonly session: string | null;
  readonly endsUpMs: number;
  readonly by: GateState['by'];
  readonly cause: RelayCause;
  readonly estop: boolean;
  /** A tap made before this moment can start nothing any more. */
  readonly estopUpMs: number | undefined;
  /** Sessions that are over until power-up, oldest first. */
  readonly burnt: readonly string[];
}

export type LeaseInput =
  | { readonly kind: 'command'; readonly command: DownRelay }
  | { readonly kind: 'time' }
  | { readonly kind: 'estop'; readonly pressed: boolean }
  /** Off without a command: by the gate itself, at the machine, or by the relay's own timer. */
  | { readonly kind: 'let-go'; readonly by: 'gate' | 'local' | 'timer' };

export type Drop = 'boot' | 'seq' | 'late' | 'burnt' | 'estop' | 'tap-before-estop';

export type LeaseNews =
  | { readonly kind: 'on'; readonly session: string }
  | { readonly kind: 'off'; readonly session: string; readonly cause: RelayCause }
  | { readonly kind: 'lapsed'; readonly session: string }
  | { readonly kind: 'estop'; readonly pressed: boolean }
  | { readonly kind: 'taken' }
  | { readonly kind: 'dropped'; readonly reason: Drop };

export interface LeaseStep {
  readonly state: LeaseState;
  readonly news: readonly LeaseNews[];
}

/** Ids remembered as over. A forgotten one is still held back by `seq` and `by_up_ms`. */
export const burntMax = 256;
/** A start is good until the tap's `up_ms` plus this, which is its `by_up_ms`. */
export const tapGoodForMs = 5_000;

/** Power-up: always off, nothing remembered. */
export const powerUp = (boot: number, estop: boolean): LeaseState => ({
  boot,
  seq: 0,
  on: false,
  session: null,
  endsUpMs: 0,
  by: 'none',
  cause: 'power-up',
  estop,
  estopUpMs: estop ? 0 : undefined,
  burnt: [],
});

export function stepLease(before: LeaseState, input: LeaseInput, upMs: number): LeaseStep {
  const due = lapse(before, upMs);
  const next = apply(due.state, input, upMs);
  return { state: next.state, news: [...due.news, ...next.news] };
}

function apply(state: LeaseState, input: LeaseInput, upMs: number): LeaseStep {
  switch (input.kind) {
    case 'time':
      return { state, news: [] };
    case 'let-go':
      if (input.by === 'timer') return runOut(state);
      return switchOff(state, input.by, input.by === 'local' ? 'button' : 'off');
    case 'estop':
      return input.pressed ? pressEstop(state, upMs) : releaseEstop(state, upMs);
    default:
      return input.command.on ? takeOn(state, input.command, upMs) : takeOff(state, input.command);
  }
}

function lapse(state: LeaseState, upMs: number): LeaseStep {
  return upMs < state.endsUpMs ? { state, news: [] } : runOut(state);
}

function runOut(state: LeaseState): LeaseStep {
  if (!state.on || state.session === null) return { state, news: [] };
  const off = switchOff(state, 'gate', 'lease');
  return { state: off.state, news: [{ kind: 'lapsed', session: state.session }, ...off.news] };
}

function takeOff(state: LeaseState, command: DownRelay): LeaseStep {
  if (command.boot !== state.boot) return drop(state, 'boot');
  if (command.seq < state.seq) return drop(state, 'seq');
  const off = switchOff({ ...state, seq: command.seq }, 'service', 'off');
  return { state: off.state, news: [...off.news, { kind: 'taken' }] };
}

function takeOn(state: LeaseState, command: DownRelay & { on: true }, upMs: number): LeaseStep {
  const { session } = command;
  if (command.boot !== state.boot) return drop(state, 'boot');
  if (command.seq <= state.seq) return drop(state, 'seq');
  if (state.estop) return drop(burn(state, session), 'estop');
  if (state.burnt.includes(session)) return drop(state, 'burnt');
  if (upMs > command.by_up_ms) return drop(state, 'late');
  const renewal = state.on && state.session === session;
  if (!renewal && state.estopUpMs !== undefined && command.by_up_ms <= state.estopUpMs + tapGoodForMs) {
    return drop(burn(state, session), 'tap-before-estop');
  }
  const over = renewal ? { state, news: [] } : switchOff(state, 'service', 'superseded');
  return {
    state: {
      ...over.state,
      seq: command.seq,
      on: true,
      session,
      endsUpMs: upMs + command.ttl_ms,
      by: 'service',
      cause: 'lease',
    },
    news: [...over.news, ...(renewal ? [] : [{ kind: 'on' as const, session }]), { kind: 'taken' }],
  };
}

function pressEstop(state: LeaseState, upMs: number): LeaseStep {
  const off = switchOff({ ...state, estop: true, estopUpMs: upMs }, 'local', 'estop');
  return { state: off.state, news: [...off.news, ...(state.estop ? [] : [{ kind: 'estop', pressed: true } as const])] };
}

function releaseEstop(state: LeaseState, upMs: number): LeaseStep {
  if (!state.estop) return { state, news: [] };
  return { state: { ...state, estop: false, estopUpMs: upMs }, news: [{ kind: 'estop', pressed: false }] };
}

/** A renewal never closes a relay: with the lease its session is over. */
function switchOff(state: LeaseState, by: LeaseState['by'], cause: RelayCause): LeaseStep {
  if (!state.on || state.session === null) return { state, news: [] };
  const { session } = state;
  return { state: { ...burn(state, session), on: false, by, cause }, news: [{ kind: 'off', session, cause }] };
}

const burn = (state: LeaseState, session: string): LeaseState => ({
  ...state,
  burnt: [...state.burnt.filter((id) => id !== session), session].slice(-burntMax),
});

const drop = (state: LeaseState, reason: Drop): LeaseStep => ({ state, news: [{ kind: 'dropped', reason }] });
