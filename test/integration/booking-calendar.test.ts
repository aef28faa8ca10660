import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BookingModule } from '../../src/modules/booking/index.js';
import { machineEntities } from '../../src/modules/machines/index.js';
import { BookingCalls, codes, day, faults, hour, iso } from '../support/booking-calls.js';
import { addBooking, addClosure, addMachine, both } from '../support/builders.js';
import { type Answer, type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

let workshop: HttpWorkshop;
let calls: BookingCalls;
let staff: Person;
let anna: Person;
let piotr: Person;
let noon: number;

beforeAll(async () => {
  workshop = await startHttpWorkshop({ modules: [BookingModule], entities: machineEntities });
  await workshop.database.query('update workshop set member_sessions_max = 100');
  calls = new BookingCalls(workshop);
  ({ noon } = calls);
  staff = await workshop.person('staff');
  anna = await workshop.person('member');
  piotr = await workshop.person('member');
});
afterAll(async () => await workshop.stop());

const machine = async (): Promise<string> => await addMachine(workshop.database);
const group = async (...machineIds: readonly string[]): Promise<string> => {
  const [row] = await workshop.database.query<{ id: string }>(
    `insert into machine_group (id, name, created_at) values (gen_random_uuid(), $1, to_timestamp(0)) returning id`,
    [both('Drukarki 3D')],
  );
  // In the order of their short names.
  for (const [index, id] of machineIds.entries()) {
    await workshop.database.query(`update machine set machine_group_id = $2, slug = $3 where id = $1`, [
      id,
      row!.id,
      `${index}-${id.slice(0, 13)}`,
    ]);
  }
  return row!.id;
};
const needs = async (machineId: string, needsId: string): Promise<void> => {
  await workshop.database.query(`insert into machine_need (machine_id, needs_id) values ($1, $2)`, [
    machineId,
    needsId,
  ]);
};
const outage = async (machineId: string, from: number, to: number): Promise<void> => {
  await workshop.database.query(
    `insert into outage (id, machine_id, during, reason, created_at)
     values (gen_random_uuid(), $1, tstzrange($2, $3), $4, to_timestamp(0))`,
    [machineId, new Date(from), new Date(to), both('Wymiana lustra')],
  );
};
const openDaily = (from: string, to: string): object => ({
  hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((name) => [name, [{ from, to }]])),
});
const at = (hours: number): string => iso(noon + hours * hour);

describe('any machine of a group', () => {
  it('is the first that is free, and none is a conflict with times of all of them', async () => {
    const [one, other] = [await machine(), await machine()];
    const machineGroupId = await group(one, other);
    const wish = { machineId: undefined, machineGroupId };
    expect((await calls.booked(anna, one, wish)).machineId).toBe(one);
    expect((await calls.booked(anna, one, wish)).machineId).toBe(other);
    const { status, body } = await calls.book(piotr, one, wish);
    expect([status, body.code]).toEqual([409, 'slot-taken']);
    expect(body.alternatives).toEqual([
      { from: at(-1), to: at(0), machineId: one },
      { from: at(-1), to: at(0), machineId: other },
      { from: at(1), to: at(2), machineId: one },
    ]);
  });

  it('passes over one that the rules keep from the member', async () => {
    const [one, other] = [await machine(), await machine()];
    const machineGroupId = await group(one, other);
    await outage(one, noon - hour, noon + hour);
    expect((await calls.booked(anna, one, { machineId: undefined, machineGroupId })).machineId).toBe(other);
  });
});

describe('alternatives', () => {
  it('are times that the rules allow', async () => {
    const machineId = await machine();
    await calls.setting('outside-opening-hours', openDaily('08:00', '20:00'), machineId);
    await calls.setting('off-step', { minutes: 30 }, machineId);
    const from = Date.parse(`${iso(noon + 5 * day).slice(0, 10)}T06:00:00Z`) + 2 * hour;
    await addBooking(workshop.database, { machineId, memberId: anna.id, from, to: from + 7.25 * hour });
    const { body } = await calls.book(piotr, machineId, { from: iso(from), to: iso(from + 2 * hour) });
    expect(body.alternatives).toHaveLength(3);
    for (const slot of body.alternatives) expect((await calls.book(piotr, machineId, slot)).status).toBe(201);
  });
});

