import type { AccessFacts, BookedTime, SessionFacts, TapFacts } from '../../src/core/access/facts.js';
import type { Planned } from '../../src/core/access/planned.js';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const laserName = { pl: 'Laser', en: 'Laser cutter' };

/** A moment at which nothing begins or ends by chance. */
export const now = 1_764_000_000_000;

export const tapFacts: TapFacts = {
  ageMs: 200,
  superseded: false,
  card: { blocked: false },
  unknownCardsLastMinute: 0,
  previous: undefined,
};

/** Anna's booking of this machine, from half an hour ago to in half an hour. */
export const ownBooking: BookedTime = {
  id: 'booking-anna',
  memberId: 'anna',
  held: false,
  along: false,
  overrides: [],
  overridesAt: null,
  from: now - 30 * minute,
  to: now + 30 * minute,
};

export const nextBooking = (from: number): BookedTime => ({
  id: 'booking-next',
  memberId: 'piotr',
  held: false,
  along: false,
  overrides: [],
  overridesAt: null,
  from,
  to: from + hour,
});

export const ownSession: SessionFacts = {
  id: 'session-anna',
  memberId: 'anna',
  memberName: 'Anna',
  state: 'running',
  until: ownBooking.to,
};

/** A closure or an outage that holds now, planned an hour ago. */
export const planned = (change: Partial<Planned> = {}): Planned[] => [
  { from: now - minute, to: now + 1, plannedAt: now - hour, ...change },
];

/** Anna taps at a laser that she is certified for and has booked: nothing speaks against it. */
export const factsOf = (change: Partial<AccessFacts> = {}): AccessFacts => ({
  now,
  zone: 'Europe/Warsaw',
  tap: tapFacts,
  member: { id: 'anna', suspended: false, membershipUntil: undefined },
  machine: { id: 'laser', hazard: 'medium', bookingMode: 'required', outOfOrderSince: undefined },
  gate: { contactAt: now - second, online: true, estop: false, on: false, fault: undefined, failSafeClass: 'A' },
  closures: [],
  outages: [],
  openingHours: undefined,
  openingHoursSetAt: undefined,
  supervisorMissing: false,
  supervisorAskedAt: undefined,
  certificates: [{ competencyName: laserName, requiredVersion: 2, held: { validUntil: undefined, version: 2 } }],
  session: undefined,
  elsewhere: [],
  memberSessionsMax: 1,
  groupInUse: undefined,
  booking: ownBooking,
  nextBooking: undefined,
  ...change,
});
