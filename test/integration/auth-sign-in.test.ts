import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenDigest } from '../../src/modules/auth/index.js';
import { cookieOf, type HttpWorkshop, password, startHttpWorkshop } from '../support/http-workshop.js';

let workshop: HttpWorkshop;
beforeAll(async () => {
  workshop = await startHttpWorkshop();
});
afterAll(async () => await workshop.stop());

const hourMs = 3_600_000;
const logIn = async (email: string, word = password, headers = {}) =>
  await workshop.call('POST', '/api/v1/auth/login', { body: { email, password: word }, headers });

describe('logging in', () => {
  it('answers who one is, with exactly one cookie, whose token is not in the database', async () => {
    const { id, email } = await workshop.addMember(['member']);
    const answer = await logIn(email.toUpperCase());
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      id,
      name: 'Anna Próbna',
      email,
      language: 'pl',
      hidesName: false,
      timeZone: 'Europe/Warsaw',
      roles: ['member'],
      demo: false,
    });
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Host-brama=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    expect(answer.headers['cache-control']).toBe('no-store');
    const token = cookieOf(answer).split('=')[1]!;
    const rows = await workshop.database.query('select token_digest from sign_in where member_id = $1', [id]);
    expect(rows).toEqual([{ token_digest: tokenDigest(token) }]);
  });

  it('gives a new token each time', async () => {
    const { email } = await workshop.addMember(['member']);
    const [first, second] = [await workshop.logIn(email), await workshop.logIn(email)];
    expect(first.cookie).not.toBe(second.cookie);
  });

  it('lets staff stay for twelve hours', async () => {
    const { email } = await workshop.addMember(['staff']);
    expect((await logIn(email)).headers['set-cookie']?.[0]).toContain('Max-Age=43200;');
  });

  it('answers a wrong password, an unknown address, a member without a password and a suspended one alike', async () => {
    const wrong = await workshop.addMember(['member']);
    const none = await workshop.addMember(['member']);
    await workshop.database.query('update member set password_hash = null where id = $1', [none.id]);
    const suspended = await workshop.addMember(['member']);
    await workshop.database.query('update member set suspended_at = $2 where id = $1', [suspended.id, new Date(0)]);
    const answers = [
      await logIn(wrong.email, 'not the password'),
      await logIn('nobody@brama.example'),
      await logIn(none.email),
      await logIn(suspended.email),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(answer.body).toEqual(answers[0]!.body);
    }
    expect(answers[0]!.body.code).toBe('wrong-credentials');
  });

  it('allows five wrong passwords in ten minutes, also when they come at once, and a right one never counts', async () => {
    const { email } = await workshop.addMember(['member']);
    for (let times = 0; times < 7; times += 1) expect((await logIn(email)).status).toBe(200);
    const answers = await Promise.all(Array.from({ length: 8 }, async () => await logIn(email, 'wrong')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(3);
    expect(Number(refused[0]!.headers['retry-after'])).toBeGreaterThan(500);
    expect(refused[0]!.body).toMatchObject({ code: 'too-many-requests', status: 429 });
    expect((await logIn(email)).status).toBe(429);
    workshop.clock.forward(10 * 60_000);
    expect((await logIn(email)).status).toBe(200);
  });
});