describe('machines that need each other', () => {
  it('are booked, moved, handed over and cancelled as one', async () => {
    const [laser, extractor, compressor] = [await machine(), await machine(), await machine()];
    await needs(laser, extractor);
    await needs(extractor, compressor);
    const all = async (): Promise<unknown[]> =>
      await workshop.database.query(
        `select state, member_id, lower(during) as "from" from booking where machine_id = any ($1)`,
        [[laser, extractor, compressor]],
      );
    const three = (booking: object): object[] => [booking, booking, booking];
    const booking = await calls.booked(anna, laser);
    expect(await all()).toEqual(three({ state: 'confirmed', member_id: anna.id, from: new Date(noon) }));
    const moved = await calls.change(anna, booking, { from: at(3), to: at(4) });
    expect(await all()).toEqual(three({ state: 'confirmed', member_id: anna.id, from: new Date(at(3)) }));
    await calls.post(anna, moved.body.id, 'hand-over', { email: piotr.email });
    await calls.post(piotr, moved.body.id, 'accept');
    expect(await all()).toEqual(three({ state: 'confirmed', member_id: piotr.id, from: new Date(at(3)) }));
    await calls.call(piotr, 'DELETE', `/bookings/${booking.id}`);
    await calls.post(piotr, booking.id, 'restore');
    expect(await all()).toEqual(three({ state: 'confirmed', member_id: piotr.id, from: new Date(at(3)) }));
    await calls.call(piotr, 'DELETE', `/bookings/${booking.id}`);
    expect(await all()).toEqual(three({ state: 'cancelled', member_id: piotr.id, from: new Date(at(3)) }));
  });

  it('are taken when one of them is, which is named', async () => {
    const [laser, extractor] = [await machine(), await machine()];
    await needs(laser, extractor);
    await calls.booked(piotr, extractor);
    const { status, body } = await calls.book(anna, laser);
    expect([status, body.code, body.params.machinePl]).toEqual([409, 'needed-machine-taken', 'Maszyna']);
    expect(body.alternatives[0]).toEqual({ from: at(-1), to: at(0) });
    expect(await calls.rows()).toEqual(expect.not.arrayContaining([expect.objectContaining({ machine_id: laser })]));
  });

  it('say which of them is in the way', async () => {
    const [laser, extractor] = [await machine(), await machine()];
    await needs(laser, extractor);
    await outage(extractor, noon, noon + hour);
    const answer = await calls.book(anna, laser);
    expect(codes(answer)).toEqual(['outage']);
    expect(answer.body.refusals[0].text.pl).toMatch(/^Maszyna: /);
  });

  it('are not changed one by one', async () => {
    const [laser, extractor] = [await machine(), await machine()];
    await needs(laser, extractor);
    const booking = await calls.booked(anna, laser);
    const { body } = await calls.call(anna, 'GET', `/bookings?machine=${extractor}`);
    expect(body.items[0].bundleId).toBe(booking.id);
    const answer = await calls.call(anna, 'DELETE', `/bookings/${body.items[0].id}`);
    expect([answer.status, answer.body.code]).toEqual([409, 'booked-along']);
  });

  it('become shorter together, whatever was planned or booked since', async () => {
    const [laser, extractor] = [await machine(), await machine()];
    await needs(laser, extractor);
    const booking = await calls.booked(anna, laser, { to: at(2) });
    await outage(extractor, noon + hour, noon + 2 * hour);
    await calls.setting('outside-opening-hours', openDaily('00:00', '00:05'), extractor);
    const shorter = await calls.change(anna, booking, { to: at(1.5) });
    expect([shorter.status, shorter.body.to]).toEqual([200, at(1.5)]);
    expect(codes(await calls.change(anna, shorter.body, { to: at(2) }))).toEqual(['outside-opening-hours', 'outage']);
  });

  it('follow to a machine with other needs', async () => {
    const [laser, extractor, lathe] = [await machine(), await machine(), await machine()];
    await needs(laser, extractor);
    const moved = await calls.change(anna, await calls.booked(anna, laser), { machineId: lathe });
    expect(moved.status).toBe(200);
    expect((await calls.book(piotr, extractor)).status).toBe(201);
    await calls.call(anna, 'DELETE', `/bookings/${moved.body.id}`);
    expect((await calls.book(piotr, lathe)).status).toBe(201);
  });
});

