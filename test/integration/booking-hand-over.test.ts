import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
const lastAudit = async (): Promise<unknown> => {
  const [entry] = await workshop.database.query(
    `select e.action, d.detail from audit_entry e join audit_detail d using (ordinal) order by ordinal desc limit 1`,
  );
  return entry;
};

describe('a hand-over by a member', () => {
  const offer = async (to: Person, change: Record<string, unknown> = {}): Promise<Answer['body']> => {
    const { id } = await calls.booked(anna, await machine(), change);
    const { status, body } = await calls.post(anna, id, 'hand-over', { email: to.email.toUpperCase() });
    expect([status, body.memberId, body.state, body.offeredTo]).toEqual([200, anna.id, 'confirmed', true]);
    return body;
  };
  const offered = async (as: Person, id: string): Promise<Answer['body']> =>
    (await calls.call(as, 'GET', '/bookings?offered=true')).body.items.find((one: { id: string }) => one.id === id);

  // So that ten an hour are enough.
  beforeEach(async () => {
    anna = await workshop.person('member');
  });

  it('is an offer, which the receiver is told of and accepts: without what the giver noted', async () => {
    const { id } = await offer(piotr, { note: 'Tylko dla mnie' });
    expect((await notices(piotr.id)).at(-1)).toBe('hand-over-offered');
    const shown = await offered(piotr, id);
    expect(shown).toMatchObject({ id, offeredTo: true, memberName: 'Anna Próbna', note: null });
    expect((await calls.call(piotr, 'GET', `/bookings/${id}`)).body).toEqual(shown);
    const { status, body } = await calls.post(piotr, id, 'accept');
    expect([status, body.memberId, body.offeredTo, body.note]).toEqual([200, piotr.id, false, null]);
    expect((await notices(anna.id)).at(-1)).toBe('hand-over-accepted');
    expect(await lastAudit()).toMatchObject({ action: 'booking-handed-over', detail: { to: piotr.id } });
    expect((await calls.call(anna, 'GET', `/bookings/${id}`)).status).toBe(404);
    expect(await offered(piotr, id)).toBeUndefined();
    expect((await calls.post(piotr, id, 'accept')).status).toBe(404);
  });

  it('tells nothing of who has the address, nor whether anybody has', async () => {
    const suspended = await workshop.person('member');
    await workshop.database.query(`update member set suspended_at = created_at where id = $1`, [suspended.id]);
    const answers = [];
    for (const email of [piotr.email, suspended.email, 'nikt@brama.example']) {
      const booking = await calls.booked(anna, await machine());
      const answer = await calls.post(anna, booking.id, 'hand-over', { email });
      expect((await calls.call(anna, 'GET', `/bookings/${booking.id}`)).body).toEqual(answer.body);
      answers.push([answer.status, { ...answer.body, id: '', machineId: '', createdAt: '' }]);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it('asks the rules of the receiver, who alone hears what is against it', async () => {
    const { id, machineId } = await offer(piotr);
    await calls.setting('open-limit', { bookings: 1 }, machineId);
    await calls.booked(piotr, machineId, { from: iso(noon + day), to: iso(noon + day + hour) });
    const told = await notices(anna.id);
    expect(codes(await calls.post(piotr, id, 'accept'))).toEqual(['open-limit']);
    expect(await calls.row(id)).toMatchObject({ member_id: anna.id, offered_to: piotr.id });
    expect(await notices(anna.id)).toEqual(told);
  });

  it('is declined, and stays with the giver, who is told', async () => {
    const { id } = await offer(piotr);
    expect((await calls.post(piotr, id, 'decline-hand-over')).status).toBe(204);
    expect((await notices(anna.id)).at(-1)).toBe('hand-over-declined');
    expect((await calls.call(anna, 'GET', `/bookings/${id}`)).body.offeredTo).toBe(false);
    expect((await calls.post(piotr, id, 'accept')).status).toBe(404);
  });

  it.each([
    ['taking it back', async (id: string) => await calls.call(anna, 'DELETE', `/bookings/${id}/hand-over`)],
    ['cancelling', async (id: string) => await calls.call(anna, 'DELETE', `/bookings/${id}`)],
    ['moving', async (id: string) => await calls.change(anna, { id, version: 2 }, { to: iso(noon + 2 * hour) })],
    [
      'an offer to another',
      async (id: string) => await calls.post(anna, id, 'hand-over', { email: 'x@brama.example' }),
    ],
  ])('ends by %s', async (_name, end) => {
    const { id } = await offer(piotr);
    expect((await end(id)).status).toBeLessThan(300);
    for (const what of ['accept', 'decline-hand-over']) expect((await calls.post(piotr, id, what)).status).toBe(404);
    expect((await calls.call(piotr, 'GET', `/bookings/${id}`)).status).toBe(404);
    expect(await offered(piotr, id)).toBeUndefined();
  });

  it('is nobody’s to accept but the receiver’s', async () => {
    const ola = await workshop.person('member');
    const { id } = await offer(piotr);
    for (const as of [ola, staff, anna])
      for (const what of ['accept', 'decline-hand-over']) expect((await calls.post(as, id, what)).status).toBe(404);
    expect((await calls.call(ola, 'DELETE', `/bookings/${id}/hand-over`)).status).toBe(404);
  });

  it('is made so often an hour, and no more', async () => {
    const giver = await workshop.person('member');
    const { id } = await calls.booked(giver, await machine());
    const send = async (): Promise<number> =>
      (await calls.post(giver, id, 'hand-over', { email: 'nikt@brama.example' })).status;
    for (let sent = 0; sent < 10; sent += 1) expect(await send()).toBe(200);
    expect(await send()).toBe(429);
    workshop.clock.forward(hour);
    expect((await calls.call(giver, 'GET', `/bookings/${id}`)).body.offeredTo).toBe(true);
    expect(await send()).toBe(200);
  });

  it('of a begun booking gives the receiver the whole grace to come', async () => {
    const now = Math.floor(workshop.clock.wallMs());
    const times = { from: now - hour, to: now + hour };
    const id = await addBooking(workshop.database, { machineId: await machine(), memberId: anna.id, ...times });
    await calls.post(anna, id, 'hand-over', { email: piotr.email });
    await calls.post(piotr, id, 'accept');
    const { check_in_from: since } = await calls.row(id);
    expect((since as Date).getTime()).toBeGreaterThan(now);
  });
});

describe('a hand-over by staff', () => {
  it('is done at once, told to both, and may set rules aside', async () => {
    const machineId = await machine();
    await calls.setting('open-limit', { bookings: 1 }, machineId);
    await calls.booked(piotr, machineId, { from: iso(noon + day), to: iso(noon + day + hour) });
    const { id } = await calls.booked(anna, machineId);
    const plain = await calls.post(staff, id, 'hand-over', { memberId: piotr.id });
    expect([plain.status, codes(plain)]).toEqual([422, ['open-limit']]);
    const wish = { memberId: piotr.id, override: { reason: 'Zastępstwo' } };
    const { body } = await calls.post(staff, id, 'hand-over', wish);
    expect(body).toMatchObject({ memberId: piotr.id, overrides: ['open-limit'], overrideReason: 'Zastępstwo' });
    expect((await notices(anna.id)).at(-1)).toBe('handed-on-by-staff');
    expect((await notices(piotr.id)).at(-1)).toBe('handed-over');
    expect(await lastAudit()).toMatchObject({ action: 'booking-handed-over', detail: { to: piotr.id } });
  });
});
