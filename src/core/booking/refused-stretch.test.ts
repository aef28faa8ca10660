import { describe, expect, it } from 'vitest';
import { bookingFacts as facts, now, workshopSays } from '../../../test/support/booking-facts.js';
import { decideBooking } from './decide-booking.js';
import { refusedStretch } from './refused-stretch.js';

const hour = 60 * 60_000;
const day = 24 * hour;
/** Monday 00:00 in Warsaw. */
const monday = now - 10 * hour;
const own = (from: number, to: number) => ({
  from,
  to,
  machineId: 'lathe',
  groupId: undefined,
  machineName: { pl: 'Tokarka', en: 'Lathe' },
  along: false,
});
const suspended = { member: { ...facts.member, suspended: true } };
const relaxed = { 'relaxed-hours': { windows: [{ days: ['sat'], from: '20:00', to: '08:00' }] } };
const busyDay = { own: [own(monday + 15 * hour, monday + 17 * hour)] };
const always = { from: -Infinity, to: Infinity };
const length = hour;

describe('where a refused booking is refused as well', () => {
  it.each([
    ['whenever it is, for a member who may not', {}, suspended, always],
    [
      'in the whole day, of which no booking is left',
      { 'day-limit': { bookings: 1 } },
      busyDay,
      { from: monday, to: monday + day },
    ],
    [
      'wherever it touches a day of which no minute is left',
      { 'day-limit': { minutes: 120 } },
      busyDay,
      { from: monday - length + 1, to: monday + day },
    ],
    ['nowhere that is known, while some minutes are left', { 'day-limit': { minutes: 150 } }, busyDay, undefined],
    ['in the whole week', { 'week-limit': { bookings: 1 } }, busyDay, { from: monday, to: monday + 7 * day }],
    [
      'nowhere that is known, where limits are set aside at times',
      { ...relaxed, 'week-limit': { bookings: 1 } },
      busyDay,
      undefined,
    ],
    ['nowhere that is known, when it is for another reason', { 'too-short': { minutes: 90 } }, {}, undefined],
    [
      'nowhere that is known, for a booking that is changed',
      {},
      { ...suspended, former: { ...facts.wanted, machineId: 'laser', memberId: 'piotr' } },
      undefined,
    ],
  ])('%s', (_name, settings, change, expected) => {
    const stored = workshopSays(settings);
    const asked = { ...facts, ...change };
    const decision = decideBooking(stored, asked);
    if (decision.allow) throw new Error('it is allowed');
    const found = refusedStretch(stored, asked, decision.refusals);
    expect(found).toEqual(expected);
    const { from, to } = found ?? asked.wanted;
    for (const start of [from, to - 1].filter(Number.isFinite)) {
      const wanted = { from: start, to: start + length };
      expect(decideBooking(stored, { ...asked, wanted, now: monday - 30 * day }).allow).toBe(false);
    }
  });
});
