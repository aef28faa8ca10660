import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Sweeper } from '../../src/modules/booking-life/index.js';
import { LivingWorkshop, hour, minute } from '../support/booking-life.js';
import { addBooking, addMachine } from '../support/builders.js';
import type { Answer, Person } from '../support/http-workshop.js';

type Member = Awaited<ReturnType<LivingWorkshop['member']>>;

let life: LivingWorkshop;
let staff: Person;
let machineId: string;
/** Some days ahead, at a round time. */
let noon: number;

beforeAll(async () => {
  life = await LivingWorkshop.open();
  staff = await life.http.person('staff');
});
afterAll(async () => await life.close());
beforeEach(async () => {
  await life.db.query(`update wait_entry set state = 'left' where state in ('waiting', 'offered')`);
  machineId = await addMachine(life.db);
  noon = Math.ceil(life.now() / hour) * hour + 48 * hour;
});

const iso = (at: number): string => new Date(at).toISOString();
const signedIn = new Map<string, Person>();
/** Days pass here, and sign-ins end meanwhile. */
async function call(as: Person, method: string, path: string, body?: unknown): Promise<Answer> {
  const ask = async (): Promise<Answer> =>
    await life.http.call(method, `/api/v1${path}`, {
      as: signedIn.get(as.id) ?? as,
      ...(body === undefined ? {} : { body }),
    });
  const answer = await ask();
  if (answer.status !== 401) return answer;
  signedIn.set(as.id, await life.http.logIn(as.email));
  return await ask();
}
/** An hour within the two from noon, unless told otherwise. */
const join = async (as: Person, wish: object = {}) =>
  await call(as, 'POST', '/wait-list', { machineId, from: iso(noon), to: iso(noon + 2 * hour), minutes: 60, ...wish });
const entryOf = async (as: Person) => (await call(as, 'GET', '/wait-list')).body.items[0];
const booked = async (as: Person, from = noon, to = noon + 2 * hour, at = machineId): Promise<string> => {
  const { status, body } = await call(as, 'POST', '/bookings', { machineId: at, from: iso(from), to: iso(to) });
  expect(status).toBe(201);
  return body.id;
};
const cancel = async (as: Person, id: string): Promise<void> => {
  expect((await call(as, 'DELETE', `/bookings/${id}`)).status).toBe(204);
};
/** Until a cancellation can no longer be taken back. */
const undoPasses = async (): Promise<void> => await life.pass(16_000);

describe('joining the list', () => {
  it('is for time that is taken: what is free is named, to be booked', async () => {
    const [anna, piotr] = [await life.member(), await life.member()];
    const early = await join(piotr);
    expect([early.status, early.body.code]).toEqual([409, 'time-is-free']);
    expect(early.body.alternatives[0]).toEqual({ from: iso(noon), to: iso(noon + hour) });
    await booked(anna);
    const answer = await join(piotr);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      machineId,
      memberId: piotr.id,
      minutes: 60,
      state: 'waiting',
      ahead: 0,
      offer: null,
    });
    expect((await join(await life.member())).body.ahead).toBe(1);
    expect((await join(piotr, { to: iso(noon + hour) })).body.code).toBe('already-waiting');
  });

  it.each<[string, () => object, string]>([
    ['more than fits', () => ({ minutes: 121 }), 'minutes'],
    ['nothing', () => ({ minutes: 0 }), 'minutes'],
    ['the past', () => ({ from: iso(noon - 99 * hour), to: iso(noon - 90 * hour) }), 'minutes'],
    ['an end before its start', () => ({ to: iso(noon - hour) }), 'to'],
    ['the year 9999', () => ({ to: '9999-01-01T00:00:00Z' }), 'to'],
    ['no machine', () => ({ machineId: undefined }), 'machineId'],
    ['a machine that is not there', () => ({ machineId: '018f0000-0000-7000-8000-000000000000' }), 'machineId'],
    [
      'a group that is not there',
      () => ({ machineId: undefined, machineGroupId: '018f0000-0000-7000-8000-000000000000' }),
      'machineGroupId',
    ],
  ])('is not for %s', async (_, wish, field) => {
    const { status, body } = await join(await life.member(), wish());
    expect([status, body.code, body.fields[0].field]).toEqual([422, 'invalid-input', field]);
  });

  it('is seen by oneself and by staff', async () => {
    const [anna, piotr] = [await life.member(), await life.member()];
    await booked(anna);
    const { body } = await join(piotr);
    expect(await entryOf(anna)).toBeUndefined();
    expect((await call(anna, 'GET', `/wait-list?member=${piotr.id}`)).status).toBe(403);
    expect((await call(staff, 'GET', `/wait-list?machine=${machineId}`)).body.items).toMatchObject([{ id: body.id }]);
    for (const [method, path] of [
      ['POST', `/wait-list/${body.id}/claim`],
      ['DELETE', `/wait-list/${body.id}`],
    ] as const)
      expect((await call(anna, method, path)).status).toBe(404);
    expect((await call(piotr, 'POST', `/wait-list/${body.id}/claim`)).body.code).toBe('offer-over');
    expect((await call(piotr, 'DELETE', `/wait-list/${body.id}`)).status).toBe(204);
    expect(await entryOf(piotr)).toBeUndefined();
  });
});

