import { bookingFacts, now } from '../booking-facts.js';
import { at, day, fine, former, hour, minute, refused, type RuleCase, span } from './case.js';

const { wanted } = bookingFacts;
const { from, to } = wanted;
const tokarka = { machineName: { pl: 'Tokarka', en: 'Lathe' } };
const neighbour = { memberId: 'piotr' };
const closedDays = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const hours = {
  ...closedDays,
  mon: [
    { from: '10:00', to: '14:00' },
    { from: '16:00', to: '24:00' },
  ],
  tue: [{ from: '00:00', to: '02:00' }],
  sun: [{ from: '01:00', to: '03:00' }],
};

export const machineCases: Readonly<Record<string, readonly RuleCase[]>> = {
  closed: [
    fine('until the start', { closures: [{ from: now, to: from }] }),
    fine('from the end', { closures: [{ from: to, to: to + 1 }] }),
    refused('the last 1 ms of it', { closures: [{ from: to - 1, to }] }, { from: to - 1, until: to }),
    refused(
      'twice, from the first to the last',
      {
        closures: [
          { from: now, to: from + 1 },
          { from: to - 1, to: to + day },
        ],
      },
      { from: now, until: to + day },
    ),
  ],
  outage: [
    fine('until the start', { outages: [{ from: now, to: from }] }),
    fine('from the end', { outages: [{ from: to, to: to + 1 }] }),
    refused('the first 1 ms of it', { outages: [{ from: now, to: from + 1 }] }, { from: now, until: from + 1 }),
  ],
  'outside-opening-hours': [
    fine('none set', {}),
    fine('from opening to closing', { says: { hours }, wanted: span('2027-01-11 10:00', '2027-01-11 14:00') }),
    refused(
      'a minute past closing',
      { says: { hours }, wanted: span('2027-01-11 13:00', '2027-01-11 14:01') },
      { day: at('2027-01-11 14:00'), hours: '10:00–14:00, 16:00–24:00' },
    ),
    refused(
      '1 ms before opening',
      { says: { hours }, wanted: { from: at('2027-01-11 10:00') - 1, to: at('2027-01-11 11:00') } },
      { day: at('2027-01-11 10:00') - 1, hours: '10:00–14:00, 16:00–24:00' },
    ),
    fine('over midnight, open on both days', { says: { hours }, wanted: span('2027-01-11 22:00', '2027-01-12 02:00') }),
    refused(
      'over midnight, a minute too long',
      { says: { hours }, wanted: span('2027-01-11 22:00', '2027-01-12 02:01') },
      { day: at('2027-01-12 02:00'), hours: '00:00–02:00' },
    ),
    refused(
      'on a day that is closed',
      { says: { hours }, wanted: span('2027-01-13 12:00', '2027-01-13 13:00') },
      { day: at('2027-01-13 12:00'), hours: '' },
    ),
    fine('01:00 to 03:00 when clocks go forward is an hour', {
      says: { hours },
      wanted: { from: at('2027-03-28 01:00'), to: at('2027-03-28 01:00') + hour },
    }),
    refused(
      'and a minute more is too long',
      { says: { hours }, wanted: { from: at('2027-03-28 01:00'), to: at('2027-03-28 01:00') + hour + minute } },
      { day: at('2027-03-28 03:00'), hours: '01:00–03:00' },
    ),
    fine('01:00 to 03:00 when they go back is three', {
      says: { hours },
      wanted: { from: at('2027-10-31 01:00'), to: at('2027-10-31 01:00') + 3 * hour },
    }),
    refused(
      'and a minute more is too long then',
      { says: { hours }, wanted: { from: at('2027-10-31 01:00'), to: at('2027-10-31 01:00') + 3 * hour + minute } },
      { day: at('2027-10-31 03:00'), hours: '01:00–03:00' },
    ),
  ],
  'supervisor-required': [
    fine('none asked for', {}),
    fine('to the minute', { says: { needed: true }, supervised: [wanted] }),
    refused('nobody', { says: { needed: true } }, { from }),
    refused('from 1 ms after the start', { says: { needed: true }, supervised: [{ from: from + 1, to }] }, { from }),
    refused(
      'until 1 ms before the end',
      { says: { needed: true }, supervised: [{ from: now, to: to - 1 }] },
      { from: to - 1 },
    ),
  ],
  'cleaning-time': [
    fine('none asked for, touching', { neighbours: [{ from: to, to: to + hour, ...neighbour }] }),
    fine('as long as asked for', {
      says: { minutes: 15 },
      neighbours: [
        { from: now, to: from - 15 * minute, ...neighbour },
        { from: to + 15 * minute, to: to + hour, ...neighbour },
      ],
    }),
    refused(
      'a minute short before it',
      { says: { minutes: 15 }, neighbours: [{ from: now, to: from - 14 * minute, ...neighbour }] },
      { minutes: 15, from: now, until: from - 14 * minute },
    ),
    refused(
      '1 ms short after it',
      { says: { minutes: 15 }, neighbours: [{ from: to + 15 * minute - 1, to: to + hour, ...neighbour }] },
      { minutes: 15, from: to + 15 * minute - 1, until: to + hour },
    ),
    fine('time that somebody has is no matter of cleaning', {
      says: { minutes: 15 },
      neighbours: [{ from: to - minute, to: to + hour, ...neighbour }],
    }),
    fine('made longer: what lies before a start that is kept', {
      says: { minutes: 15 },
      former: former({ from, to: to - minute }),
      neighbours: [{ from: now, to: from, ...neighbour }],
    }),
  ],
  'exclusive-group-booked': [
    fine('until the start and from the end', {
      exclusive: [
        { from: now, to: from, ...tokarka },
        { from: to, to: to + hour, ...tokarka },
      ],
    }),
    refused(
      '1 ms of it',
      { exclusive: [{ from: to - 1, to: to + hour, ...tokarka }] },
      { machinePl: 'Tokarka', machineEn: 'Lathe', from: to - 1, until: to + hour },
    ),
  ],
};
