import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { signInCookie } from '../../src/modules/auth/index.js';

export interface HttpCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly signIn: string;
  readonly body?: unknown;
}

export interface Pumped {
  /** Of each call, in ms. */
  readonly latenciesMs: readonly number[];
  readonly wholeMs: number;
  /** How often each status came. */
  readonly statuses: Readonly<Record<number, number>>;
}

/** So many calls, so many at a time, over connections that stay open. */
export async function pump(port: number, calls: readonly HttpCall[], inFlight: number): Promise<Pumped> {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight, noDelay: true });
  const latenciesMs: number[] = [];
  const statuses: Record<number, number> = {};
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let call = calls[next++]; call !== undefined; call = calls[next++]) {
      const started = performance.now();
      const status = await send(agent, port, call);
      latenciesMs.push(performance.now() - started);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: inFlight }, worker));
  const wholeMs = performance.now() - started;
  agent.destroy();
  return { latenciesMs, wholeMs, statuses };
}

async function send(agent: Agent, port: number, { method, path, signIn, body }: HttpCall): Promise<number> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return await new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        method,
        path,
        headers: {
          cookie: `${signInCookie}=${signIn}`,
          host: `localhost:${port}`,
          origin: `http://localhost:${port}`,
          ...(text === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
      },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
        answer.once('error', reject);
      },
    );
    sent.once('error', reject);
    sent.end(text);
  });
}
