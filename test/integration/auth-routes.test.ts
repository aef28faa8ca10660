import { afterAll, beforeAll, expect, it } from 'vitest';
import { appModule, entities } from '../../src/app.module.js';
import { type Route, Routes } from '../../src/modules/auth/index.js';
import { type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

/** Who may call what, written a second time: a route that is new or has changed has to be looked at here. */
const table = {
  'POST /api/v1/auth/login': 'public',
  'POST /api/v1/auth/first-admin': 'public',
  'POST /api/v1/auth/logout': 'member',
  'GET /api/v1/auth/me': 'member',
  'PATCH /api/v1/auth/me': 'member',
  'POST /api/v1/auth/password': 'member',
  'GET /api/v1/auth/sign-ins': 'member',
  'DELETE /api/v1/auth/sign-ins/:id': 'member',
  'POST /api/v1/auth/tokens': 'staff',
  'GET /api/v1/auth/tokens': 'staff',
  'DELETE /api/v1/auth/tokens/:id': 'staff',
  'GET /api/v1/audit': 'admin',
  'GET /api/v1/audit/verification': 'admin',
  'GET /api/v1/members': 'member',
  'POST /api/v1/members': 'staff',
  'GET /api/v1/members/:id': 'member',
  'PATCH /api/v1/members/:id': 'staff',
  'POST /api/v1/members/:id/suspend': 'staff',
  'POST /api/v1/members/:id/reinstate': 'staff',
  'GET /api/v1/members/:id/cards': 'member',
  'POST /api/v1/members/:id/cards': 'staff',
  'POST /api/v1/cards/:id/block': 'member',
  'POST /api/v1/cards/:id/unblock': 'staff',
  'DELETE /api/v1/cards/:id': 'staff',
  'GET /api/v1/machines': 'member',
  'GET /api/v1/machines/:id': 'member',
  'GET /api/v1/machines/:id/availability': 'member',
  'GET /api/v1/machines/:id/free-times': 'member',
  'GET /api/v1/availability/week': 'member',
  'GET /api/v1/machines/:id/access': 'member',
  'POST /api/v1/machines': 'staff',
  'PATCH /api/v1/machines/:id': 'staff',
  'POST /api/v1/machines/:id/lock': 'staff',
  'POST /api/v1/machines/:id/unlock': 'staff',
  'GET /api/v1/workshop': 'member',
  'PATCH /api/v1/workshop': 'admin',
  'GET /api/v1/closures': 'member',
  'POST /api/v1/closures': 'staff',
  'DELETE /api/v1/closures/:id': 'staff',
  'GET /api/v1/closures/holidays': 'staff',
  'POST /api/v1/closures/import': 'staff',
  'GET /api/v1/machines/:id/outages': 'member',
  'POST /api/v1/machines/:id/outages': 'staff',
  'DELETE /api/v1/outages/:id': 'staff',
  'GET /api/v1/supervisions': 'member',
  'POST /api/v1/supervisions': 'instructor',
  'DELETE /api/v1/supervisions/:id': 'instructor',
  'GET /api/v1/exclusive-groups': 'member',
  'POST /api/v1/exclusive-groups': 'staff',
  'GET /api/v1/booking-settings': 'staff',
  'PUT /api/v1/booking-settings/:code': 'admin',
  'GET /api/v1/machines/:id/booking-rules': 'member',
  'GET /api/v1/machine-groups': 'member',
  'POST /api/v1/machine-groups': 'staff',
  'PATCH /api/v1/machine-groups/:id': 'staff',
  'DELETE /api/v1/machine-groups/:id': 'staff',
  'GET /api/v1/membership-kinds': 'member',
  'POST /api/v1/membership-kinds': 'staff',
  'PATCH /api/v1/membership-kinds/:id': 'staff',
  'DELETE /api/v1/membership-kinds/:id': 'staff',
  'GET /api/v1/competencies': 'member',
  'POST /api/v1/competencies': 'staff',
  'GET /api/v1/certificates': 'member',
  'POST /api/v1/certificates': 'instructor',
  'POST /api/v1/certificates/:id/revoke': 'instructor',
  'GET /api/v1/bookings': 'member',
  'POST /api/v1/bookings': 'member',
  'GET /api/v1/bookings/preview': 'member',
  'POST /api/v1/bookings/series': 'member',
  'DELETE /api/v1/bookings/series/:id': 'member',
  'GET /api/v1/bookings/:id': 'member',
  'PATCH /api/v1/bookings/:id': 'member',
  'DELETE /api/v1/bookings/:id': 'member',
  'POST /api/v1/bookings/:id/restore': 'member',
  'POST /api/v1/bookings/:id/finish': 'member',
  'POST /api/v1/bookings/:id/hand-over': 'member',
  'DELETE /api/v1/bookings/:id/hand-over': 'member',
  'POST /api/v1/bookings/:id/accept': 'member',
  'POST /api/v1/bookings/:id/decline-hand-over': 'member',
  'POST /api/v1/bookings/:id/approve': 'staff',
  'POST /api/v1/bookings/:id/decline': 'staff',
  'GET /api/v1/calendar-feeds': 'member',
  'POST /api/v1/calendar-feeds': 'member',
  'DELETE /api/v1/calendar-feeds/:id': 'member',
  'GET /api/v1/calendars/:token.ics': 'public',
  'GET /api/v1/sessions': 'member',
  'GET /api/v1/sessions/:id': 'member',
  'POST /api/v1/sessions/:id/stop': 'member',
  'GET /api/v1/gates': 'staff',
  'GET /api/v1/gates/:id': 'staff',
  'POST /api/v1/gates': 'staff',
  'POST /api/v1/gates/:id/credential': 'staff',
  'POST /api/v1/gates/:id/drills': 'staff',
  'DELETE /api/v1/gates/:id': 'staff',
  'GET /api/v1/wait-list': 'member',
  'POST /api/v1/wait-list': 'member',
  'POST /api/v1/wait-list/:id/claim': 'member',
  'DELETE /api/v1/wait-list/:id': 'member',
  'GET /api/v1/strikes': 'member',
  'POST /api/v1/strikes/:id/appeal': 'member',
  'POST /api/v1/strikes/:id/decision': 'staff',
  'GET /api/v1/notices': 'member',
  'POST /api/v1/notices/read': 'member',
  'GET /api/v1/live/snapshot': 'member',
  'GET /api/v1/live': 'member',
  'GET /api/v1/demo': 'member',
  'POST /api/v1/demo/taps': 'member',
  'POST /api/v1/demo/gates': 'member',
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /metrics': 'public',
} as const;

/** Roles by which a route may be called. */
const lets = {
  public: ['nobody', 'member', 'instructor', 'staff', 'admin'],
  member: ['member', 'instructor', 'staff', 'admin'],
  instructor: ['instructor', 'staff', 'admin'],
  staff: ['staff', 'admin'],
  admin: ['admin'],
} as const;
const callers = lets.public;

let workshop: HttpWorkshop;
let routes: readonly Route[];
const people = new Map<string, Person>();
beforeAll(async () => {
  workshop = await startHttpWorkshop({ build: appModule, entities });
  routes = workshop.app.get(Routes).list();
  for (const role of ['member', 'instructor', 'staff', 'admin'] as const) people.set(role, await workshop.person(role));
});
afterAll(async () => await workshop.stop());

it('knows every route', () => {
  expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(Object.keys(table).toSorted());
  expect(routes.length).toBeGreaterThanOrEqual(64);
});

it('lets every role call what it may and nothing else', async () => {
  let tried = 0;
  for (const [route, permission] of Object.entries(table)) {
    const [method, pattern] = route.split(' ') as [string, string];
    const path = pattern.replace(':id', '0190a000-0000-7000-8000-000000000000');
    for (const role of callers) {
      const person = people.get(role);
      // Logging out would end the sign-in that the rest needs.
      const as = route.endsWith('/logout') && person !== undefined ? await workshop.logIn(person.email) : person;
      const { status, body } = await workshop.call(method, path, { as, ...(method === 'GET' ? {} : { body: {} }) });
      const may = (lets[permission] as readonly string[]).includes(role);
      const stopped = status === 401 || status === 403;
      const stops = role === 'nobody' ? 'not-signed-in' : 'not-allowed';
      expect(stopped ? body.code : 'let in', `${role}: ${route} answered ${status}`).toBe(may ? 'let in' : stops);
      tried += 1;
    }
    // So that a member's thirty writes a minute are enough.
    workshop.clock.forward(2_500);
  }
  expect(tried).toBe(routes.length * callers.length);
});

it('describes every route: its answer, its errors, and who may call', async () => {
  const { body } = await workshop.call('GET', '/api/openapi.json');
  type Operation = { responses: Record<string, object>; security?: object[] };
  const operations = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        route: `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
        ...operation,
      })),
  );
  const api = Object.keys(table).filter((route) => route.includes(' /api/'));
  expect(operations.map(({ route }) => route).toSorted()).toEqual(api.toSorted());
  for (const { route, responses, security } of operations) {
    expect(Object.keys(responses), route).toEqual([expect.stringMatching(/^20[014]$/), 'default']);
    const open = table[route as keyof typeof table] === 'public';
    expect(security, route).toEqual(open ? undefined : [{ cookie: [] }, { bearer: [] }]);
  }
  expect(body.components.schemas.Problem.required).toEqual(expect.arrayContaining(['status', 'code', 'text']));
  expect(JSON.stringify(body.paths['/api/v1/live'].get.responses[200])).toContain('text/event-stream');
  const logIn = body.paths['/api/v1/auth/login'].post;
  expect(logIn.requestBody.content['application/json'].schema.required).toEqual(['email', 'password']);
  expect(JSON.stringify(logIn.responses[200])).toContain('"timeZone"');
});
