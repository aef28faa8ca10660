import { now } from '../booking-facts.js';
import { at, day, fine, hour, minute, own, refused, type RuleCase, span } from './case.js';

const noon = span('2027-01-11 12:00', '2027-01-11 14:00');
const monday = at('2027-01-11 00:00');
const all = { counts: 'all' };
const group = { machine: { id: 'laser', groupId: 'hot' } };
const limits = { says: { minutes: 240 }, wanted: noon };
const twoHours = span('2027-01-11 18:00', '2027-01-11 20:00');
const used = { ...all, unit: 'minutes', limit: 240, used: 120, since: monday };
const longer = { from: noon.from, to: noon.to + minute };

export const limitCases: Readonly<Record<string, readonly RuleCase[]>> = {
  'day-limit': [
    fine('none asked for', { wanted: noon, own: [own(twoHours)] }),
    fine('to the minute', { ...limits, own: [own(twoHours)] }),
    refused('a minute more', { ...limits, wanted: longer, own: [own(twoHours)] }, used),
    refused('1 ms more', { ...limits, wanted: { ...noon, to: noon.to + 1 }, own: [own(twoHours)] }, used),
    refused('alone', { ...limits, says: { minutes: 60 } }, { ...used, limit: 60, used: 0 }),
    fine('what is over counts as well, to the minute', {
      ...limits,
      own: [own(span('2027-01-11 07:00', '2027-01-11 09:00'))],
    }),
    fine('over midnight, each day its part', {
      says: { minutes: 120 },
      wanted: span('2027-01-11 22:00', '2027-01-12 02:00'),
    }),
    refused(
      'over midnight, a minute too many before',
      { says: { minutes: 120 }, wanted: span('2027-01-11 21:59', '2027-01-12 02:00') },
      { ...used, limit: 120, used: 0 },
    ),
    refused(
      'over midnight, a minute too many after',
      { says: { minutes: 120 }, wanted: span('2027-01-11 22:00', '2027-01-12 02:01') },
      { ...used, limit: 120, used: 0, since: at('2027-01-12 00:00') },
    ),
    refused(
      'the part of another one after midnight',
      {
        says: { minutes: 120 },
        wanted: span('2027-01-12 12:00', '2027-01-12 13:31'),
        own: [own(span('2027-01-11 20:00', '2027-01-12 00:30'))],
      },
      { ...used, limit: 120, used: 30, since: at('2027-01-12 00:00') },
    ),
    fine('all 23 hours of the day when clocks go forward', {
      says: { minutes: 23 * 60 },
      wanted: span('2027-03-28 00:00', '2027-03-28 24:00'),
    }),
    refused(
      'all 25 hours of the day when they go back',
      { says: { minutes: 23 * 60 }, wanted: span('2027-10-31 00:00', '2027-10-31 24:00') },
      { ...used, limit: 23 * 60, used: 0, since: at('2027-10-31 00:00') },
    ),
    refused(
      'what fills the day of 25 hours',
      {
        says: { minutes: 240 },
        wanted: span('2027-10-31 22:00', '2027-10-31 23:01'),
        own: [own(span('2027-10-31 01:00', '2027-10-31 03:00'))],
      },
      { ...used, used: 180, since: at('2027-10-31 00:00') },
    ),
    fine('a second booking of two', { says: { bookings: 2 }, wanted: noon, own: [own(twoHours)] }),
    refused(
      'a third booking of two',
      { says: { bookings: 2 }, wanted: noon, own: [own(twoHours), own(span('2027-01-11 23:59', '2027-01-12 03:00'))] },
      { ...all, unit: 'bookings', limit: 2, used: 2, since: monday },
    ),
    fine('one that began the day before', {
      says: { bookings: 1 },
      wanted: noon,
      own: [own(span('2027-01-10 23:59', '2027-01-11 10:00'))],
    }),
    fine('set by the machine: at another one', { ...limits, wanted: longer, by: 'machine', own: [own(twoHours)] }),
    refused(
      'set by the machine: at this one',
      { ...limits, wanted: longer, by: 'machine', own: [own(twoHours, { machineId: 'laser' })] },
      { ...used, counts: 'machine' },
    ),
    fine('set by the group: out of it', { ...limits, ...group, wanted: longer, by: 'group', own: [own(twoHours)] }),
    refused(
      'set by the group: in it',
      { ...limits, ...group, wanted: longer, by: 'group', own: [own(twoHours, { groupId: 'hot' })] },
      { ...used, counts: 'group' },
    ),
    refused(
      'set by the membership: anywhere',
      { ...limits, wanted: longer, by: 'membership', own: [own(twoHours)] },
      used,
    ),
    fine('what was booked along', { ...limits, wanted: longer, own: [own(twoHours, { along: true })] }),
  ],
  'week-limit': [
    fine('none asked for', { wanted: noon }),
    fine('to the minute', { ...limits, own: [own(span('2027-01-17 22:00', '2027-01-17 24:00'))] }),
    refused(
      'a minute more',
      { ...limits, own: [own(span('2027-01-17 21:59', '2027-01-17 24:00'))] },
      { ...used, used: 121 },
    ),
    fine('on Sunday before and on Monday after', {
      ...limits,
      own: [own(span('2027-01-10 12:00', '2027-01-10 24:00')), own(span('2027-01-18 00:00', '2027-01-18 12:00'))],
    }),
    refused(
      'over the end of the week, a minute too many after it',
      {
        ...limits,
        wanted: span('2027-01-17 20:00', '2027-01-18 02:01'),
        own: [own(span('2027-01-20 12:00', '2027-01-20 14:00'))],
      },
      { ...used, since: at('2027-01-18 00:00') },
    ),
    fine('and to the minute', {
      ...limits,
      wanted: span('2027-01-17 20:00', '2027-01-18 02:00'),
      own: [own(span('2027-01-20 12:00', '2027-01-20 14:00'))],
    }),
    refused(
      'hours that the clock shows twice count twice',
      { ...limits, wanted: span('2027-10-31 01:00', '2027-10-31 04:01') },
      { ...used, used: 0, since: at('2027-10-25 00:00') },
    ),
    fine('hours that the clock skips do not count', {
      ...limits,
      wanted: span('2027-03-28 00:00', '2027-03-28 05:00'),
    }),
    refused(
      'a third booking of two',
      { says: { bookings: 2 }, wanted: noon, own: [own(twoHours), own(span('2027-01-17 23:59', '2027-01-18 01:00'))] },
      { ...all, unit: 'bookings', limit: 2, used: 2, since: monday },
    ),
    fine('one that starts on the next Monday', {
      says: { bookings: 1 },
      wanted: noon,
      own: [own(span('2027-01-18 00:00', '2027-01-18 01:00'))],
    }),
  ],
  'open-limit': [
    fine('none asked for', { own: [own(twoHours)] }),
    fine('one less', { says: { bookings: 2 }, own: [own(twoHours)] }),
    refused('at the limit', { says: { bookings: 1 }, own: [own(twoHours)] }, { ...all, limit: 1, used: 1 }),
    fine('over now', { says: { bookings: 1 }, own: [own({ from: now - hour, to: now })] }),
    refused(
      'over in 1 ms',
      { says: { bookings: 1 }, own: [own({ from: now - hour, to: now + 1 })] },
      { ...all, limit: 1, used: 1 },
    ),
    fine('set by the machine: at another one', { says: { bookings: 1 }, by: 'machine', own: [own(twoHours)] }),
  ],
  'future-limit': [
    fine('none asked for', { own: [own(twoHours)] }),
    fine('to the minute, over many days', {
      ...limits,
      own: [
        own({ from: now + 3 * day, to: now + 3 * day + hour }),
        own({ from: now + 30 * day, to: now + 30 * day + hour }),
      ],
    }),
    refused(
      'a minute more',
      { ...limits, own: [own({ from: now + 30 * day, to: now + 30 * day + 2 * hour + minute })] },
      { ...all, limit: 240, used: 121 },
    ),
    fine('only what is left of a running one', { ...limits, own: [own({ from: now - day, to: now + 2 * hour })] }),
    refused(
      'and 1 ms more of it',
      { ...limits, memberSessionsMax: 2, own: [own({ from: now - day, to: now + 2 * hour + 1 })] },
      { ...all, limit: 240, used: 120 },
    ),
  ],
};