describe('a sign-in', () => {
  it('ends when idle for twelve hours, and lasts while it is used, for thirty days', async () => {
    const anna = await workshop.person('member');
    const me = async () => (await workshop.call('GET', '/api/v1/auth/me', { as: anna })).status;
    for (let hours = 0; hours < 30 * 24 - 11; hours += 11) {
      expect(await me()).toBe(200);
      workshop.clock.forward(11 * hourMs);
    }
    workshop.clock.forward(11 * hourMs);
    expect(await me()).toBe(401);
    const piotr = await workshop.person('member');
    workshop.clock.forward(12 * hourMs);
    expect((await workshop.call('GET', '/api/v1/auth/me', { as: piotr })).body.code).toBe('not-signed-in');
  });

  it('of somebody who has become staff counts as one of staff', async () => {
    const anna = await workshop.person('member');
    for (let times = 0; times < 2; times += 1) {
      workshop.clock.forward(7 * hourMs);
      expect((await workshop.call('GET', '/api/v1/auth/me', { as: anna })).status).toBe(200);
    }
    await workshop.database.query(`update member set roles = '{staff}' where id = $1`, [anna.id]);
    expect((await workshop.call('GET', '/api/v1/auth/me', { as: anna })).status).toBe(401);
  });

  it('ends with logging out, and tells so', async () => {
    const anna = await workshop.person('member');
    const ended: string[] = [];
    const stop = workshop.events.on('sign-in-ended', ({ signInId }) => void ended.push(signInId));
    const { body } = await workshop.call('GET', '/api/v1/auth/sign-ins', { as: anna });
    const answer = await workshop.call('POST', '/api/v1/auth/logout', { as: anna });
    stop();
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']).toEqual(['__Host-brama=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax']);
    expect(ended).toEqual([body.items[0].id]);
    expect((await workshop.call('GET', '/api/v1/auth/me', { as: anna })).status).toBe(401);
  });

  it('can be listed and ended from another browser, by its own member only', async () => {
    const phone = await workshop.person('member');
    const laptop = await workshop.logIn(phone.email);
    const stranger = await workshop.person('admin');
    const { body } = await workshop.call('GET', '/api/v1/auth/sign-ins', { as: laptop });
    expect(body.items.map(({ current }: { current: boolean }) => current)).toEqual([true, false]);
    const path = `/api/v1/auth/sign-ins/${body.items[1].id}`;
    expect((await workshop.call('DELETE', path, { as: stranger })).status).toBe(404);
    expect((await workshop.call('DELETE', path, { as: laptop })).status).toBe(204);
    expect((await workshop.call('GET', '/api/v1/auth/me', { as: phone })).status).toBe(401);
    expect((await workshop.call('GET', '/api/v1/auth/me', { as: laptop })).status).toBe(200);
  });

  it('of another browser ends when the password changes', async () => {
    const phone = await workshop.person('member');
    const laptop = await workshop.logIn(phone.email);
    const change = async (current: string) =>
      await workshop.call('POST', '/api/v1/auth/password', { as: laptop, body: { current, next: 'a wholly new one' } });
    expect((await change('not it')).body.code).toBe('wrong-credentials');
    expect((await change(password)).status).toBe(204);
    expect((await workshop.call('GET', '/api/v1/auth/me', { as: phone })).status).toBe(401);
    expect((await workshop.call('GET', '/api/v1/auth/me', { as: laptop })).status).toBe(200);
    expect((await logIn(phone.email)).status).toBe(401);
    expect((await logIn(phone.email, 'a wholly new one')).status).toBe(200);
  });

  it('remembers the language of its member', async () => {
    const anna = await workshop.person('member');
    const answer = await workshop.call('PATCH', '/api/v1/auth/me', { as: anna, body: { language: 'en' } });
    expect(answer.body).toMatchObject({ id: anna.id, language: 'en' });
  });
});

describe('an API token', () => {
  it('is shown once, kept as a digest, works without an origin, and is void once revoked', async () => {
    const staff = await workshop.person('staff');
    const made = await workshop.call('POST', '/api/v1/auth/tokens', { as: staff, body: { name: 'Kiosk' } });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: 'Kiosk', token: expect.stringMatching(/^brama_[\w-]{43}$/) });
    const authorization = `Bearer ${made.body.token}`;
    const listed = await workshop.call('GET', '/api/v1/auth/tokens', { headers: { authorization } });
    expect(listed.body.items).toEqual([{ id: made.body.id, name: 'Kiosk', createdAt: made.body.createdAt }]);
    const write = async () =>
      await workshop.call('PATCH', '/api/v1/auth/me', {
        headers: { authorization, origin: undefined },
        body: { language: 'en' },
      });
    expect((await write()).status).toBe(200);
    await workshop.call('DELETE', `/api/v1/auth/tokens/${made.body.id}`, { as: staff });
    expect((await write()).status).toBe(401);
  });

  it('makes no further tokens, changes no password, and is void once its owner is no longer staff', async () => {
    const staff = await workshop.person('staff');
    const { body } = await workshop.call('POST', '/api/v1/auth/tokens', { as: staff, body: { name: 'Kiosk' } });
    const headers = { authorization: `Bearer ${body.token}` };
    const token = await workshop.call('POST', '/api/v1/auth/tokens', { headers, body: { name: 'Another' } });
    expect(token.body.code).toBe('not-allowed');
    const change = { current: password, next: 'a wholly new one' };
    expect((await workshop.call('POST', '/api/v1/auth/password', { headers, body: change })).status).toBe(403);
    await workshop.database.query(`update member set roles = '{member}' where id = $1`, [staff.id]);
    expect((await workshop.call('GET', '/api/v1/auth/me', { headers })).status).toBe(401);
  });

  it.each(['Bearer nonsense-nonsense-nonsense', 'Basic YTpi', 'Bearer', ''])(
    'that is wrong (%s) is not made good by a cookie',
    async (authorization) => {
      const anna = await workshop.person('staff');
      const answer = await workshop.call('GET', '/api/v1/auth/me', { as: anna, headers: { authorization } });
      expect(answer.status).toBe(401);
    },
  );
});
