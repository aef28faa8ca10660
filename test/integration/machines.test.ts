import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machineEntities, MachinesModule } from '../../src/modules/machines/index.js';
import { addCompetency, addMachine } from '../support/builders.js';
import { type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

let workshop: HttpWorkshop;
let staff: Person;
let anna: Person;
const changed: string[] = [];
const laser = { name: { pl: 'Laser', en: 'Laser' }, slug: 'laser', hazard: 'medium', competencyIds: [] };
const hour = 60 * 60_000;
let begin: number;
const iso = (offsetMs: number): string => new Date(begin + offsetMs).toISOString();

beforeAll(async () => {
  workshop = await startHttpWorkshop({ modules: [MachinesModule], entities: machineEntities });
  workshop.events.on('machine-changed', ({ machineId }) => void changed.push(machineId));
  begin = workshop.clock.wallMs();
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
    const closure = { from: iso(0), to: iso(hour), reason: { pl: 'Remont', en: 'Repairs' } };
    const answers = await Promise.all([
      workshop.call('POST', '/api/v1/machines', { as: anna, body: { ...laser, slug: 'mine' } }),
      workshop.call('PATCH', `/api/v1/machines/${id}`, { as: anna, body: {} }),
      workshop.call('POST', '/api/v1/exclusive-groups', { as: anna, body: { name: { pl: 'G', en: 'G' } } }),
      workshop.call('POST', '/api/v1/closures', { as: anna, body: closure }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
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

describe('closures', () => {
  const reason = { pl: 'Święto Niepodległości', en: 'Independence Day' };

  it('move the rights at every machine, when made and when removed', async () => {
    const ids = [await addMachine(workshop.database), await addMachine(workshop.database)];
    const before = await Promise.all(ids.map(version));
    changed.length = 0;
    const made = await workshop.call('POST', '/api/v1/closures', {
      as: staff,
      body: { from: iso(hour), to: iso(2 * hour), reason },
    });
    expect(made.status).toBe(201);
    expect(await Promise.all(ids.map(version))).toEqual(before.map((v) => v + 1));
    for (const id of ids) expect(changed).toContain(id);
    const list = await workshop.call('GET', '/api/v1/closures', { as: anna });
    expect(list.body.items).toContainEqual(made.body);
    const gone = await workshop.call('DELETE', `/api/v1/closures/${made.body.id}`, { as: staff });
    expect(gone.status).toBe(204);
    expect(await Promise.all(ids.map(version))).toEqual(before.map((v) => v + 2));
    const again = await workshop.call('DELETE', `/api/v1/closures/${made.body.id}`, { as: staff });
    expect(again.status).toBe(404);
  });

  it.each([
    ['inverted', 2 * hour, hour],
    ['of no length', hour, hour],
  ])('are not %s', async (_name, from, to) => {
    const answer = await workshop.call('POST', '/api/v1/closures', {
      as: staff,
      body: { from: iso(from), to: iso(to), reason },
    });
    expect([answer.status, answer.body.fields?.[0]?.field]).toEqual([422, 'to']);
  });

  it('two made at once do not wait for each other for ever', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, async (_, i) =>
        workshop.call('POST', '/api/v1/closures', {
          as: staff,
          body: { from: iso((50 + i) * hour), to: iso((51 + i) * hour), reason },
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  });
});
