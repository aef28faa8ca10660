import type { ChildProcess } from 'node:child_process';

/** What the bench asks its load generator and its floor, over the channel of the process. */
export type LoadAsk =
  | { readonly ask: 'connect'; readonly gates: readonly GateLogin[]; readonly floor: Login; readonly url: string }
  | { readonly ask: 'power-up'; readonly arm: Arm; readonly boot: number }
  | { readonly ask: 'report' }
  | { readonly ask: 'run'; readonly phase: Phase }
  | { readonly ask: 'echo'; readonly count: number }
  | { readonly ask: 'durable'; readonly databaseUrl: string; readonly count: number };

export type FloorAsk =
  | {
      readonly ask: 'start';
      readonly login: Login;
      readonly url: string;
      readonly databaseUrl: string;
      readonly pepper: string;
    }
  | { readonly ask: 'commit'; readonly count: number };

export type Arm = 'service' | 'floor';

export interface Login {
  readonly username: string;
  readonly password: string;
}

export interface GateLogin extends Login {
  readonly slug: string;
}

/** Taps one after another, at a mean rate (Poisson), or as many as are answered by all gates at once. */
export type Phase =
  | { readonly kind: 'one'; readonly count: number; readonly maxMs: number }
  | { readonly kind: 'rate'; readonly perSecond: number; readonly ms: number }
  | { readonly kind: 'saturated'; readonly ms: number };

export interface PhaseResult {
  readonly sent: number;
  readonly answered: number;
  readonly ms: number;
  /** Tap → relay command of starts and stops. */
  readonly relayMs: number[];
  /** Tap → answer of refusals. */
  readonly refusedMs: number[];
  /** How often each answer came that was not expected. */
  readonly unexpected: Readonly<Record<string, number>>;
  readonly lost: number;
}

export interface DurableResult {
  readonly looked: number;
  readonly committed: number;
}

/** Asks a process and waits for its answer; one question at a time. */
export async function ask<T>(child: ChildProcess, question: LoadAsk | FloorAsk, deadlineMs = 60_000): Promise<T> {
  return await new Promise<T>((resolve, reject) => {
    const done = (): void => {
      clearTimeout(timer);
      child.off('message', answered);
      child.off('exit', gone);
    };
    const answered = (message: unknown): void => {
      done();
      const { error, result } = message as { error?: string; result?: T };
      if (error === undefined) resolve(result as T);
      else reject(new Error(error));
    };
    const gone = (): void => {
      done();
      reject(new Error(`a process of the bench ended at "${question.ask}"`));
    };
    const timer = setTimeout(() => {
      done();
      reject(new Error(`no answer to "${question.ask}" in ${deadlineMs} ms`));
    }, deadlineMs);
    child.on('message', answered);
    child.once('exit', gone);
    child.send(question);
  });
}

/** The other side of `ask`. The process ends with its channel. */
export function answer(handle: (question: never) => Promise<unknown>): void {
  process.on('message', (question: unknown) => {
    handle(question as never).then(
      (result) => process.send?.({ result }),
      (error: unknown) => process.send?.({ error: (error as Error).stack }),
    );
  });
  process.on('disconnect', () => process.exit(0));
}
