import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machineEntities, MachinesModule } from '../../src/modules/machines/index.js';
import { addCompetency, addMachine } from '../support/builders.js';
import { type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

let workshop: HttpWorkshop;
let staff: Person;
let anna: Person;
const changed: string[] = [];
const laser = { name: { pl: 'Laser', en: 'Laser' }, slug: 'laser', hazard: 'medium', competencyIds: [] };

beforeAll(async () => {
  workshop = await startHttpWorkshop({ modules: [MachinesModule], entities: machineEntities });
  workshop.events.on('machine-changed', ({ machineId }) => void changed.push(machineId));
  staff = await workshop.person('staff');
  anna = await workshop.person('member');
});
afterAll(async () => await workshop.stop());

const version = async (id: string): Promise<number> => {
  const [row] = await workshop.database.query<{ version: number }>(`select version from machine where id = $1`, [id]);
  return row!.version;
};

describe('machines', () => {
  it('are made by staff, whole, with the defaults of the workshop', async () => {
    const competencyId = await addCompetency(workshop.database);
    const answer = await workshop.call('POST', '/api/v1/machines', {
      as: staff,
      body: { ...laser, competencyIds: [competencyId] },
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      ...laser,
      bookingMode: 'required',
      lostContact: 'cut',
      competencyIds: [competencyId],
      exclusiveGroupId: null,
      outOfOrderAt: null,
    });
    expect(changed).toContain(answer.body.id);
    const got = await workshop.call('GET', `/api/v1/machines/${answer.body.id}`, { as: anna });
    expect(got.body).toEqual(answer.body);
    const list = await workshop.call('GET', '/api/v1/machines', { as: anna });
    expect(list.body.items).toContainEqual(answer.body);
  });

  it('have one slug each', async () => {
    await addMachine(workshop.database, { slug: 'ploter' });
    const answer = await workshop.call('POST', '/api/v1/machines', { as: staff, body: { ...laser, slug: 'ploter' } });
    expect([answer.status, answer.body.code]).toEqual([409, 'slug-taken']);
  });

  it.each([
    ['an unknown competency', { competencyIds: ['018f0000-0000-7000-8000-000000000000'] }, 'competencyIds'],
    ['nothing said of training', { competencyIds: undefined }, 'competencyIds'],
    ['high hazard and no training', { hazard: 'high' }, 'competencyIds'],
    ['an unknown group', { exclusiveGroupId: '018f0000-0000-7000-8000-000000000000' }, 'exclusiveGroupId'],
    ['a slug with a space', { slug: 'a b' }, 'slug'],
    ['one language only', { name: { pl: 'Laser' } }, 'name.en'],
    ['a hazard of its own', { hazard: 'extreme' }, 'hazard'],
  ])('are refused with %s', async (_name, change, field) => {
    const answer = await workshop.call('POST', '/api/v1/machines', {
      as: staff,
      body: { ...laser, slug: 'other', ...change },
    });
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid-input']);
    expect(answer.body.fields.map((at: { field: string }) => at.field)).toEqual([field]);
  });

  it('change, and whoever decided from what was before decides again', async () => {
    const competencyId = await addCompetency(workshop.database);
    const id = await addMachine(workshop.database, { hazard: 'high' });
    const before = await version(id);
    const answer = await workshop.call('PATCH', `/api/v1/machines/${id}`, {
      as: staff,
      body: { name: { pl: 'Piła', en: 'Saw' }, bookingMode: 'walk-up', competencyIds: [competencyId] },
    });
    expect(answer.body).toMatchObject({ name: { pl: 'Piła', en: 'Saw' }, hazard: 'high', bookingMode: 'walk-up' });
    expect(answer.body.competencyIds).toEqual([competencyId]);
    expect(await version(id)).toBe(before + 1);
    const cut = await workshop.call('PATCH', `/api/v1/machines/${id}`, {
      as: staff,
      body: { lostContact: 'finish-booking' },
    });
    expect([cut.status, cut.body.fields?.[0]?.field]).toEqual([422, 'lostContact']);
  });

  it('are not made, changed or closed by members', async () => {
    const id = await addMachine(workshop.database);
    const answers = await Promise.all([
      workshop.call('POST', '/api/v1/machines', { as: anna, body: { ...laser, slug: 'mine' } }),
      workshop.call('PATCH', `/api/v1/machines/${id}`, { as: anna, body: {} }),
      workshop.call('POST', '/api/v1/exclusive-groups', { as: anna, body: { name: { pl: 'G', en: 'G' } } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  it('that do not exist are not found', async () => {
    for (const id of ['018f0000-0000-7000-8000-000000000000', 'laser']) {
      const answer = await workshop.call('GET', `/api/v1/machines/${id}`, { as: anna });
      expect(answer.status).toBe(404);
    }
  });

  it('share a group of which one may run', async () => {
    const group = await workshop.call('POST', '/api/v1/exclusive-groups', {
      as: staff,
      body: { name: { pl: 'Pilarki', en: 'Saws' } },
    });
    expect(group.status).toBe(201);
    const list = await workshop.call('GET', '/api/v1/exclusive-groups', { as: anna });
    expect(list.body.items).toContainEqual(group.body);
    const id = await addMachine(workshop.database);
    const answer = await workshop.call('PATCH', `/api/v1/machines/${id}`, {
      as: staff,
      body: { exclusiveGroupId: group.body.id },
    });
    expect(answer.body.exclusiveGroupId).toBe(group.body.id);
  });
});
