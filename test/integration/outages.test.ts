import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appModule, entities } from '../../src/app.module.js';
import { addBooking, addMachine } from '../support/builders.js';
import { type Answer, type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

const hour = 60 * 60_000;
const nobody = '018f0000-0000-7000-8000-000000000000';
const reason = { pl: 'Przegląd', en: 'Service' };
let workshop: HttpWorkshop;
let staff: Person;
let anna: Person;
let begin: number;
beforeAll(async () => {
  workshop = await startHttpWorkshop({ build: appModule, entities });
  begin = workshop.clock.wallMs();
  staff = await workshop.person('staff');
  anna = await workshop.person('member');
});
afterAll(async () => await workshop.stop());

const call = async (as: Person, method: string, path: string, body?: unknown): Promise<Answer> =>
  await workshop.call(method, `/api/v1${path}`, { as, ...(body === undefined ? {} : { body }) });
const planned = (from: number, to: number) => ({
  from: new Date(begin + from * hour).toISOString(),
  to: new Date(begin + to * hour).toISOString(),
  reason,
});
const version = async (id: string): Promise<number> => {
  const [row] = await workshop.database.query<{ version: number }>(`select version from machine where id = $1`, [id]);
  return row!.version;
};

describe('an outage', () => {
  it('leaves the bookings that stand in it, counts them, and tells their members', async () => {
    const [machineId, other] = [await addMachine(workshop.database), await addMachine(workshop.database)];
    const book = async (machine: string, from: number, state?: 'held' | 'released'): Promise<string> =>
      await addBooking(workshop.database, {
        machineId: machine,
        memberId: anna.id,
        from: begin + from * hour,
        ...(state === undefined ? {} : { state }),
        ...(state === 'held' ? { expiresAt: begin + 48 * hour } : {}),
      });
    const inIt = [await book(machineId, 2), await book(machineId, 4, 'held')];
    await book(machineId, 5);
    await book(machineId, 3, 'released');
    await book(other, 2);
    const before = await version(machineId);
    const changed: string[] = [];
    const stop = workshop.events.on('machine-changed', (event) => void changed.push(event.machineId));
    const made = await call(staff, 'POST', `/machines/${machineId}/outages`, planned(1, 5));
    stop();
    expect([made.status, made.body.affected, made.body.reason]).toEqual([201, 2, reason]);
    expect([await version(machineId), changed]).toEqual([before + 1, [machineId]]);
    const { body } = await call(anna, 'GET', '/notices');
    expect(body.items.map(({ kind }: { kind: string }) => kind)).toEqual(['outage-planned', 'outage-planned']);
    expect(body.items.map(({ subject }: { subject: { id: string } }) => subject.id).toSorted()).toEqual(
      inIt.toSorted(),
    );
    expect(body.items[0].text.pl).toContain('Przegląd');
    const { affected: _, ...outage } = made.body;
    expect((await call(anna, 'GET', `/machines/${machineId}/outages`)).body.items).toEqual([outage]);
    const states = await workshop.database.query(
      `select state from booking where id = any ($1) order by lower(during)`,
      [inIt],
    );
    expect(states).toEqual([{ state: 'confirmed' }, { state: 'held' }]);
  });

  it('may overlap another, is listed by its time, and is taken back', async () => {
    const machineId = await addMachine(workshop.database);
    const path = `/machines/${machineId}/outages`;
    const first = await call(staff, 'POST', path, planned(10, 20));
    const second = await call(staff, 'POST', path, planned(15, 25));
    expect([first.status, second.status]).toEqual([201, 201]);
    const listed = async (from: number, to: number): Promise<string[]> => {
      const asked = planned(from, to);
      const answer = await call(anna, 'GET', `${path}?from=${asked.from}&to=${asked.to}`);
      return answer.body.items.map(({ id }: { id: string }) => id);
    };
    expect(await listed(0, 16)).toEqual([first.body.id, second.body.id]);
    expect(await listed(20, 30)).toEqual([second.body.id]);
    expect(await listed(30, 20)).toEqual([]);
    const before = await version(machineId);
    expect((await call(staff, 'DELETE', `/outages/${first.body.id}`)).status).toBe(204);
    expect(await version(machineId)).toBe(before + 1);
    expect((await call(staff, 'DELETE', `/outages/${first.body.id}`)).status).toBe(404);
    expect(await listed(0, 16)).toEqual([second.body.id]);
  });

  it.each([
    ['inverted', planned, [2, 1], 'to'],
    ['of no length', planned, [1, 1], 'to'],
    ['over', planned, [-3, -1], 'to'],
    ['in the year 9999', () => ({ ...planned(1, 2), to: '9999-01-01T00:00:00Z' }), [1, 2], 'to'],
    ['without a reason in English', () => ({ ...planned(1, 2), reason: { pl: 'Tak' } }), [1, 2], 'reason.en'],
  ] as const)('is not %s', async (_name, body, [from, to], field) => {
    const machineId = await addMachine(workshop.database);
    const before = await version(machineId);
    const answer = await call(staff, 'POST', `/machines/${machineId}/outages`, body(from, to));
    expect([answer.status, answer.body.fields?.[0]?.field]).toEqual([422, field]);
    expect(await version(machineId)).toBe(before);
  });

  it('is of a machine that there is, and planned by staff', async () => {
    expect((await call(staff, 'POST', `/machines/${nobody}/outages`, planned(1, 2))).status).toBe(404);
    expect((await call(anna, 'GET', `/machines/${nobody}/outages`)).status).toBe(404);
    const machineId = await addMachine(workshop.database);
    expect((await call(anna, 'POST', `/machines/${machineId}/outages`, planned(1, 2))).status).toBe(403);
    const { body } = await call(staff, 'POST', `/machines/${machineId}/outages`, planned(1, 2));
    expect((await call(anna, 'DELETE', `/outages/${body.id}`)).status).toBe(403);
  });
});
