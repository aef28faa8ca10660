import type { BookingFacts } from '../../src/core/booking/facts.js';
import type { StoredSetting } from '../../src/core/booking/settings.js';

const minute = 60_000;
/** A Monday, 2027-01-11, 10:00 in Warsaw. */
export const now = Date.UTC(2027, 0, 11, 9);

/** Anna, certified, wants the laser for an hour, an hour from now; nothing is against it. */
export const bookingFacts: BookingFacts = {
  now,
  zone: 'Europe/Warsaw',
  wanted: { from: now + 60 * minute, to: now + 120 * minute },
  former: undefined,
  made: 'ahead',
  along: false,
  member: { id: 'anna', suspended: false, membershipUntil: undefined },
  machine: { id: 'laser', groupId: undefined },
  memberSessionsMax: 1,
  closures: [],
  outages: [],
  supervised: [],
  certificates: [
    {
      competencyName: { pl: 'Laser', en: 'Laser cutter' },
      requiredVersion: 2,
      held: { validUntil: undefined, version: 2 },
    },
  ],
  own: [],
  neighbours: [],
  exclusive: [],
  strikes: [],
};

/** What the workshop says about some rules. */
export const workshopSays = (settings: Readonly<Record<string, unknown>>): StoredSetting[] =>
  Object.entries(settings).map(([rule, said]) => ({ rule, scope: 'workshop', settings: said }));
