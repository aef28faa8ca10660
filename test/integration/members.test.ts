import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpWorkshop, password, type Person, startHttpWorkshop } from '../support/http-workshop.js';

let workshop: HttpWorkshop;
let admin: Person;
let staff: Person;
let instructor: Person;
let member: Person;
beforeAll(async () => {
  workshop = await startHttpWorkshop();
  admin = await workshop.person('member', 'admin');
  staff = await workshop.person('staff');
  instructor = await workshop.person('instructor');
  member = await workshop.person('member');
});
afterAll(async () => await workshop.stop());

const create = async (as: Person, body: object) => await workshop.call('POST', '/api/v1/members', { as, body });
const get = async (as: Person, id: string) => await workshop.call('GET', `/api/v1/members/${id}`, { as });
const versionOf = async (id: string) =>
  (await workshop.database.query<{ version: number }>('select version from member where id = $1', [id]))[0]!.version;

/** Whose rights were said to be withdrawn while the work was done. */
async function withdrawnBy(work: () => Promise<unknown>): Promise<string[]> {
  const heard: string[] = [];
  const stop = workshop.events.on('member-right-withdrawn', ({ memberId }) => void heard.push(memberId));
  await work();
  stop();
  return heard;
}

let emails = 0;
const email = () => `osoba${(emails += 1)}@brama.example`;
async function newMember(roles: readonly string[] = ['member']): Promise<string> {
  return (await create(admin, { name: 'Piotr', email: email(), roles, password })).body.id;
}

describe('a member', () => {
  it('is made whole, and can log in', async () => {
    const address = email();
    const { status, body } = await create(staff, {
      name: ' Żaneta Łęcka ',
      email: address,
      roles: ['member'],
      password,
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'Żaneta Łęcka',
      email: address,
      roles: ['member'],
      language: 'pl',
      suspendedAt: null,
      suspendedReason: null,
      membershipUntil: null,
      membershipKindId: null,
      createdAt: expect.stringMatching(/Z$/),
    });
    expect((await workshop.logIn(address)).id).toBe(body.id);
  });

  it('has an e-mail address of their own, whatever its case', async () => {
    const address = email();
    expect((await create(staff, { name: 'A', email: address, roles: ['member'] })).status).toBe(201);
    const again = await create(staff, { name: 'B', email: address.toUpperCase(), roles: ['member'] });
    expect([again.status, again.body.code]).toEqual([409, 'email-taken']);
  });

  it.each([
    `Robert'); drop table member; --`,
    `<script>alert("x")</script>`,
    `{{constructor}} \${7*7} %s ' " \\ \u202e`,
    'Zażółć gęślą jaźń 🙂',
  ])('may be called %s', async (name) => {
    const { body } = await create(staff, { name, email: email(), roles: ['member'] });
    const read = await get(staff, body.id);
    expect(read.body.name).toBe(name.trim());
    expect(read.headers['content-type']).toMatch(/^application\/json/);
  });

  it('sees themselves, an instructor sees names, staff see everything', async () => {
    const own = await get(member, member.id);
    expect(own.body).toMatchObject({ id: member.id, email: member.email });
    expect((await get(member, staff.id)).status).toBe(404);
    expect((await workshop.call('GET', '/api/v1/members', { as: member })).body.items).toEqual([own.body]);
    const seen = await workshop.call('GET', '/api/v1/members?limit=500', { as: instructor });
    expect(seen.body.items.length).toBeGreaterThan(5);
    for (const item of seen.body.items) expect(item.email).toBe(item.id === instructor.id ? instructor.email : null);
    expect((await get(staff, member.id)).body.email).toBe(member.email);
  });

  it('is listed page by page, each once', async () => {
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const path: string = `/api/v1/members?limit=2${next === null ? '' : `&after=${next}`}`;
      const { body } = await workshop.call('GET', path, { as: staff });
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      next = body.next;
    } while (next !== null);
    const [row] = await workshop.database.query<{ count: number }>('select count(*) from member');
    expect(new Set(seen).size).toBe(row!.count);
    expect(seen).toHaveLength(row!.count);
  });

  it('that is none of the database is not found', async () => {
    expect((await get(staff, '0190a000-0000-7000-8000-000000000000')).status).toBe(404);
    expect((await get(staff, 'not-an-id')).status).toBe(404);
  });
});

