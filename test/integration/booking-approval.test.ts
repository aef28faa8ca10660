import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BookingModule } from '../../src/modules/booking/index.js';
import { machineEntities } from '../../src/modules/machines/index.js';
import { BookingCalls, codes, day, hour, iso } from '../support/booking-calls.js';
import { addBooking, addMachine } from '../support/builders.js';
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
const notices = async (memberId: string): Promise<string[]> =>
  (
    await workshop.database.query<{ kind: string }>(`select kind from notice where member_id = $1 order by id`, [
      memberId,
    ])
  ).map(({ kind }) => kind);

describe('approval', () => {
  const held = async (as = anna): Promise<Answer['body']> => {
    const machineId = await machine();
    await calls.setting('approval', { needed: true }, machineId);
    return await calls.booked(as, machineId);
  };

  it('is waited for with the time held', async () => {
    const booking = await held();
    expect(booking).toMatchObject({ state: 'held', heldFor: 'approval', expiresAt: expect.any(String) });
    expect((await calls.book(piotr, booking.machineId)).status).toBe(409);
  });

  it('makes a booking of it', async () => {
    const { id } = await held();
    const { status, body } = await calls.post(staff, id, 'approve');
    expect([status, body.state, body.heldFor, body.expiresAt]).toEqual([200, 'confirmed', null, null]);
    expect((await notices(anna.id)).at(-1)).toBe('booking-approved');
    expect((await calls.post(staff, id, 'approve')).status).toBe(409);
  });

  it('can be denied, with the reason told', async () => {
    const { id, machineId } = await held();
    const { body } = await calls.post(staff, id, 'decline', { reason: 'Za duży materiał' });
    expect([body.state, body.endReason]).toEqual(['released', 'not-approved']);
    expect((await notices(anna.id)).at(-1)).toBe('booking-declined');
    expect((await calls.book(piotr, machineId)).status).toBe(201);
  });

  it('is not given to whoever lost the right since', async () => {
    const member = await workshop.person('member');
    const { id } = await held(member);
    await workshop.database.query(`update member set suspended_at = $2 where id = $1`, [
      member.id,
      new Date(noon - day),
    ]);
    expect(codes(await calls.post(staff, id, 'approve'))).toEqual(['member-suspended']);
  });
});

describe('of a machine that asks for approval', () => {
  const asking = async (): Promise<string> => {
    const machineId = await machine();
    await calls.setting('approval', { needed: true }, machineId);
    return machineId;
  };
  const begun = async (machineId: string): Promise<{ id: string; version: number; now: number }> => {
    const now = Math.floor(workshop.clock.wallMs());
    const times = { from: now - hour, to: now + hour };
    const id = await addBooking(workshop.database, { machineId, memberId: anna.id, ...times, state: 'in_use' });
    return { id, version: 1, now };
  };

  it('a begun booking that is handed over waits for it', async () => {
    const { id } = await begun(await asking());
    const { status } = await calls.post(staff, id, 'hand-over', { memberId: piotr.id });
    expect(status).toBe(200);
    expect(await calls.row(id)).toMatchObject({ member_id: piotr.id, state: 'held', held_for: 'approval' });
  });

  it('one that is approved waits again when it takes other time, and not when it gives some up', async () => {
    const { id } = await calls.booked(anna, await asking());
    const approved = await calls.post(staff, id, 'approve');
    const shorter = await calls.change(anna, approved.body, { to: iso(noon + hour / 2) });
    expect(shorter.body).toMatchObject({ state: 'confirmed', heldFor: null });
    const noted = await calls.change(anna, shorter.body, { note: 'Blat' });
    expect(noted.body).toMatchObject({ state: 'confirmed', heldFor: null });
    const times = { from: iso(noon + 3 * hour), to: iso(noon + 3.25 * hour) };
    const moved = await calls.change(anna, noted.body, times);
    expect(moved.body).toMatchObject({ ...times, state: 'held', heldFor: 'approval' });
    await calls.post(staff, id, 'approve');
    const longer = await calls.change(anna, { id, version: 6 }, { to: iso(noon + 10 * hour) });
    expect(longer.body).toMatchObject({ state: 'held', heldFor: 'approval' });
  });

  it('one that waits and is moved waits no longer than to its new start', async () => {
    const booking = await calls.booked(anna, await asking());
    const from = iso(Math.floor(workshop.clock.wallMs() / hour) * hour + 2 * hour);
    const { body } = await calls.change(anna, booking, { from, to: iso(Date.parse(from) + hour) });
    expect([body.heldFor, body.expiresAt]).toEqual(['approval', from]);
  });

  it('one in use that would take more time is refused, as a tap would be', async () => {
    const booking = await begun(await asking());
    expect(codes(await calls.change(anna, booking, { to: iso(booking.now + 2 * hour) }))).toEqual(['approval-needed']);
    const shorter = await calls.change(anna, booking, { to: iso(booking.now + hour / 2) });
    expect(shorter.body).toMatchObject({ state: 'in_use' });
    const { body } = await calls.call(
      staff,
      'PATCH',
      `/bookings/${booking.id}`,
      {
        to: iso(booking.now + 2 * hour),
        override: { reason: 'Zgoda na miejscu' },
      },
      '"2"',
    );
    expect(body).toMatchObject({ state: 'in_use', overrides: ['approval-needed'] });
  });
});
