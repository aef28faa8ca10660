import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appModule, entities } from '../../src/app.module.js';
import type { SettingKind, SettingScope } from '../../src/contracts/http/index.js';
import { addMachine, both } from '../support/builders.js';
import { type Answer, type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

const nobody = '018f0000-0000-7000-8000-000000000000';
const minute = 60_000;
const wholeWorkshop = { kind: 'workshop' } as const;
let workshop: HttpWorkshop;
let admin: Person;
let staff: Person;
let anna: Person;
let machineId: string;
let other: string;
let groupId: string;
let kindId: string;

beforeAll(async () => {
  workshop = await startHttpWorkshop({ build: appModule, entities });
  admin = await workshop.person('admin');
  staff = await workshop.person('staff');
  anna = await workshop.person('member');
  machineId = await addMachine(workshop.database, { name: both('Laser') });
  other = await addMachine(workshop.database);
  groupId = (await call(staff, 'POST', '/machine-groups', { name: both('Lasery') })).body.id;
  kindId = (await call(staff, 'POST', '/membership-kinds', { name: both('Roczne') })).body.id;
  await call(staff, 'PATCH', `/machines/${machineId}`, { machineGroupId: groupId });
  await call(staff, 'PATCH', `/members/${anna.id}`, { membershipKindId: kindId });
});
afterAll(async () => await workshop.stop());

const call = async (as: Person, method: string, path: string, body?: unknown): Promise<Answer> =>
  await workshop.call(method, `/api/v1${path}`, { as, ...(body === undefined ? {} : { body }) });
const put = async (code: string, scope: object, settings: object | null, as = admin): Promise<Answer> =>
  await call(as, 'PUT', `/booking-settings/${code}`, { scope, settings });
const stored = async (code: string): Promise<{ scope: SettingScope; settings: object }[]> => {
  const { body } = await call(staff, 'GET', '/booking-settings');
  return body.stored.filter((one: { code: string }) => one.code === code);
};
const versions = async (): Promise<number[]> => {
  const rows = await workshop.database.query<{ version: number }>(
    `select version from machine where id in ($1, $2) order by id = $2`,
    [machineId, other],
  );
  return rows.map(({ version }) => version);
};
const holding = async (code: string, as = anna, query = ''): Promise<Record<string, unknown>> => {
  const { body } = await call(as, 'GET', `/machines/${machineId}/booking-rules${query}`);
  return body.rules.find((rule: { code: string }) => rule.code === code);
};

describe('what can be set', () => {
  it('is told to staff, with words for every field of its form, and what holds by itself', async () => {
    const { status, body } = await call(staff, 'GET', '/booking-settings');
    expect(status).toBe(200);
    const kinds = body.kinds as SettingKind[];
    for (const kind of kinds) {
      const properties = (kind.schema as { properties: object }).properties;
      expect(Object.keys(kind.fields).toSorted(), kind.code).toEqual(Object.keys(properties).toSorted());
      expect(Object.keys(kind.defaults).toSorted(), kind.code).toEqual(Object.keys(properties).toSorted());
      expect([kind.title.pl, kind.says.pl].every(Boolean), kind.code).toBe(true);
    }
    expect(kinds.length).toBeGreaterThanOrEqual(20);
    const codes = kinds.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['beyond-horizon', 'day-limit', 'approval', 'check-in']));
    expect(codes).not.toContain('closed');
    expect(kinds.find(({ code }) => code === 'beyond-horizon')).toMatchObject({
      kind: 'rule',
      override: 'staff',
      defaults: { days: 90 },
    });
    expect(kinds.find(({ code }) => code === 'approval')).toMatchObject({ kind: 'policy', override: null });
  });

  it('is for staff to see, and for admins to change', async () => {
    expect((await call(anna, 'GET', '/booking-settings')).status).toBe(403);
    expect((await put('beyond-horizon', wholeWorkshop, { days: 30 }, staff)).status).toBe(403);
  });
});