describe('time that becomes free', () => {
  let [anna, piotr, ola]: Member[] = [];
  let id: string;
  beforeEach(async () => {
    [anna, piotr, ola] = [await life.member(), await life.member(), await life.member()];
    id = await booked(anna);
    for (const one of [piotr, ola]) await join(one, { to: iso(noon + hour) });
  });

  it('is offered to the first who waits, no sooner than a cancellation stands, and claimed', async () => {
    await cancel(anna!, id);
    await life.pass(8_000);
    expect((await entryOf(piotr!)).offer).toBeNull();
    await life.pass(12_000);
    const { offer, id: entryId, state } = await entryOf(piotr!);
    expect(state).toBe('offered');
    expect(offer).toMatchObject({ machineId, from: iso(noon), to: iso(noon + hour) });
    // A quarter of two days, and no more than half a day.
    expect(Date.parse(offer.claimBy) - life.now()).toBeGreaterThan(11.9 * hour);
    expect((await entryOf(ola!)).offer).toBeNull();
    expect(await life.toldTo(piotr!.id)).toEqual(['wait-offer']);
    const claimed = await call(piotr!, 'POST', `/wait-list/${entryId}/claim`);
    expect([claimed.status, claimed.body.state]).toEqual([200, 'served']);
    expect(await life.stateOf(offer.bookingId)).toBe('confirmed');
    expect((await call(piotr!, 'POST', `/wait-list/${entryId}/claim`)).status).toBe(409);
    await life.sweep();
    expect((await entryOf(ola!)).state).toBe('waiting');
  });

  it('is not to be had by who is quicker than those who wait, but for whose it was', async () => {
    await cancel(anna!, id);
    const [kasia, wish] = [await life.member(), { machineId, from: iso(noon), to: iso(noon + hour) }];
    const { status, body } = await call(kasia, 'POST', '/bookings', wish);
    expect([status, body.code]).toEqual([409, 'slot-taken']);
    expect((await call(anna!, 'POST', `/bookings/${id}/restore`)).status).toBe(200);
    await cancel(anna!, id);
    await undoPasses();
    expect((await entryOf(piotr!)).offer).toMatchObject({ from: iso(noon) });
    for (const one of [piotr!, ola!]) await call(one, 'DELETE', `/wait-list/${(await entryOf(one)).id}`);
    await life.pass(30_000);
    expect((await call(kasia, 'POST', '/bookings', wish)).status).toBe(201);
  });

  it('is looked for apart from what frees time, and no turn of it takes for ever', async () => {
    const sweeper = life.http.app.get(Sweeper);
    await cancel(anna!, id);
    await life.sleep(16_000);
    await sweeper.freeTurn();
    expect((await entryOf(piotr!)).state).toBe('waiting');
    let at = 0;
    const slow = vi.spyOn(life.http.clock, 'monoMs').mockImplementation(() => (at += 5_000));
    for (const one of [piotr!, ola!]) {
      await life.db.query(`update wait_entry set within = tstzrange($2, $3) where member_id = $1`, [
        one.id,
        new Date(one === piotr ? noon : noon + hour),
        new Date(one === piotr ? noon + hour : noon + 2 * hour),
      ]);
    }
    await sweeper.offerTurn();
    expect([(await entryOf(piotr!)).state, (await entryOf(ola!)).state]).toEqual(['offered', 'waiting']);
    await sweeper.offerTurn();
    expect((await entryOf(ola!)).state).toBe('offered');
    slow.mockRestore();
  });

  it('is never offered when the cancellation is taken back', async () => {
    await cancel(anna!, id);
    await life.pass(5_000);
    expect((await call(anna!, 'POST', `/bookings/${id}/restore`)).status).toBe(200);
    await life.pass(40_000);
    expect((await entryOf(piotr!)).state).toBe('waiting');
  });

  it('goes to the next when nobody claims it; who lets two pass waits no more', async () => {
    await cancel(anna!, id);
    await undoPasses();
    const { id: entryId } = await entryOf(piotr!);
    life.http.clock.forward(12 * hour + minute);
    await life.sweep();
    expect((await call(piotr!, 'POST', `/wait-list/${entryId}/claim`)).body.code).toBe('offer-over');
    expect([(await entryOf(piotr!)).state, (await entryOf(ola!)).state]).toEqual(['waiting', 'offered']);
    expect(await life.toldTo(piotr!.id)).toEqual(['wait-offer', 'wait-offer-passed']);
    // Another slot: the place in the order is kept.
    await call(ola!, 'POST', `/wait-list/${(await entryOf(ola!)).id}/claim`);
    await life.db.query(`update wait_entry set within = tstzrange($2, $3) where id = $1`, [
      entryId,
      new Date(noon),
      new Date(noon + 3 * hour),
    ]);
    await life.sweep();
    expect((await entryOf(piotr!)).offer).toMatchObject({ from: iso(noon + hour) });
    life.http.clock.forward(12 * hour);
    await life.sweep();
    expect(await entryOf(piotr!)).toBeUndefined();
    expect((await life.toldTo(piotr!.id)).at(-1)).toBe('wait-offer-passed-twice');
  });

  it('goes to the next when an offer is declined', async () => {
    await cancel(anna!, id);
    await undoPasses();
    const first = await entryOf(piotr!);
    expect((await call(piotr!, 'DELETE', `/wait-list/${first.id}`)).status).toBe(204);
    expect(await life.stateOf(first.offer.bookingId)).toBe('released: not-claimed');
    await life.sweep();
    expect((await entryOf(ola!)).offer).toMatchObject({ from: iso(noon) });
  });

  it('is not offered to whom the rules are against, and a claim asks them again', async () => {
    await life.db.query(`update member set suspended_at = to_timestamp(0), version = version + 1 where id = $1`, [
      piotr!.id,
    ]);
    await cancel(anna!, id);
    await undoPasses();
    expect((await entryOf(ola!)).state).toBe('offered');
    const { id: entryId, offer } = await entryOf(ola!);
    await life.db.query(`update member set membership_until = to_timestamp(0), version = version + 1 where id = $1`, [
      ola!.id,
    ]);
    const { status, body } = await call(ola!, 'POST', `/wait-list/${entryId}/claim`);
    expect([status, body.refusals[0].code]).toEqual([422, 'membership-expired']);
    expect(await life.stateOf(offer.bookingId)).toBe('held');
  });

  it('is no way around an approval: who claims it waits for that as who books it', async () => {
    await cancel(anna!, id);
    await life.setting('approval', { needed: true }, machineId);
    await undoPasses();
    const { id: entryId, offer } = await entryOf(piotr!);
    expect((await call(piotr!, 'POST', `/wait-list/${entryId}/claim`)).body.state).toBe('served');
    const { state, heldFor } = (await call(piotr!, 'GET', `/bookings/${offer.bookingId}`)).body;
    expect([state, heldFor]).toEqual(['held', 'approval']);
    expect((await call(staff, 'POST', `/bookings/${offer.bookingId}/approve`)).status).toBe(200);
    expect(await life.stateOf(offer.bookingId)).toBe('confirmed');
  });

  it('is offered on any machine of a group', async () => {
    const groupId = crypto.randomUUID();
    await life.db.query(
      `insert into machine_group (id, name, created_at) values ($1, '{"pl": "Drukarki", "en": "Printers"}', to_timestamp(0))`,
      [groupId],
    );
    const other = await addMachine(life.db);
    await life.db.query(`update machine set machine_group_id = $1 where id = any ($2::uuid[])`, [
      groupId,
      [machineId, other],
    ]);
    const kasia = await life.member();
    const wish = { machineId: undefined, machineGroupId: groupId, to: iso(noon + hour) };
    expect((await join(kasia, wish)).body.alternatives[0]).toMatchObject({ machineId: other });
    const blocked = await booked(await life.member(), noon, noon + hour, other);
    expect((await join(kasia, wish)).status).toBe(201);
    await life.db.query(`update booking set state = 'released', end_reason = 'no-show' where id = $1`, [blocked]);
    await life.db.query(`update machine set version = version + 1 where id = $1`, [other]);
    await life.sweep();
    expect((await entryOf(kasia)).offer).toMatchObject({ machineId: other, from: iso(noon) });
  });

  it('is over when nothing became free', async () => {
    life.http.clock.forward(49 * hour);
    await life.sweep();
    expect(await entryOf(piotr!)).toBeUndefined();
    expect(await life.toldTo(piotr!.id)).toEqual(['wait-over']);
  });
});

