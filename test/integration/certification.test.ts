import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CertificationModule, certificationEntities } from '../../src/modules/certification/index.js';
import { addCertificate, addCompetency, addMember } from '../support/builders.js';
import { type Answer, type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

let workshop: HttpWorkshop;
let staff: Person;
let instructor: Person;
let anna: Person;
const withdrawn: string[] = [];
const day = 24 * 60 * 60_000;
const inDays = (days: number): string => new Date(workshop.clock.wallMs() + days * day).toISOString();

beforeAll(async () => {
  workshop = await startHttpWorkshop({ modules: [CertificationModule], entities: certificationEntities });
  workshop.events.on('member-right-withdrawn', ({ memberId }) => void withdrawn.push(memberId));
  staff = await workshop.person('staff');
  instructor = await workshop.person('instructor');
  anna = await workshop.person('member');
});
afterAll(async () => await workshop.stop());

const issue = async (as: Person, memberId: string, competencyId: string, validUntil?: string): Promise<Answer> =>
  await workshop.call('POST', '/api/v1/certificates', { as, body: { memberId, competencyId, validUntil } });
const revoke = async (as: Person, id: string): Promise<Answer> =>
  await workshop.call('POST', `/api/v1/certificates/${id}/revoke`, { as, body: { reason: 'Pracował bez odciągu' } });
const versionOf = async (memberId: string): Promise<number> => {
  const [row] = await workshop.database.query<{ version: number }>(`select version from member where id = $1`, [
    memberId,
  ]);
  return row!.version;
};
const states = async (memberId: string): Promise<string[]> => {
  const list = await workshop.call('GET', `/api/v1/certificates?member=${memberId}`, { as: staff });
  return list.body.items.map(({ state }: { state: string }) => state);
};

describe('competencies', () => {
  it('are made by staff and seen by everybody', async () => {
    const body = { name: { pl: 'Spawanie', en: 'Welding' } };
    const made = await workshop.call('POST', '/api/v1/competencies', { as: staff, body });
    expect([made.status, made.body.name, made.body.procedureVersion]).toEqual([201, body.name, 1]);
    const list = await workshop.call('GET', '/api/v1/competencies', { as: anna });
    expect(list.body.items).toContainEqual(made.body);
    expect((await workshop.call('POST', '/api/v1/competencies', { as: anna, body })).status).toBe(403);
  });
});

describe('certificates', () => {
  it.each(['instructor', 'staff', 'admin'] as const)('are issued by %s', async (role) => {
    const by = await workshop.person(role);
    const memberId = await addMember(workshop.database);
    const before = await versionOf(memberId);
    const answer = await issue(by, memberId, await addCompetency(workshop.database), inDays(30));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ memberId, issuedBy: by.id, state: 'valid', revokedAt: null });
    expect(await versionOf(memberId)).toBe(before + 1);
  });

  it('are issued by nobody to himself, and by no plain member', async () => {
    const competencyId = await addCompetency(workshop.database);
    for (const by of [anna, instructor, staff]) {
      const answer = await issue(by, by.id, competencyId);
      expect([answer.status, answer.body.code]).toEqual([403, 'not-allowed']);
    }
    expect((await issue(anna, staff.id, competencyId)).status).toBe(403);
  });

  it('are renewed by superseding: history stays as it was', async () => {
    const memberId = await addMember(workshop.database);
    const competencyId = await addCompetency(workshop.database);
    const first = await issue(instructor, memberId, competencyId, inDays(10));
    const second = await issue(staff, memberId, competencyId, inDays(400));
    const list = await workshop.call('GET', `/api/v1/certificates?member=${memberId}&competency=${competencyId}`, {
      as: instructor,
    });
    expect(list.body.items).toEqual([
      { ...first.body, state: 'superseded', supersededAt: second.body.issuedAt },
      second.body,
    ]);
  });

  it('renewed by eight instructors at once, one is valid', async () => {
    const memberId = await addMember(workshop.database);
    const competencyId = await addCompetency(workshop.database);
    const answers = await Promise.all(Array.from({ length: 8 }, async () => issue(instructor, memberId, competencyId)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
    expect((await states(memberId)).toSorted()).toEqual([...Array.from({ length: 7 }, () => 'superseded'), 'valid']);
  });

  it.each<[string, { validUntil?: number; memberId?: string; competencyId?: string }, string]>([
    ['a validity in the past', { validUntil: -1 }, 'validUntil'],
    ['a validity into the year 9999', { validUntil: 365 * 7900 }, 'validUntil'],
    ['an unknown member', { memberId: '018f0000-0000-7000-8000-000000000000' }, 'memberId'],
    ['an unknown competency', { competencyId: '018f0000-0000-7000-8000-000000000000' }, 'competencyId'],
  ])('are refused with %s', async (_name, { validUntil, ...change }, field) => {
    const body = {
      memberId: await addMember(workshop.database),
      competencyId: await addCompetency(workshop.database),
      ...change,
      ...(validUntil === undefined ? {} : { validUntil: inDays(validUntil) }),
    };
    const answer = await workshop.call('POST', '/api/v1/certificates', { as: staff, body });
    expect([answer.status, answer.body.fields?.[0]?.field]).toEqual([422, field]);
    expect(answer.body.fields[0].text.pl).not.toBe(answer.body.fields[0].text.en);
  });

  it('say what they are worth now', async () => {
    const memberId = await addMember(workshop.database);
    const competencyId = await addCompetency(workshop.database, { pl: 'Tokarka', en: 'Lathe' }, 2);
    await addCertificate(workshop.database, { memberId, competencyId, procedureVersion: 1 });
    const expired = await addCompetency(workshop.database);
    await addCertificate(workshop.database, {
      memberId,
      competencyId: expired,
      validUntil: workshop.clock.wallMs() - day,
    });
    expect((await states(memberId)).toSorted()).toEqual(['expired', 'outdated']);
  });

  it('of others are not seen by members', async () => {
    const other = await addMember(workshop.database);
    const competencyId = await addCompetency(workshop.database);
    await issue(staff, other, competencyId);
    const own = await issue(staff, anna.id, competencyId);
    expect((await workshop.call('GET', `/api/v1/certificates?member=${other}`, { as: anna })).status).toBe(403);
    const list = await workshop.call('GET', '/api/v1/certificates', { as: anna });
    expect(list.body.items).toEqual([own.body]);
  });
});

describe('a revocation', () => {
  it('is told and raises the version before it is answered', async () => {
    const memberId = await addMember(workshop.database);
    const { body } = await issue(staff, memberId, await addCompetency(workshop.database));
    const before = await versionOf(memberId);
    const answer = await revoke(instructor, body.id);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      state: 'revoked',
      revokedBy: instructor.id,
      revokeReason: 'Pracował bez odciągu',
    });
    expect(withdrawn).toContain(memberId);
    expect(await versionOf(memberId)).toBe(before + 1);
    const [entry] = await workshop.database.query(`select action from audit_entry order by ordinal desc limit 1`);
    expect(entry).toEqual({ action: 'certificate-revoked' });
  });

  it('is made once, and not of what has been superseded', async () => {
    const memberId = await addMember(workshop.database);
    const competencyId = await addCompetency(workshop.database);
    const first = await issue(staff, memberId, competencyId);
    const second = await issue(staff, memberId, competencyId);
    expect((await revoke(staff, first.body.id)).body.code).toBe('conflict');
    expect((await revoke(staff, second.body.id)).status).toBe(200);
    expect((await revoke(staff, second.body.id)).body.code).toBe('conflict');
    expect((await issue(staff, memberId, competencyId)).body.state).toBe('valid');
  });

  it('is made by no member, by nobody of his own, and of nothing that is not there', async () => {
    const competencyId = await addCompetency(workshop.database);
    const { body } = await issue(staff, instructor.id, competencyId);
    expect((await revoke(anna, body.id)).status).toBe(403);
    expect((await revoke(instructor, body.id)).status).toBe(403);
    expect((await revoke(staff, '018f0000-0000-7000-8000-000000000000')).status).toBe(404);
  });
});