describe('roles', () => {
  const patch = async (as: Person, id: string, body: object) =>
    await workshop.call('PATCH', `/api/v1/members/${id}`, { as, body });

  it('of staff and admins are given by admins only', async () => {
    for (const role of ['staff', 'admin']) {
      expect((await create(staff, { name: 'A', email: email(), roles: [role] })).body.code).toBe('not-allowed');
      expect((await create(admin, { name: 'A', email: email(), roles: [role] })).status).toBe(201);
      const id = await newMember();
      expect((await patch(staff, id, { roles: ['member', role] })).body.code).toBe('not-allowed');
      expect((await patch(admin, id, { roles: ['member', role] })).body.roles).toEqual(['member', role]);
    }
    expect((await patch(staff, await newMember(), { roles: ['member', 'instructor'] })).status).toBe(200);
  });

  it('are nobody’s own to change', async () => {
    expect((await patch(admin, admin.id, { roles: ['member'] })).body.code).toBe('not-allowed');
    expect((await patch(staff, staff.id, { roles: ['staff', 'admin'] })).body.code).toBe('not-allowed');
    expect((await patch(admin, admin.id, { name: 'Nowa Nazwa' })).status).toBe(200);
  });

  it('protect staff and admins from staff', async () => {
    const id = await newMember(['admin']);
    for (const answer of [
      await patch(staff, id, { name: 'X' }),
      await workshop.call('POST', `/api/v1/members/${id}/suspend`, { as: staff, body: { reason: 'x' } }),
      await workshop.call('POST', `/api/v1/members/${id}/cards`, {
        as: staff,
        body: { tech: 'virtual', uid: '010203' },
      }),
    ]) {
      expect(answer.body.code).toBe('not-allowed');
    }
  });

  it('that are taken away are told, those that are given are not', async () => {
    const id = await newMember();
    expect(await withdrawnBy(async () => await patch(admin, id, { roles: ['member', 'staff'] }))).toEqual([]);
    expect(await withdrawnBy(async () => await patch(admin, id, { roles: ['member'] }))).toEqual([id]);
    expect(await versionOf(id)).toBe(3);
  });

  it.each([
    ['cut short', '2027-01-01T00:00:00Z', '2026-12-31T00:00:00Z', true],
    ['given an end', null, '2027-01-01T00:00:00Z', true],
    ['made longer', '2027-01-01T00:00:00Z', '2027-02-01T00:00:00Z', false],
    ['given no end', '2027-01-01T00:00:00Z', null, false],
  ])('and so is a membership that is %s', async (_what, before, after, told) => {
    const id = await newMember();
    await patch(staff, id, { membershipUntil: before });
    const version = await versionOf(id);
    const heard = await withdrawnBy(async () => await patch(staff, id, { membershipUntil: after }));
    expect(heard).toEqual(told ? [id] : []);
    expect(await versionOf(id)).toBe(version + 1);
  });
});

describe('suspending', () => {
  it('ends every sign-in at once, tells it, and is undone by reinstating', async () => {
    const phone = await workshop.person('member');
    const laptop = await workshop.logIn(phone.email);
    const ended: string[] = [];
    const stop = workshop.events.on('sign-in-ended', ({ signInId }) => void ended.push(signInId));
    const suspend = async () =>
      await workshop.call('POST', `/api/v1/members/${phone.id}/suspend`, { as: staff, body: { reason: 'Składka' } });
    expect(await withdrawnBy(suspend)).toEqual([phone.id]);
    stop();
    expect(ended).toHaveLength(2);
    expect((await get(staff, phone.id)).body).toMatchObject({
      suspendedAt: expect.any(String),
      suspendedReason: 'Składka',
    });
    for (const as of [phone, laptop]) expect((await workshop.call('GET', '/api/v1/auth/me', { as })).status).toBe(401);
    const login = { body: { email: phone.email, password } };
    expect((await workshop.call('POST', '/api/v1/auth/login', login)).status).toBe(401);
    expect(await versionOf(phone.id)).toBe(2);
    const back = await workshop.call('POST', `/api/v1/members/${phone.id}/reinstate`, { as: staff });
    expect(back.body).toMatchObject({ suspendedAt: null, suspendedReason: null });
    expect((await workshop.call('POST', '/api/v1/auth/login', login)).status).toBe(200);
    expect((await workshop.call('GET', '/api/v1/auth/me', { as: phone })).status).toBe(401);
  });

  it('is not for oneself', async () => {
    const call = { as: admin, body: { reason: 'x' } };
    expect((await workshop.call('POST', `/api/v1/members/${admin.id}/suspend`, call)).status).toBe(403);
  });

  it('voids an API token', async () => {
    const other = await workshop.person('staff');
    const { body } = await workshop.call('POST', '/api/v1/auth/tokens', { as: other, body: { name: 'x' } });
    await workshop.call('POST', `/api/v1/members/${other.id}/suspend`, { as: admin, body: { reason: 'x' } });
    const headers = { authorization: `Bearer ${body.token}` };
    expect((await workshop.call('GET', '/api/v1/auth/me', { headers })).status).toBe(401);
  });
});

