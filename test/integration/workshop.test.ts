import { afterAll, beforeAll, expect, it } from 'vitest';
import { appModule, entities } from '../../src/app.module.js';
import { addMachine } from '../support/builders.js';
import { type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

let workshop: HttpWorkshop;
let admin: Person;
beforeAll(async () => {
  workshop = await startHttpWorkshop({ build: appModule, entities, env: { BRAMA_TIME_ZONE: 'Europe/Lisbon' } });
  admin = await workshop.person('admin');
});
afterAll(async () => await workshop.stop());

const change = async (body: unknown) => await workshop.call('PATCH', '/api/v1/workshop', { as: admin, body });

it('says its settings to everybody, and its time zone also to who has logged in', async () => {
  const anna = await workshop.person('member');
  const { body } = await workshop.call('GET', '/api/v1/workshop', { as: anna });
  expect(body).toEqual({
    name: { pl: 'Pracownia', en: 'Workshop' },
    memberSessionsMax: 1,
    bookingNames: 'staff',
    timeZone: 'Europe/Lisbon',
  });
  const me = await workshop.call('GET', '/api/v1/auth/me', { as: anna });
  expect(me.body.timeZone).toBe('Europe/Lisbon');
});

it('takes a change of one setting, keeps the others, and writes it into the chain', async () => {
  const machineId = await addMachine(workshop.database);
  const told: string[] = [];
  workshop.events.on('machine-changed', ({ machineId: id }) => void told.push(id));
  const answer = await change({ memberSessionsMax: 2 });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ memberSessionsMax: 2, bookingNames: 'staff', name: { pl: 'Pracownia' } });
  expect(told).toContain(machineId);
  const [row] = await workshop.database.query<{ version: number }>('select version from machine where id = $1', [
    machineId,
  ]);
  expect(row!.version).toBe(2);
  const chain = await workshop.call('GET', '/api/v1/audit?limit=1', { as: admin });
  expect(chain.body.items[0]).toMatchObject({ action: 'workshop-changed', detail: { memberSessionsMax: 2 } });
});

it.each([
  ['memberSessionsMax', 0],
  ['memberSessionsMax', 1.5],
  ['bookingNames', 'everybody'],
  ['timeZone', 'Asia/Tokyo'],
])('does not take %s %s', async (field, value) => {
  expect((await change({ [field]: value })).status).toBe(422);
});
