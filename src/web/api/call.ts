import { problem } from '../../contracts/http/index.js';
import { ApiProblem, UnexpectedAnswer, Unreachable } from './problem.js';
import type { Route } from './routes.js';

export const apiRoot = '/api/v1';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

interface Given<Body> {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Query;
  /** The version that was seen: when it is no longer that one, nothing changes. */
  readonly ifMatch?: number;
  readonly body?: Body;
  readonly signal?: AbortSignal;
}

const pathOf = (path: string, params: Readonly<Record<string, string>> = {}): string =>
  apiRoot +
  path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`${path} needs ${name}`);
    return encodeURIComponent(value);
  });

const queryOf = (query: Query = {}): string => {
  const said = Object.entries(query).filter(([, value]) => value !== undefined);
  return said.length === 0
    ? ''
    : `?${new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString()}`;
};

/** Makes one call. Throws `ApiProblem` when the service says no, `Unreachable` when nobody answers. */
export async function call<Body, Answer>(route: Route<Body, Answer>, given: Given<Body> = {}): Promise<Answer> {
  const response = await answerOf(route, given);
  const text = await response.text().catch((cause: unknown) => {
    throw new Unreachable('the answer broke off', { cause });
  });
  if (!response.ok) throw problemOf(response, text);
  const answer = route.answer.safeParse(jsonOf(text));
  if (!answer.success) throw new UnexpectedAnswer(`${route.path}: ${answer.error.message}`);
  return answer.data;
}

async function answerOf<Body>(route: Route<Body, unknown>, given: Given<Body>): Promise<Response> {
  try {
    return await fetch(pathOf(route.path, given.params) + queryOf(given.query), {
      method: route.method,
      headers: {
        accept: 'application/json',
        ...(given.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(given.ifMatch === undefined ? {} : { 'if-match': `"${given.ifMatch}"` }),
      },
      ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
      ...(given.signal === undefined ? {} : { signal: given.signal }),
    });
  } catch (cause) {
    throw new Unreachable(`${route.method} ${route.path}`, { cause });
  }
}

function problemOf(response: Response, text: string): Error {
  const parsed = problem.safeParse(jsonOf(text));
  if (parsed.success) return new ApiProblem(parsed.data, Number(response.headers.get('retry-after')) || undefined);
  // A proxy answers for a service that is down in its own words.
  return response.status >= 502
    ? new Unreachable(String(response.status))
    : new UnexpectedAnswer(String(response.status));
}

function jsonOf(text: string): unknown {
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