describe('a fair order', () => {
  const hours = 6;
  type Step = { readonly does: 'free'; readonly hour: number } | { readonly does: 'claim' | 'leave' | 'pass' };
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 3, arbitrary: fc.nat(hours - 1).map((at): Step => ({ does: 'free', hour: at })) },
    { weight: 1, arbitrary: fc.constantFrom<Step>({ does: 'claim' }, { does: 'leave' }, { does: 'pass' }) },
  );
  const wish = fc.tuple(fc.nat(hours - 2), fc.integer({ min: 1, max: hours })).map(([from, length]) => ({
    from,
    to: Math.min(hours, from + length),
  }));

  /** Every hour is taken, and everybody waits for one of some. */
  async function waiters(wishes: readonly { from: number; to: number }[]): Promise<number> {
    machineId = await addMachine(life.db);
    const begin = Math.ceil(life.now() / hour) * hour + 20 * 24 * hour;
    const blocker = await life.member();
    for (let at = 0; at < hours; at += 1)
      await addBooking(life.db, { machineId, memberId: blocker.id, from: begin + at * hour });
    for (const { from, to } of wishes) {
      const one = await life.member();
      const answer = await join(one, { from: iso(begin + from * hour), to: iso(begin + to * hour) });
      expect(answer.status).toBe(201);
    }
    return begin;
  }

  const free = async (at: number): Promise<void> => {
    await life.db.query(
      `with freed as (update booking set state = 'released', end_reason = 'no-show', version = version + 1
         where machine_id = $1 and lower(during) = $2 and state = 'confirmed' returning machine_id)
       update machine set version = version + 1 where id in (select machine_id from freed)`,
      [machineId, new Date(at)],
    );
  };

  async function act(one: Step, begin: number): Promise<void> {
    if (one.does === 'free') return await free(begin + one.hour * hour);
    if (one.does === 'pass') return life.http.clock.forward(12 * hour + minute);
    const { items } = (await call(staff, 'GET', `/wait-list?machine=${machineId}`)).body;
    const offered = items.find(({ state }: { state: string }) => state === 'offered');
    if (offered === undefined) return;
    if (one.does === 'leave') return void (await call(staff, 'DELETE', `/wait-list/${offered.id}`));
    expect((await call(staff, 'POST', `/wait-list/${offered.id}/claim`)).status).toBe(200);
  }

  /** Who waits on though an hour of the wish is free, or though somebody behind has one, and did not let it pass. */
  const wronged = async (begin: number): Promise<unknown[]> =>
    await life.db.query(
      `with slot as (select tstzrange($2::timestamptz + make_interval(hours => h), $2::timestamptz + make_interval(hours => h + 1)) as during
         from generate_series(0, $3::int - 1) h)
       select w.id, slot.during from wait_entry w join slot on slot.during <@ w.within
       left join booking passed on passed.id = w.booking_id
       where w.machine_id = $1 and w.state = 'waiting' and (passed.id is null or not passed.during && slot.during)
         and (not exists (select from booking b where b.machine_id = w.machine_id and b.during && slot.during
                and b.state in ('held', 'confirmed', 'in_use', 'done'))
           or exists (select from wait_entry behind join booking b on b.id = behind.booking_id
                where behind.machine_id = w.machine_id and behind.id > w.id and behind.state = 'offered'
                  and behind.offered_at >= $4 and b.during = slot.during))`,
      [machineId, new Date(begin), hours, new Date(life.now() - minute)],
    );

  it(
    'holds whatever happens: nobody is passed over, and nothing stays free that somebody waits for',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(wish, { minLength: 2, maxLength: 4 }),
          fc.array(step, { minLength: 3, maxLength: 8 }),
          async (wishes, steps) => {
            const begin = await waiters(wishes);
            for (const one of steps) {
              await act(one, begin);
              await life.sweep();
              expect(await wronged(begin)).toEqual([]);
            }
          },
        ),
        { numRuns: 12 },
      );
    },
  );
});
