import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BookingRulesModule } from '../../src/modules/booking-rules/index.js';
import { machineEntities, MachinesModule } from '../../src/modules/machines/index.js';
import { NoticesModule } from '../../src/modules/notices/index.js';
import { addBooking, addMachine, both } from '../support/builders.js';
import { type Answer, type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

const nobody = '018f0000-0000-7000-8000-000000000000';
let workshop: HttpWorkshop;
let admin: Person;
let staff: Person;
let anna: Person;
beforeAll(async () => {
  workshop = await startHttpWorkshop({
    modules: [MachinesModule, NoticesModule, BookingRulesModule],
    entities: machineEntities,
  });
  admin = await workshop.person('admin');
  staff = await workshop.person('staff');
  anna = await workshop.person('member');
});
afterAll(async () => await workshop.stop());

const asStaff = async (method: string, path: string, body?: unknown): Promise<Answer> =>
  await workshop.call(method, `/api/v1${path}`, { as: staff, ...(body === undefined ? {} : { body }) });
const versionOf = async (table: 'machine' | 'member', id: string): Promise<number> => {
  const [row] = await workshop.database.query<{ version: number }>(`select version from ${table} where id = $1`, [id]);
  return row!.version;
};
const says = async (column: 'machine_group_id' | 'membership_kind_id', id: string, rule: string): Promise<void> => {
  await workshop.database.query(
    `insert into booking_setting (id, rule, ${column}, settings, changed_at) values (gen_random_uuid(), $1, $2, '{}', $3)`,
    [rule, id, new Date(0)],
  );
};
const settingsLeft = async (id: string): Promise<number> =>
  (
    await workshop.database.query(
      `select from booking_setting where $1 in (machine_group_id, membership_kind_id, machine_id)`,
      [id],
    )
  ).length;

describe.each([
  ['machine-groups', { pl: 'Drukarki 3D', en: '3D printers' }],
  ['membership-kinds', { pl: 'Roczne', en: 'Yearly' }],
])('%s', (path, name) => {
  it('are made and renamed by staff, seen by everybody', async () => {
    const made = await asStaff('POST', `/${path}`, { name });
    expect([made.status, made.body.name]).toEqual([201, name]);
    const renamed = await asStaff('PATCH', `/${path}/${made.body.id}`, { name: both('Inna nazwa') });
    expect(renamed.body).toEqual({ ...made.body, name: both('Inna nazwa') });
    const list = await workshop.call('GET', `/api/v1/${path}`, { as: anna });
    expect(list.body.items).toContainEqual(renamed.body);
    for (const [method, at] of [
      ['POST', ''],
      ['PATCH', `/${made.body.id}`],
      ['DELETE', `/${made.body.id}`],
    ] as const) {
      expect((await workshop.call(method, `/api/v1/${path}${at}`, { as: anna, body: { name } })).status).toBe(403);
    }
  });

  it('have a name in both languages, and are not found when there is none', async () => {
    const bad = await asStaff('POST', `/${path}`, { name: { pl: 'Sam polski' } });
    expect([bad.status, bad.body.fields[0].field]).toEqual([422, 'name.en']);
    expect((await asStaff('PATCH', `/${path}/${nobody}`, { name })).status).toBe(404);
    expect((await asStaff('DELETE', `/${path}/${nobody}`)).status).toBe(404);
  });
});

describe('a machine group', () => {
  it('removed, tells who waits for it, and frees what is held for them', async () => {
    const { database, clock } = workshop;
    const { body: group } = await asStaff('POST', '/machine-groups', { name: both('Frezarki') });
    const ola = await workshop.person('member');
    const machineId = await addMachine(database);
    await asStaff('PATCH', `/machines/${machineId}`, { machineGroupId: group.id });
    const [from, expiresAt] = [clock.wallMs() + 60 * 60_000, clock.wallMs() + 30 * 60_000];
    const held = { machineId, memberId: ola.id, from, state: 'held', expiresAt } as const;
    const offer = await addBooking(database, held);
    await database.query(`update booking set held_for = 'claim' where id = $1`, [offer]);
    await database.query(
      `insert into wait_entry (id, member_id, machine_group_id, within, minutes, state, booking_id, offered_at, created_at)
       values (gen_random_uuid(), $1, $2, tstzrange($3, $4), 60, 'offered', $5, $3, $3)`,
      [ola.id, group.id, new Date(from), new Date(from + 60 * 60_000), offer],
    );
    expect((await asStaff('DELETE', `/machine-groups/${group.id}`)).body).toMatchObject({ waiting: 1 });
    const [row] = await database.query(`select state, end_reason from booking where id = $1`, [offer]);
    expect(row).toEqual({ state: 'released', end_reason: 'not-claimed' });
    const { body } = await workshop.call('GET', '/api/v1/notices', { as: ola });
    expect(body.items).toMatchObject([{ kind: 'wait-group-gone' }]);
  });

  it('takes machines in, and lets them go when it is removed, with its settings', async () => {
    const { body: group } = await asStaff('POST', '/machine-groups', { name: both('Drukarki') });
    const machineId = await addMachine(workshop.database);
    const put = await asStaff('PATCH', `/machines/${machineId}`, { machineGroupId: group.id });
    expect(put.body.machineGroupId).toBe(group.id);
    const { body: list } = await asStaff('GET', '/machine-groups');
    expect(list.items).toContainEqual({ ...group, machineIds: [machineId] });

    await says('machine_group_id', group.id, 'too-long');
    await workshop.database.query(
      `insert into wait_entry (id, member_id, machine_group_id, within, minutes, state, created_at)
       values ($1, $2, $3, tstzrange('2099-01-01Z', '2099-01-02Z'), 60, 'waiting', $4)`,
      [nobody, anna.id, group.id, new Date(0)],
    );
    const before = await versionOf('machine', machineId);
    const told: string[] = [];
    const stop = workshop.events.on('machine-changed', (event) => void told.push(event.machineId));
    const gone = await asStaff('DELETE', `/machine-groups/${group.id}`);
    stop();
    expect([gone.status, gone.body]).toEqual([200, { machineIds: [machineId], settings: ['too-long'], waiting: 1 }]);
    expect(await versionOf('machine', machineId)).toBe(before + 1);
    expect(told).toEqual([machineId]);
    expect((await asStaff('GET', `/machines/${machineId}`)).body.machineGroupId).toBeNull();
    expect(await settingsLeft(group.id)).toBe(0);
  });

  it('that does not exist takes nothing in', async () => {
    const answer = await asStaff('PATCH', `/machines/${await addMachine(workshop.database)}`, {
      machineGroupId: nobody,
    });
    expect([answer.status, answer.body.fields[0].field]).toEqual([422, 'machineGroupId']);
  });
});

describe('a kind of membership', () => {
  it('is given to a member, whose rights then are decided again', async () => {
    const { body: kind } = await asStaff('POST', '/membership-kinds', { name: both('Dzienne') });
    const before = await versionOf('member', anna.id);
    const given = await asStaff('PATCH', `/members/${anna.id}`, { membershipKindId: kind.id });
    expect(given.body.membershipKindId).toBe(kind.id);
    expect(await versionOf('member', anna.id)).toBe(before + 1);
    await asStaff('PATCH', `/members/${anna.id}`, { membershipKindId: kind.id, name: 'Anna' });
    expect(await versionOf('member', anna.id)).toBe(before + 1);

    await says('membership_kind_id', kind.id, 'day-limit');
    const gone = await asStaff('DELETE', `/membership-kinds/${kind.id}`);
    expect([gone.status, gone.body]).toEqual([200, { members: 1, settings: ['day-limit'] }]);
    expect((await asStaff('GET', `/members/${anna.id}`)).body.membershipKindId).toBeNull();
    expect(await versionOf('member', anna.id)).toBe(before + 2);
    expect(await settingsLeft(kind.id)).toBe(0);
  });

  it.each([
    ['a member', 'PATCH', {}],
    ['a new member', 'POST', { name: 'Ewa', email: 'ewa@brama.example', roles: ['member'] }],
  ])('that does not exist is not given to %s', async (_name, method, body) => {
    const path = method === 'POST' ? '/members' : `/members/${anna.id}`;
    const answer = await asStaff(method, path, { ...body, membershipKindId: nobody });
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid-input']);
    const [fault] = answer.body.fields;
    expect(fault.field).toBe('membershipKindId');
    expect(fault.text.pl).not.toBe(fault.text.en);
  });
});

describe('what a machine needs', () => {
  const need = async (id: string, needsIds: readonly string[]): Promise<Answer> =>
    await asStaff('PATCH', `/machines/${id}`, { needsIds });

  it('is never the machine itself, not even through others', async () => {
    const [saw, extractor, fan] = [
      await addMachine(workshop.database),
      await addMachine(workshop.database),
      await addMachine(workshop.database),
    ];
    expect((await need(saw, [extractor, extractor])).body.needsIds).toEqual([extractor]);
    expect((await need(extractor, [fan])).status).toBe(200);
    for (const [id, needed] of [
      [saw, saw],
      [extractor, saw],
      [fan, saw],
    ] as const) {
      const answer = await need(id, [needed]);
      expect([answer.status, answer.body.fields?.[0]?.field]).toEqual([422, 'needsIds']);
      expect(answer.body.fields[0].text.pl).toContain('samej siebie');
    }
    expect((await asStaff('GET', `/machines/${fan}`)).body.needsIds).toEqual([]);
    expect((await need(saw, [])).body.needsIds).toEqual([]);
    expect((await need(fan, [saw])).status).toBe(200);
  });

  it('is a machine that there is', async () => {
    const answer = await need(await addMachine(workshop.database), [nobody]);
    expect([answer.status, answer.body.fields[0].field]).toEqual([422, 'needsIds']);
  });

  it('never becomes a circle, not even when two say it at once', async () => {
    for (let round = 0; round < 8; round += 1) {
      const [one, other] = [await addMachine(workshop.database), await addMachine(workshop.database)];
      const answers = await Promise.all([need(one, [other]), need(other, [one])]);
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422]);
    }
  });
});

it('is written into the chain, with what went along', async () => {
  const { body: group } = await asStaff('POST', '/machine-groups', { name: both('Krótko') });
  await asStaff('DELETE', `/machine-groups/${group.id}`);
  const { body } = await workshop.call('GET', '/api/v1/audit?limit=2', { as: admin });
  expect(body.items.map(({ action }: { action: string }) => action)).toEqual([
    'machine-group-removed',
    'machine-group-created',
  ]);
  expect(body.items[0].detail).toMatchObject({ settings: [], machineIds: [] });
});
