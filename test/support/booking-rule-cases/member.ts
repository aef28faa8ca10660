import { bookingFacts, now } from '../booking-facts.js';
import { day, fine, hour, minute, own, refused, type RuleCase, span } from './case.js';

const { member, wanted } = bookingFacts;
const laser = { competencyName: { pl: 'Laser', en: 'Laser cutter' }, requiredVersion: 2 };
const certificate = (validUntil: number | undefined, version = 2) => ({
  certificates: [{ ...laser, held: { validUntil, version } }],
});
const names = { competencyPl: 'Laser', competencyEn: 'Laser cutter' };
const noon = span('2027-01-11 12:00', '2027-01-11 14:00');

export const memberCases: Readonly<Record<string, readonly RuleCase[]>> = {
  'member-suspended': [fine('not suspended', {}), refused('suspended', { member: { ...member, suspended: true } }, {})],
  'membership-expired': [
    fine('for ever', {}),
    fine('to the end', { member: { ...member, membershipUntil: wanted.to } }),
    refused(
      '1 ms short',
      { member: { ...member, membershipUntil: wanted.to - 1 } },
      { until: wanted.to - 1, ahead: 1 },
    ),
    refused('over already', { member: { ...member, membershipUntil: now } }, { until: now }),
  ],
  strikes: [
    fine('no limit', { strikes: [now, now, now] }),
    fine('one less than the limit', { says: { max: 3 }, strikes: [now - day, now] }),
    refused(
      'at the limit, until the first of three ends',
      { says: { max: 3 }, strikes: [now - 3 * day, now - 2 * day, now] },
      { limit: 3, used: 3, withinDays: 90, until: now + 87 * day },
    ),
    refused(
      'over the limit, until few enough are left',
      { says: { max: 2 }, strikes: [now - 3 * day, now - 2 * day, now - day] },
      { limit: 2, used: 3, withinDays: 90, until: now + 88 * day },
    ),
    refused(
      '1 ms before one ends',
      { says: { max: 1, withinDays: 7 }, strikes: [now - 7 * day + 1] },
      { limit: 1, used: 1, withinDays: 7, until: now + 1 },
    ),
    fine('when one ends', { says: { max: 1, withinDays: 7 }, strikes: [now - 7 * day] }),
  ],
  'not-certified': [
    fine('a machine that asks for nothing', { certificates: [] }),
    fine('certified', {}),
    refused('no certificate', { certificates: [{ ...laser, held: undefined }] }, names),
  ],
  'certificate-expired': [
    fine('to the end', certificate(wanted.to)),
    refused('1 ms short', certificate(wanted.to - 1), { ...names, until: wanted.to - 1, ahead: 1 }),
    refused('over already', certificate(now - 1), { ...names, until: now - 1 }),
  ],
  'certificate-outdated': [
    fine('a newer version', certificate(undefined, 3)),
    refused('an older version', certificate(undefined, 1), { ...names, version: 2 }),
  ],
  'own-overlap': [
    fine('nothing else', {}),
    fine('touching before and after', {
      wanted: noon,
      own: [own({ from: noon.from - hour, to: noon.from }), own({ from: noon.to, to: noon.to + hour })],
    }),
    refused(
      '1 ms at two machines',
      { wanted: noon, own: [own({ from: noon.to - 1, to: noon.to + hour })] },
      { machinePl: 'Tokarka', machineEn: 'Lathe', limit: 1 },
    ),
    fine('the same machine is no other', { wanted: noon, own: [own(noon, { machineId: 'laser' })] }),
    fine('an extractor booked along', { wanted: noon, own: [own(noon, { along: true })] }),
    fine('two at a time, one after the other elsewhere', {
      memberSessionsMax: 2,
      wanted: noon,
      own: [own({ from: noon.from, to: noon.from + hour }), own({ from: noon.from + hour, to: noon.to })],
    }),
    refused(
      'a third at a time, for 1 ms',
      {
        memberSessionsMax: 2,
        wanted: noon,
        own: [
          own({ from: noon.from - day, to: noon.from + hour + 1 }),
          own({ from: noon.from + hour, to: noon.to }, { machineId: 'saw', machineName: { pl: 'Piła', en: 'Saw' } }),
        ],
      },
      { machinePl: 'Tokarka, Piła', machineEn: 'Lathe, Saw', limit: 2 },
    ),
  ],
  'gap-between-own': [
    fine('none asked for, touching', { own: [own({ from: wanted.to, to: wanted.to + hour }, { machineId: 'laser' })] }),
    fine('as long as asked for', {
      says: { minutes: 30 },
      own: [own({ from: wanted.to + 30 * minute, to: wanted.to + hour }, { machineId: 'laser' })],
    }),
    refused(
      'a minute short after it',
      {
        says: { minutes: 30 },
        own: [own({ from: wanted.to + 29 * minute, to: wanted.to + hour }, { machineId: 'laser' })],
      },
      { minutes: 30, from: wanted.to + 29 * minute, until: wanted.to + hour },
    ),
    refused(
      '1 ms short before it',
      {
        says: { minutes: 30 },
        own: [own({ from: now, to: wanted.from - 30 * minute + 1 }, { machineId: 'laser' })],
      },
      { minutes: 30, from: now, until: wanted.from - 30 * minute + 1 },
    ),
    fine('at another machine', { says: { minutes: 30 }, own: [own({ from: wanted.to, to: wanted.to + hour })] }),
    refused(
      'at another machine of the group it is set for',
      {
        says: { minutes: 30 },
        by: 'group',
        machine: { id: 'laser', groupId: 'hot' },
        own: [own({ from: wanted.to, to: wanted.to + hour }, { groupId: 'hot' })],
      },
      { minutes: 30, from: wanted.to, until: wanted.to + hour },
    ),
    refused(
      'and at the same time too',
      {
        says: { minutes: 30 },
        by: 'group',
        memberSessionsMax: 2,
        machine: { id: 'laser', groupId: 'hot' },
        own: [own(wanted, { groupId: 'hot' })],
      },
      { minutes: 30, from: wanted.from, until: wanted.to },
    ),
    fine('time at the same machine is taken, which is another matter', {
      says: { minutes: 30 },
      own: [own(wanted, { machineId: 'laser' })],
    }),
    fine('made longer: what lies before a start that is kept', {
      says: { minutes: 30 },
      former: { from: wanted.from, to: wanted.to - minute, machineId: 'laser', memberId: 'anna' },
      own: [own({ from: now, to: wanted.from }, { machineId: 'laser' })],
    }),
  ],
};
