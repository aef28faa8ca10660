import { afterAll, beforeAll, expect, it } from 'vitest';
import { Notices, NoticesModule } from '../../src/modules/notices/index.js';
import { type HttpWorkshop, startHttpWorkshop } from '../support/http-workshop.js';

let workshop: HttpWorkshop;
beforeAll(async () => {
  workshop = await startHttpWorkshop({ modules: [NoticesModule] });
});
afterAll(async () => await workshop.stop());

const hour = 60 * 60_000;

it('a notice is told once with its change, read by its member alone, and then no longer new', async () => {
  const [anna, piotr] = [await workshop.person('member'), await workshop.person('member')];
  const notices = workshop.app.get(Notices);
  const from = Date.UTC(2027, 0, 12, 9);
  const params = { machinePl: 'Tokarka', machineEn: 'Lathe', from, to: from + hour };
  const subject = { kind: 'booking' as const, id: anna.id };
  const told = { memberId: anna.id, kind: 'booking-approved' as const, params, subject };
  await workshop.database.transaction(async (tx) => await notices.tell(tx, told));
  await workshop.database
    .transaction(async (tx) => {
      await notices.tell(tx, { ...told, kind: 'booking-not-approved' });
      throw new Error('the change failed');
    })
    .catch(() => undefined);

  const list = async (as: typeof anna) => (await workshop.call('GET', '/api/v1/notices', { as })).body;
  const { items, unread } = await list(anna);
  expect([items.length, unread]).toEqual([1, 1]);
  expect(items[0]).toMatchObject({ kind: 'booking-approved', subject, readAt: null });
  expect(items[0].text.pl.replaceAll('\u00a0', ' ')).toContain('„Tokarka”, 12 stycznia, 10:00–11:00');
  expect(await list(piotr)).toEqual({ items: [], unread: 0 });

  const read = async (as: typeof anna) =>
    (await workshop.call('POST', '/api/v1/notices/read', { as, body: { upTo: items[0].id } })).status;
  expect(await read(piotr)).toBe(204);
  expect((await list(anna)).unread).toBe(1);
  expect(await read(anna)).toBe(204);
  expect(await list(anna)).toMatchObject({ items: [{ readAt: expect.any(String) }], unread: 0 });
});
