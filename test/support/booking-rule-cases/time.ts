import { bookingFacts, now } from '../booking-facts.js';
import { at, day, fine, former, hour, minute, refused, type RuleCase, span } from './case.js';

const { wanted } = bookingFacts;
const from = (start: number, length = hour) => ({ wanted: { from: start, to: start + length } });
const elsewhere = { ...former({ from: now + hour, to: now + 90 * minute }), machineId: 'lathe' };

export const timeCases: Readonly<Record<string, readonly RuleCase[]>> = {
  'in-the-past': [
    fine('from now', from(now)),
    fine('five minutes ago', from(now - 5 * minute)),
    refused('1 ms more than five minutes ago', from(now - 5 * minute - 1), { from: now - 5 * minute - 1 }),
    refused('over already', from(now - 2 * minute, 2 * minute), { from: now - 2 * minute }),
    fine('over in 1 ms', from(now - 2 * minute, 2 * minute + 1)),
    refused(
      'a minute ago, where none is granted',
      { says: { graceMinutes: 0 }, ...from(now - minute) },
      { from: now - minute },
    ),
    fine('running, and made longer', {
      ...from(now - hour, 2 * hour),
      former: former({ from: now - hour, to: now + 30 * minute }),
    }),
    refused(
      'running, and moved to an earlier start',
      { ...from(now - hour - 1, 2 * hour), former: former({ from: now - hour, to: now + 30 * minute }) },
      { from: now - hour - 1 },
    ),
    refused(
      'made shorter, to an end that has passed',
      { ...from(now - hour, hour), former: former({ from: now - hour, to: now + hour }) },
      { from: now - hour },
    ),
  ],
  'minimum-notice': [
    fine('none asked for', from(now)),
    fine('to the minute', { says: { minutes: 120 }, ...from(now + 2 * hour) }),
    refused(
      '1 ms too late',
      { says: { minutes: 120 }, ...from(now + 2 * hour - 1) },
      { minutes: 120, earliest: now + 2 * hour },
    ),
    fine('made longer at a start that is kept', {
      says: { minutes: 120 },
      ...from(now + hour),
      former: former({ from: now + hour, to: now + 90 * minute }),
    }),
    refused(
      'a start that is kept, at another machine',
      { says: { minutes: 120 }, ...from(now + hour), former: elsewhere },
      { minutes: 120, earliest: now + 2 * hour },
    ),
  ],
  'beyond-horizon': [
    fine('ends at the horizon', from(now + 90 * day - hour)),
    refused('ends 1 ms later', from(now + 90 * day - hour + 1), { days: 90, until: now + 90 * day }),
    refused('a day', { says: { days: 1 }, ...from(now + day) }, { days: 1, until: now + day }),
    refused('the year 9999', from(253_370_764_800_000), { days: 90, until: now + 90 * day }),
  ],
  'too-short': [
    fine('none asked for', from(now, 1)),
    fine('to the minute', { says: { minutes: 30 }, ...from(now, 30 * minute) }),
    refused('a minute short', { says: { minutes: 30 }, ...from(now, 29 * minute) }, { minutes: 30 }),
    refused('1 ms short', { says: { minutes: 30 }, ...from(now, 30 * minute - 1) }, { minutes: 30 }),
    fine('03:30 after 01:30 is an hour when clocks go forward', {
      says: { minutes: 60 },
      wanted: span('2027-03-28 01:30', '2027-03-28 03:30'),
    }),
    refused(
      'and a minute less is less',
      { says: { minutes: 60 }, wanted: span('2027-03-28 01:30', '2027-03-28 03:29') },
      { minutes: 60 },
    ),
  ],
  'too-long': [
    fine('none asked for', from(now, 60 * day)),
    fine('to the minute', { says: { minutes: 120 }, ...from(now, 2 * hour) }),
    refused(
      'a minute more',
      { says: { minutes: 120 }, ...from(now, 2 * hour + minute) },
      { minutes: 120, until: now + 2 * hour },
    ),
    refused(
      '1 ms more',
      { says: { minutes: 120 }, ...from(now, 2 * hour + 1) },
      { minutes: 120, until: now + 2 * hour },
    ),
    fine('03:00 after 00:00 is two hours when clocks go forward', {
      says: { minutes: 120 },
      wanted: span('2027-03-28 00:00', '2027-03-28 03:00'),
    }),
    refused(
      'and four when they go back',
      { says: { minutes: 180 }, wanted: span('2027-10-31 00:00', '2027-10-31 03:00') },
      { minutes: 180, until: at('2027-10-31 00:00') + 3 * hour },
    ),
  ],
  'off-step': [
    fine('none asked for', from(now + 1)),
    fine('on it, to midnight', { says: { minutes: 15 }, wanted: span('2027-01-11 22:45', '2027-01-11 24:00') }),
    refused(
      'a start one minute off',
      { says: { minutes: 15 }, wanted: span('2027-01-11 12:01', '2027-01-11 13:00') },
      { minutes: 15 },
    ),
    refused(
      'an end one minute off',
      { says: { minutes: 15 }, wanted: span('2027-01-11 12:00', '2027-01-11 12:59') },
      { minutes: 15 },
    ),
    refused('1 ms off', { says: { minutes: 5 }, wanted: { from: wanted.from + 1, to: wanted.to } }, { minutes: 5 }),
    fine('by the wall when clocks go forward', {
      says: { minutes: 240 },
      wanted: span('2027-03-28 00:00', '2027-03-28 04:00'),
    }),
    refused(
      'not by hours since midnight',
      { says: { minutes: 240 }, wanted: { from: at('2027-03-28 00:00'), to: at('2027-03-28 00:00') + 4 * hour } },
      { minutes: 240 },
    ),
    fine('02:00 for the second time when they go back', {
      says: { minutes: 60 },
      wanted: { from: at('2027-10-31 02:00'), to: at('2027-10-31 02:00') + hour },
    }),
    fine('a start off it that is kept', {
      says: { minutes: 15 },
      wanted: span('2027-01-11 12:01', '2027-01-11 13:00'),
      former: former(span('2027-01-11 12:01', '2027-01-11 12:30')),
    }),
    fine('an end off it that is kept', {
      says: { minutes: 15 },
      wanted: span('2027-01-11 12:00', '2027-01-11 12:59'),
      former: former(span('2027-01-11 12:15', '2027-01-11 12:59')),
    }),
    refused(
      'made shorter, to an end off it',
      {
        says: { minutes: 15 },
        wanted: span('2027-01-11 12:01', '2027-01-11 12:29'),
        former: former(span('2027-01-11 12:01', '2027-01-11 12:31')),
      },
      { minutes: 15 },
    ),
  ],
};
