import { z } from 'zod';
import {
  accessPreview,
  appealDecision,
  appealRequest,
  booking,
  bookingChange,
  bookingRequest,
  bookingSettings,
  calendarFeed,
  calendarFeedRequest,
  calendarFeedWithUrl,
  closure,
  closureImport,
  closureImported,
  closureRequest,
  demoGateRequest,
  demoTapAnswer,
  demoTapRequest,
  demoView,
  firstAdminRequest,
  handOverRequest,
  holidays,
  listOf,
  liveSnapshot,
  loginRequest,
  machine,
  machineChange,
  machineGroup,
  machineGroupRequest,
  me,
  meChange,
  membershipKind,
  membershipKindRequest,
  notices,
  noticesRead,
  outage,
  outageRequest,
  reason,
  seriesCancelled,
  settingChange,
  strike,
  supervision,
  supervisionRequest,
  waitEntry,
} from '../../contracts/http/index.js';

/** One call of the API: where it goes, what it takes, what it answers with. */
export interface Route<Body, Answer> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
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
  method: 'POST' | 'PUT' | 'PATCH',
  path: string,
  body: z.ZodType<unknown, Body>,
  answer: z.ZodType<Answer>,
): Route<Body, Answer> => ({ method, path, body, answer });
const bare = (method: 'POST' | 'DELETE', path: string): Route<undefined, unknown> => ({
  method,
  path,
  body: undefined,
  answer: anything,
});
const post = (path: string): Route<undefined, unknown> => bare('POST', path);
const remove = (path: string): Route<undefined, unknown> => bare('DELETE', path);

export const routes = {
  me: get('/auth/me', me),
  logIn: send('POST', '/auth/login', loginRequest, me),
  firstAdmin: send('POST', '/auth/first-admin', firstAdminRequest, me),
  logOut: post('/auth/logout'),
  changeMe: send('PATCH', '/auth/me', meChange, me),
  liveSnapshot: get('/live/snapshot', liveSnapshot),
  access: get('/machines/:id/access', accessPreview),
  lock: send('POST', '/machines/:id/lock', reason, anything),
  unlock: post('/machines/:id/unlock'),
  stopSession: send('POST', '/sessions/:id/stop', reason, anything),
  demo: get('/demo', demoView),
  demoTap: send('POST', '/demo/taps', demoTapRequest, demoTapAnswer),
  demoGate: send('POST', '/demo/gates', demoGateRequest, anything),

  bookings: get('/bookings', listOf(booking)),
  book: send('POST', '/bookings', bookingRequest, booking),
  changeBooking: send('PATCH', '/bookings/:id', bookingChange, booking),
  cancelBooking: remove('/bookings/:id'),
  restoreBooking: post('/bookings/:id/restore'),
  finishBooking: post('/bookings/:id/finish'),
  handOverBooking: send('POST', '/bookings/:id/hand-over', handOverRequest, anything),
  approveBooking: post('/bookings/:id/approve'),
  declineBooking: send('POST', '/bookings/:id/decline', reason, anything),
  cancelSeries: { ...remove('/bookings/series/:id'), answer: seriesCancelled },
  waitList: get('/wait-list', listOf(waitEntry)),
  claim: post('/wait-list/:id/claim'),
  leaveWaitList: remove('/wait-list/:id'),
  strikes: get('/strikes', listOf(strike)),
  appealStrike: send('POST', '/strikes/:id/appeal', appealRequest, anything),
  decideAppeal: send('POST', '/strikes/:id/decision', appealDecision, anything),
  notices: get('/notices', notices),
  readNotices: send('POST', '/notices/read', noticesRead, anything),
  calendarFeeds: get('/calendar-feeds', listOf(calendarFeed)),
  makeCalendarFeed: send('POST', '/calendar-feeds', calendarFeedRequest, calendarFeedWithUrl),
  revokeCalendarFeed: remove('/calendar-feeds/:id'),

  machines: get('/machines', listOf(machine)),
  changeMachine: send('PATCH', '/machines/:id', machineChange, anything),
  bookingSettings: get('/booking-settings', bookingSettings),
  changeBookingSetting: send('PUT', '/booking-settings/:code', settingChange, anything),
  machineGroups: get('/machine-groups', listOf(machineGroup)),
  makeMachineGroup: send('POST', '/machine-groups', machineGroupRequest, machineGroup),
  renameMachineGroup: send('PATCH', '/machine-groups/:id', machineGroupRequest, anything),
  removeMachineGroup: remove('/machine-groups/:id'),
  membershipKinds: get('/membership-kinds', listOf(membershipKind)),
  makeMembershipKind: send('POST', '/membership-kinds', membershipKindRequest, membershipKind),
  renameMembershipKind: send('PATCH', '/membership-kinds/:id', membershipKindRequest, anything),
  removeMembershipKind: remove('/membership-kinds/:id'),
  outages: get('/machines/:id/outages', listOf(outage)),
  planOutage: send('POST', '/machines/:id/outages', outageRequest, outage),
  removeOutage: remove('/outages/:id'),
  supervisions: get('/supervisions', listOf(supervision)),
  planSupervision: send('POST', '/supervisions', supervisionRequest, supervision),
  removeSupervision: remove('/supervisions/:id'),
  closures: get('/closures', listOf(closure)),
  close: send('POST', '/closures', closureRequest, closure),
  removeClosure: remove('/closures/:id'),
  holidays: get('/closures/holidays', holidays),
  importClosures: send('POST', '/closures/import', closureImport, closureImported),
};
