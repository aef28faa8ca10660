import { z } from 'zod';
import {
  accessPreview,
  demoGateRequest,
  demoTapAnswer,
  demoTapRequest,
  demoView,
  firstAdminRequest,
  meChange,
  liveSnapshot,
  loginRequest,
  me,
  reason,
} from '../../contracts/http/index.js';

/** One call of the API: where it goes, what it takes, what it answers with. */
export interface Route<Body, Answer> {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below `/api/v1`; `:name` is filled from the call's `params`. */
  readonly path: string;
  readonly body: z.ZodType<unknown, Body> | undefined;
  readonly answer: z.ZodType<Answer>;
}

/** The answer does not matter, only that it was a yes. */
const anything = z.unknown();

const get = <Answer>(path: string, answer: z.ZodType<Answer>): Route<undefined, Answer> => ({
  method: 'GET',
  path,
  body: undefined,
  answer,
});
const send = <Body, Answer>(
  method: 'POST' | 'PATCH',
  path: string,
  body: z.ZodType<unknown, Body>,
  answer: z.ZodType<Answer>,
): Route<Body, Answer> => ({ method, path, body, answer });
const post = (path: string): Route<undefined, unknown> => ({ method: 'POST', path, body: undefined, answer: anything });

export const routes = {
  me: get('/auth/me', me),
  logIn: send('POST', '/auth/login', loginRequest, me),
  firstAdmin: send('POST', '/auth/first-admin', firstAdminRequest, me),
  logOut: post('/auth/logout'),
  setLanguage: send('PATCH', '/auth/me', meChange, anything),
  liveSnapshot: get('/live/snapshot', liveSnapshot),
  access: get('/machines/:id/access', accessPreview),
  lock: send('POST', '/machines/:id/lock', reason, anything),
  unlock: post('/machines/:id/unlock'),
  stopSession: send('POST', '/sessions/:id/stop', reason, anything),
  demo: get('/demo', demoView),
  demoTap: send('POST', '/demo/taps', demoTapRequest, demoTapAnswer),
  demoGate: send('POST', '/demo/gates', demoGateRequest, anything),
};
