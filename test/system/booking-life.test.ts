import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Booking, WaitEntry } from '../../src/contracts/http/index.js';
import { until } from '../support/wait.js';
import { Stage } from './attack/stage.js';

/** The life of one slot, through the service, its broker and a gate: booked, not used, offered, claimed, used. */

const minute = 60_000;
let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open('embedded');
});
afterAll(async () => await stage?.close());

/** As if the booking had been made, and had begun, so much earlier: no test waits for minutes. */
const earlier = async (bookingId: string, ms: number): Promise<void> => {
  await stage.db.query(
    `update booking set during = tstzrange(lower(during) - make_interval(secs => $2), upper(during)),
       check_in_from = check_in_from - make_interval(secs => $2) where id = $1`,
    [bookingId, ms / 1_000],
  );
};
const written = async (sql: string, params: unknown[] = []): Promise<unknown> =>
  await until(async () => (await stage.db.query(sql, params)).rows[0] as unknown, { deadlineMs: 15_000, what: sql });
const booking = async (id: string): Promise<Booking> => await stage.api.must<Booking>('GET', `/bookings/${id}`);
const entry = async (): Promise<WaitEntry | undefined> =>
  (await stage.api.must<{ items: WaitEntry[] }>('GET', '/wait-list')).items[0];

it('who comes keeps the booking; who does not loses it to the first who waits, whose tap then powers the machine', async () => {
  const { machineId, gate } = await stage.seat();
  const other = await stage.seat();
  const me = await stage.api.must<{ id: string }>('GET', '/auth/me');
  const uid = '04aabbccddeeff';
  await stage.api.must('POST', `/members/${me.id}/cards`, { tech: 'iso14443a', uid });
  const [anna, piotr] = [await stage.api.member('Anna Wiśniewska'), await stage.api.member('Piotr Zając')];

  // Whoever booked before the service watched has the whole grace from then on.
  await written(`select name from sweep where name = 'no-shows'`);
  const from = Date.now() + 1_000;
  const coming = await stage.api.book(other.machineId, anna.id, from, from + 60 * minute);
  const missed = await stage.api.book(machineId, piotr.id, from, from + 120 * minute);
  await stage.api.must('POST', '/wait-list', {
    machineId,
    from: missed.from,
    to: missed.to,
    minutes: 30,
  });

  // A tap is the check-in.
  await earlier(coming.id, 2 * minute);
  expect(await other.gate.ask(anna.uid)).toMatchObject({ verdict: 'allow', code: 'ok' });
  await until(() => other.gate.on, { deadlineMs: 2_000, what: 'power for who came' });

  await earlier(missed.id, 9 * minute);
  await written(`select id from notice where member_id = $1 and kind = 'no-show-warning'`, [piotr.id]);
  expect((await booking(missed.id)).state).toBe('confirmed');
  await earlier(missed.id, 2 * minute);
  await earlier(coming.id, 11 * minute);
  const offer = await until(async () => (await entry())?.offer, { deadlineMs: 15_000, what: 'the offer' });
  expect(await booking(missed.id)).toMatchObject({ state: 'released', endReason: 'no-show' });
  expect((await booking(coming.id)).state).toBe('in_use');
  expect((await gate.ask(piotr.uid)).verdict).not.toBe('allow');

  const waiting = await entry();
  expect(await stage.api.must('POST', `/wait-list/${waiting!.id}/claim`)).toMatchObject({ state: 'served' });
  await earlier(offer.bookingId, Date.parse(offer.from) - Date.now() + 1_000);
  expect(await gate.ask(uid)).toMatchObject({ verdict: 'allow', code: 'ok' });
  await until(() => gate.on, { deadlineMs: 2_000, what: 'power for who waited' });
  expect((await booking(offer.bookingId)).state).toBe('in_use');
});