describe('a preview', () => {
  const preview = async (as: Person, query: string): Promise<Answer> =>
    await calls.call(as, 'GET', `/bookings/preview?${query}`);
  const wish = (machineId: string): string => `machine=${machineId}&from=${at(0)}&to=${at(1)}`;

  it('says yes, and what goes along, and changes nothing', async () => {
    const [laser, extractor] = [await machine(), await machine()];
    await needs(laser, extractor);
    await calls.setting('approval', { needed: true }, laser);
    const before = await calls.rows();
    const { body } = await preview(anna, wish(laser));
    expect(body).toEqual({
      allow: true,
      machineId: laser,
      memberId: anna.id,
      from: at(0),
      to: at(1),
      needsApproval: true,
      taken: false,
      refusals: [],
      alternatives: [],
      along: [extractor],
    });
    expect(await calls.rows()).toEqual(before);
  });

  it('says no, with all reasons and other times', async () => {
    const machineId = await machine();
    await calls.setting('too-short', { minutes: 120 }, machineId);
    await calls.booked(staff, machineId, { memberId: piotr.id, override: { reason: 'Pilne' } });
    const { body } = await preview(anna, wish(machineId));
    expect([body.allow, body.taken, codes({ body } as Answer)]).toEqual([false, true, ['too-short']]);
    const longer = `machine=${machineId}&from=${at(0)}&to=${at(2)}`;
    const other = await preview(anna, longer);
    expect([other.body.allow, other.body.refusals, other.body.alternatives.length]).toEqual([false, [], 3]);
  });

  it('of a change passes over the booking itself', async () => {
    const machineId = await machine();
    const { id } = await calls.booked(anna, machineId);
    expect((await preview(anna, `${wish(machineId)}&booking=${id}`)).body.allow).toBe(true);
    expect(faults(await preview(piotr, `${wish(machineId)}&booking=${id}`))).toEqual(['booking']);
  });

  it('for others is asked by those who run the place', async () => {
    const machineId = await machine();
    expect((await preview(anna, `${wish(machineId)}&member=${piotr.id}`)).status).toBe(403);
    expect((await preview(staff, `${wish(machineId)}&member=${piotr.id}`)).body.memberId).toBe(piotr.id);
  });

  it.each([
    ['both', `machine=018f0000-0000-7000-8000-000000000000&group=018f0000-0000-7000-8000-000000000000`, 'machine'],
    ['neither', ``, 'machine'],
    ['an unknown machine', `machine=018f0000-0000-7000-8000-000000000000`, 'machine'],
    ['an unknown group', `group=018f0000-0000-7000-8000-000000000000`, 'group'],
  ])('of %s is none', async (_name, what, field) => {
    const answer = await preview(anna, `${what}&from=${at(0)}&to=${at(1)}`);
    expect([answer.status, faults(answer)]).toEqual([422, [field]]);
  });
});

describe('a week of all machines', () => {
  const week = async (as: Person, query: string): Promise<Answer> =>
    await calls.call(as, 'GET', `/availability/week?${query}`);

  it('has bookings, and when a machine is shut and why', async () => {
    const machineId = await machine();
    const groupId = await group(machineId);
    const { id } = await calls.booked(anna, machineId);
    await outage(machineId, noon + 2 * hour, noon + 3 * hour);
    await addClosure(workshop.database, noon + 60 * day, noon + 61 * day);
    const { body } = await week(anna, `group=${groupId}&from=${at(0)}&to=${at(24)}`);
    expect(body.machines).toEqual([
      {
        machineId,
        outOfOrder: false,
        bookings: [
          {
            from: at(0),
            to: at(1),
            bookingId: id,
            state: 'confirmed',
            mine: true,
            memberName: 'Anna Próbna',
            version: 1,
          },
        ],
        shut: [{ from: at(2), to: at(3), kind: 'outage', reason: both('Wymiana lustra') }],
      },
    ]);
    const later = await week(anna, `group=${groupId}&from=${iso(noon + 60 * day)}&to=${iso(noon + 61 * day)}`);
    expect(later.body.machines[0].shut).toMatchObject([{ kind: 'closure' }]);
  });

  it('has closing hours', async () => {
    const machineId = await machine();
    const groupId = await group(machineId);
    await calls.setting('outside-opening-hours', openDaily('08:00', '20:00'), machineId);
    const from = `${iso(noon).slice(0, 10)}T12:00:00Z`;
    const { body } = await week(anna, `group=${groupId}&from=${from}&to=${iso(Date.parse(from) + day)}`);
    expect(body.machines[0].shut).toEqual([
      { from: expect.any(String), to: expect.any(String), kind: 'closing-hours', reason: null },
    ]);
    const [{ from: closes, to: opens }] = body.machines[0].shut;
    expect(Date.parse(opens) - Date.parse(closes)).toBe(12 * hour);
  });

  it('is not longer than a month', async () => {
    expect(faults(await week(anna, `from=${at(0)}&to=${iso(noon + 32 * day)}`))).toEqual(['to']);
    expect((await week(anna, ``)).status).toBe(200);
  });
});