describe('a card', () => {
  let numbers = 0x10_0000;
  const uid = () => `04de5f1e${(numbers += 1).toString(16)}`;
  const add = async (memberId: string, body: object, as = staff) =>
    await workshop.call('POST', `/api/v1/members/${memberId}/cards`, { as, body });
  const list = async (as: Person, memberId: string) =>
    await workshop.call('GET', `/api/v1/members/${memberId}/cards`, { as });

  it('is kept without its number, in any spelling of it', async () => {
    const id = await newMember();
    const made = await add(id, { tech: 'iso14443a', uid: '04:DE:5F:1E:AC:C0:40', label: 'Niebieska' });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.any(String),
      memberId: id,
      tech: 'iso14443a',
      label: 'Niebieska',
      blockedAt: null,
      blockedReason: null,
      retiredAt: null,
      createdAt: expect.any(String),
    });
    const again = await add(await newMember(), { tech: 'iso14443a', uid: '04de5f1eacc040' });
    expect([again.status, again.body.code]).toEqual([409, 'card-taken']);
    const held = JSON.stringify(await workshop.database.query('select *, digest::text, site_digest::text from card'));
    const audited = JSON.stringify(await workshop.database.query('select * from audit_detail'));
    for (const text of [made.text, again.text, held, audited]) expect(text).not.toMatch(/04:?de:?5f:?1e:?ac/i);
  });

  it('that draws a new number each time is refused', async () => {
    const id = await newMember();
    expect((await add(id, { tech: 'iso14443a', uid: '08a1b2c3' })).body.code).toBe('card-random-uid');
    expect((await add(id, { tech: 'em4100', uid: '08a1b2c3d4' })).status).toBe(201);
  });

  it.each(['', '0', '04de5', 'zzzzzz', '04'.repeat(11), 42, null])('cannot have the number %j', async (wrong) => {
    const answer = await add(await newMember(), { tech: 'iso14443a', uid: wrong });
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid-input']);
  });

  it('is seen by its member and staff only', async () => {
    await add(member.id, { tech: 'iso14443a', uid: uid() });
    expect((await list(member, member.id)).body.items).toHaveLength(1);
    expect((await list(staff, member.id)).body.items).toHaveLength(1);
    expect((await list(instructor, member.id)).status).toBe(404);
    expect((await list(member, staff.id)).status).toBe(404);
  });

  it('is blocked, unblocked and retired, each time with a new version of its member', async () => {
    const id = await newMember();
    const number = uid();
    const { body } = await add(id, { tech: 'iso14443a', uid: number });
    const path = `/api/v1/cards/${body.id}`;
    const block = async () => await workshop.call('POST', `${path}/block`, { as: staff, body: { reason: 'Zgubiona' } });
    expect(await withdrawnBy(block)).toEqual([id]);
    expect((await list(staff, id)).body.items[0]).toMatchObject({
      blockedAt: expect.any(String),
      blockedReason: 'Zgubiona',
    });
    expect(await withdrawnBy(async () => await workshop.call('POST', `${path}/unblock`, { as: staff }))).toEqual([]);
    expect((await list(staff, id)).body.items[0]).toMatchObject({ blockedAt: null, blockedReason: null });
    expect(await withdrawnBy(async () => await workshop.call('DELETE', path, { as: staff }))).toEqual([id]);
    expect((await block()).status).toBe(404);
    expect(await versionOf(id)).toBe(4);
    expect((await add(await newMember(), { tech: 'iso14443a', uid: number })).status).toBe(201);
  });

  it('is blocked by its own member, who cannot unblock it, and by no other', async () => {
    const { body } = await add(member.id, { tech: 'iso14443a', uid: uid() });
    const path = `/api/v1/cards/${body.id}`;
    const stranger = await workshop.call('POST', `${path}/block`, { as: instructor, body: { reason: 'x' } });
    expect(stranger.status).toBe(404);
    const own = await workshop.call('POST', `${path}/block`, { as: member, body: { reason: 'Zgubiona' } });
    expect(own.body).toMatchObject({ blockedReason: 'Zgubiona' });
    expect((await workshop.call('POST', `${path}/unblock`, { as: member })).status).toBe(403);
  });
});