describe('a setting that does not fit', () => {
  const day = (...hours: readonly [string, string][]) => ({
    mon: hours.map(([from, to]) => ({ from, to })),
    ...Object.fromEntries(['tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((other7) => [other7, []])),
  });

  it.each<[string, object, string]>([
    ['beyond-horizon', { days: 0 }, 'settings.days'],
    ['beyond-horizon', { days: 'many' }, 'settings.days'],
    ['beyond-horizon', { days: 5, weeks: 1 }, 'settings'],
    ['off-step', { minutes: 7 }, 'settings.minutes'],
    ['check-in', { graceMinutes: 5, warnMinutes: 5 }, 'settings.warnMinutes'],
    ['relaxed-hours', { windows: [{ days: ['mon'], from: '25:00', to: '24:00' }] }, 'settings.windows.0.from'],
    ['outside-opening-hours', { hours: day(['08:00', '12:00'], ['11:00', '13:00']) }, 'settings.hours.mon.1.from'],
    ['outside-opening-hours', { hours: day(['12:00', '08:00']) }, 'settings.hours.mon.0.to'],
  ])('%s %j names the field in both languages, and changes nothing', async (code, settings, field) => {
    const before = await versions();
    const answer = await put(code, wholeWorkshop, settings);
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid-input']);
    const [fault] = answer.body.fields;
    expect([fault.field, fault.text.pl === fault.text.en]).toEqual([field, false]);
    expect([await stored(code), await versions()]).toEqual([[], before]);
  });

  it.each([
    ['nothing of that name', 'no-such-rule', 404],
    ['a rule in which nothing can be set', 'closed', 404],
    ['a name of every object', 'toString', 404],
  ])('is of %s', async (_name, code, status) => {
    expect((await put(code, wholeWorkshop, {})).status).toBe(status);
  });

  it.each([
    ['a workshop with an id', { kind: 'workshop', id: nobody }],
    ['a machine without one', { kind: 'machine' }],
    ['an unknown machine', { kind: 'machine', id: nobody }],
    ['an unknown group', { kind: 'group', id: nobody }],
    ['an unknown membership', { kind: 'membership', id: nobody }],
  ])('is of %s', async (_name, scope) => {
    const answer = await put('beyond-horizon', scope, { days: 30 });
    expect([answer.status, answer.body.fields?.[0]?.field]).toEqual([422, 'scope.id']);
  });
});

describe('a setting', () => {
  it('is stored whole, replaced, taken away, and written into the chain', async () => {
    const scope = { kind: 'machine', id: machineId };
    expect((await put('day-limit', scope, { minutes: 120 })).status).toBe(204);
    const named = { kind: 'machine', id: machineId, name: both('Laser') };
    expect(await stored('day-limit')).toEqual([
      { code: 'day-limit', scope: named, settings: { bookings: null, minutes: 120 } },
    ]);
    await put('day-limit', scope, { bookings: 2 });
    expect(await stored('day-limit')).toMatchObject([{ settings: { bookings: 2, minutes: null } }]);
    const { body } = await call(admin, 'GET', '/audit?limit=1');
    expect(body.items[0]).toMatchObject({
      action: 'booking-setting-changed',
      actorId: admin.id,
      detail: { code: 'day-limit', scope, settings: { bookings: 2, minutes: null } },
    });
    expect((await put('day-limit', scope, null)).status).toBe(204);
    expect((await put('day-limit', scope, null)).status).toBe(204);
    expect(await stored('day-limit')).toEqual([]);
  });

  it('has what was decided before decided again: at its machine, or at all', async () => {
    const scopes: [object, readonly boolean[]][] = [
      [{ kind: 'machine', id: machineId }, [true, false]],
      [{ kind: 'group', id: groupId }, [true, true]],
      [{ kind: 'membership', id: kindId }, [true, true]],
      [wholeWorkshop, [true, true]],
    ];
    for (const [scope, moved] of scopes) {
      for (const settings of [{ minutes: 30 }, null]) {
        const before = await versions();
        const told = new Set<string>();
        const stop = workshop.events.on('machine-changed', (event) => void told.add(event.machineId));
        await put('minimum-notice', scope, settings);
        stop();
        const after = await versions();
        expect(after.map((version, index) => version > before[index]!)).toEqual(moved);
        expect([told.has(machineId), told.has(other)]).toEqual(moved);
      }
    }
  });
});

it('that changes while a booking is decided has it decided again', async () => {
  const waiting = async (): Promise<number> =>
    (
      await workshop.database.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
    ).length;
  const from = Date.now() + 48 * 60 * minute;
  const [start, end] = [new Date(from).toISOString(), new Date(from + 60 * minute).toISOString()];
  let change: Promise<Answer> | undefined;
  let book: Promise<Answer> | undefined;
  await workshop.database.transaction(async (tx) => {
    await tx.query(`select id from machine where id = $1 for no key update`, [other]);
    change = put('too-long', { kind: 'machine', id: other }, { minutes: 30 });
    await expect.poll(waiting, { timeout: 5_000 }).toBe(1);
    // Decided from the settings so far, by which it may.
    book = call(anna, 'POST', '/bookings', { machineId: other, from: start, to: end });
    await expect.poll(waiting, { timeout: 5_000 }).toBe(2);
  });
  expect((await change!).status).toBe(204);
  expect(await book!).toMatchObject({
    status: 422,
    body: { refusals: [{ code: 'too-long', params: { minutes: 30 } }] },
  });
  await put('too-long', { kind: 'machine', id: other }, null);
});

describe('of all that is said, the most specific holds', () => {
  const from = Math.ceil(Date.now() / minute) * minute + 24 * 60 * minute;
  const book = async (minutes: number): Promise<Answer> =>
    await call(anna, 'POST', '/bookings', {
      machineId,
      from: new Date(from).toISOString(),
      to: new Date(from + minutes * minute).toISOString(),
    });

  it('for bookings, and in what members are told', async () => {
    const scopes = [
      [60, wholeWorkshop, { kind: 'workshop', id: null, name: null }],
      [90, { kind: 'membership', id: kindId }, { kind: 'membership', id: kindId, name: both('Roczne') }],
      [120, { kind: 'group', id: groupId }, { kind: 'group', id: groupId, name: both('Lasery') }],
      [45, { kind: 'machine', id: machineId }, { kind: 'machine', id: machineId, name: both('Laser') }],
    ] as const;
    const nothing = await holding('too-long');
    expect(nothing).toMatchObject({
      text: null,
      settings: { minutes: null },
      from: { kind: 'default', id: null, name: null },
      override: 'staff',
    });
    for (const [minutes, scope, origin] of scopes) {
      await put('too-long', scope, { minutes });
      expect(await holding('too-long')).toMatchObject({ settings: { minutes }, from: origin });
      expect((await holding('too-long')).text).not.toBeNull();
      const refused = await book(minutes + 1);
      expect([refused.status, refused.body.refusals?.[0]]).toMatchObject([
        422,
        { code: 'too-long', params: { minutes } },
      ]);
      const made = await book(minutes);
      expect(made.status).toBe(201);
      await call(anna, 'DELETE', `/bookings/${made.body.id}`);
    }
    for (const [, scope] of scopes) await put('too-long', scope, null);
    expect(await holding('too-long')).toEqual(nothing);
  });

  it('for somebody else too, as far as staff and instructors ask', async () => {
    await put('too-short', { kind: 'membership', id: kindId }, { minutes: 20 });
    const ewa = await workshop.person('instructor');
    expect(await holding('too-short', ewa)).toMatchObject({ from: { kind: 'default' } });
    expect(await holding('too-short', ewa, `?member=${anna.id}`)).toMatchObject({ settings: { minutes: 20 } });
    const path = (machine: string, member: string): string => `/machines/${machine}/booking-rules?member=${member}`;
    expect((await call(anna, 'GET', path(machineId, ewa.id))).status).toBe(403);
    expect((await call(staff, 'GET', path(machineId, nobody))).status).toBe(404);
    expect((await call(staff, 'GET', path(nobody, anna.id))).status).toBe(404);
    expect((await call(staff, 'GET', path(machineId, 'anna'))).status).toBe(422);
  });

  it('and every rule says something of itself, also where nothing can be set', async () => {
    const { body } = await call(anna, 'GET', `/machines/${other}/booking-rules`);
    const codes = body.rules.map(({ code }: { code: string }) => code);
    expect(codes).toEqual(expect.arrayContaining(['closed', 'not-certified', 'beyond-horizon', 'check-in']));
    for (const { title, text } of body.rules) {
      expect(title.pl).not.toBe('');
      if (text !== null) expect(text.pl).not.toBe(text.en);
    }
  });
});