describe('names', () => {
  it('and all that is told of one’s own booking are nobody else’s business', async () => {
    const machineId = await machine();
    const { id } = await calls.booked(anna, machineId);
    await workshop.database.query(
      `update booking set state = 'held', held_for = 'claim', expires_at = upper(during), series_id = id, bundle_id = id
       where id = $1`,
      [id],
    );
    const list = async (as: Person, query = ''): Promise<Answer['body'][]> =>
      (await calls.call(as, 'GET', `/bookings?machine=${machineId}${query}`)).body.items;
    const hidden = { heldFor: null, expiresAt: null, checkInBy: null, seriesId: null, bundleId: null, note: null };
    expect(await list(piotr)).toMatchObject([{ id, from: at(0), to: at(1), state: 'held', ...hidden }]);
    expect(await list(anna)).toMatchObject([{ heldFor: 'claim', seriesId: id, bundleId: id }]);
    expect(await list(piotr, '&heldFor=claim')).toEqual([]);
    expect(await list(staff, '&heldFor=claim')).toMatchObject([{ heldFor: 'claim' }]);
    await workshop.database.query(
      `update booking set state = 'cancelled', end_reason = 'cancelled', bundle_id = null where id = $1`,
      [id],
    );
    expect(await list(piotr, '&ended=true')).toEqual([]);
    for (const as of [anna, staff]) expect(await list(as, '&ended=true')).toMatchObject([{ endReason: 'cancelled' }]);
  });

  const seen = async (as: Person, machineId: string): Promise<unknown> => {
    const list = await calls.call(as, 'GET', `/bookings?machine=${machineId}`);
    const { body } = await calls.call(as, 'GET', `/availability/week?from=${at(0)}&to=${at(24)}`);
    const entry = body.machines.find((one: { machineId: string }) => one.machineId === machineId).bookings[0];
    expect(entry.memberName).toBe(list.body.items[0].memberName);
    return [list.body.items[0].memberId, entry.bookingId];
  };

  it('are for those who run the place, unless the workshop shows them and the member does not mind', async () => {
    const machineId = await machine();
    const { id } = await calls.booked(anna, machineId);
    expect(await seen(piotr, machineId)).toEqual([null, null]);
    expect(await seen(anna, machineId)).toEqual([anna.id, id]);
    expect(await seen(staff, machineId)).toEqual([anna.id, id]);
    await workshop.database.query(`update workshop set booking_names = 'members'`);
    expect(await seen(piotr, machineId)).toEqual([anna.id, null]);
    await workshop.database.query(`update member set hides_name = true where id = $1`, [anna.id]);
    expect(await seen(piotr, machineId)).toEqual([null, null]);
    await workshop.database.query(`update member set hides_name = false where id = $1`, [anna.id]);
    await workshop.database.query(`update workshop set booking_names = 'staff'`);
  });
});

describe('the list', () => {
  it('goes a month back for members, and as far as there is anything of their own, or for those who run the place', async () => {
    const machineId = await machine();
    const [past, recently] = [noon - 40 * day, noon - 20 * day];
    for (const from of [past, recently])
      await addBooking(workshop.database, { machineId, memberId: anna.id, from, state: 'done' });
    const froms = async (as: Person, query: string): Promise<string[]> => {
      const { body } = await calls.call(as, 'GET', `/bookings?machine=${machineId}&order=from${query}`);
      return body.items.map(({ from }: { from: string }) => from);
    };
    expect(await froms(piotr, '')).toEqual([iso(recently)]);
    expect(await froms(piotr, `&from=${iso(past)}`)).toEqual([iso(recently)]);
    expect(await froms(anna, `&member=${anna.id}`)).toEqual([iso(past), iso(recently)]);
    expect(await froms(staff, '')).toEqual([iso(past), iso(recently)]);
    expect(await froms(staff, `&from=${iso(past + hour / 2)}&to=${iso(recently)}`)).toEqual([iso(past)]);
  });

  it('goes by start where asked, page by page', async () => {
    const machineId = await machine();
    for (const offset of [3, 1, 2]) await calls.booked(anna, machineId, { from: at(offset), to: at(offset + 1) });
    const path = `/bookings?machine=${machineId}&order=from&limit=2`;
    const first = await calls.call(anna, 'GET', path);
    const second = await calls.call(anna, 'GET', `${path}&after=${first.body.next}`);
    const froms = [first, second].flatMap(({ body }) => body.items.map(({ from }: { from: string }) => from));
    expect(froms).toEqual([at(1), at(2), at(3)]);
    expect(second.body.next).toBeNull();
  });
});
